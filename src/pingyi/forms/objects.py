"""Read JSON objects by stated keys and say everything that does not fit, with its place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pingyi.forms.refusals import problem
from pingyi.wording import Issue, Text

T = TypeVar("T")


@dataclass(slots=True)
class ObjectReader:
    """Takes values out of JSON; what is wrong is collected in `issues`, and a plain value stands in for it."""

    issues: list[Issue] = field(default_factory=list)

    def keys(self, content: Any, place: str, known: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, Any]:
        """Return the known keys of an object; unknown and missing ones become issues."""
        keys = self.mapping(content, place)
        prefix = f"{place}." if place else ""
        for key in keys.keys() - set(known):
            self.issues.append(
                problem(
                    "unknown_key",
                    f"{prefix}{key}",
                    (f"没有“{key}”这一项。", f"There is no key {key} here."),
                    (f"可用的有：{'、'.join(known)}。", f"The keys are: {', '.join(known)}."),
                )
            )
        for key in needed:
            if key not in keys:
                self.wrong(f"{prefix}{key}", "缺少这一项", "this is missing")
        return {key: value for key, value in keys.items() if key in known}

    def mapping(self, content: Any, place: str) -> dict[str, Any]:
        """Return an object, an empty one if it is none."""
        if isinstance(content, dict):
            return content
        self.wrong(place or "form", "这里应为一组键和值", "an object is needed here")
        return {}

    def each(self, content: Any, place: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Return what `read` makes of each element of a list."""
        if content is not None and not isinstance(content, list):
            self.wrong(place, "这里应为列表", "a list is needed here")
            return ()
        return tuple(read(one, f"{place}[{number}]") for number, one in enumerate(content or []))

    def word(self, content: Any, place: str) -> str:
        """Return text; nothing is empty text."""
        if content is None:
            return ""
        if isinstance(content, str):
            return content
        self.wrong(place, "应为文字", "text is needed here")
        return ""

    def maybe_text(self, content: Any, place: str) -> Text | None:
        """Return text in two languages, None when there is none."""
        return None if content is None else self.text(content, place)

    def text(self, content: Any, place: str) -> Text:
        """Return text in two languages."""
        if content is None:
            return Text("", "")
        keys = self.keys(content, place, ("zh", "en"), ("zh", "en"))
        return Text(self.word(keys.get("zh"), f"{place}.zh"), self.word(keys.get("en"), f"{place}.en"))

    def wrong(self, place: str, zh: str, en: str) -> None:
        """Note something wrong at a place."""
        what = (f"{zh}。", f"{en[0].upper()}{en[1:]}.")
        self.issues.append(
            problem("wrong_form", place, what, ("请按问卷格式说明修改。", "See the questionnaire format."))
        )
