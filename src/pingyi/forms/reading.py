"""Read our own JSON strictly: every key is known or refused by name, and all that is wrong is said at once."""

import json
from typing import Any

from pingyi.forms.checks import check_form
from pingyi.forms.model import FORMAT, Choice, Form, Question, Scale
from pingyi.forms.objects import ObjectReader
from pingyi.wording import Refused, Text

MOST_BYTES = 2_000_000
DEEPEST = 8  # groups within groups
_FORM_KEYS = ("format", "name", "title", "intro", "paging", "source", "scales", "questions")
_QUESTION_KEYS = tuple(Question.__dataclass_fields__)


def read_form(content: bytes | str | dict[str, Any]) -> Form:
    """Return the form that JSON describes. Raises `Refused` with every issue; `field` is the path to the place."""
    reader = _Reader()
    form = reader.form(load_json(content) if isinstance(content, (bytes, str)) else content)
    if reader.issues or form is None:
        raise Refused(reader.issues)
    check_form(form)
    return form


def load_json(content: bytes | str) -> Any:
    """Return JSON from text; refuses what is too large, not UTF-8, not JSON, or says a key twice."""
    if len(content) > MOST_BYTES:
        raise _unreadable("文件太大。", "The file is too large.")
    try:
        return json.loads(content, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unreadable(f"文件不是有效的JSON（{error}）。", f"The file is not valid JSON ({error}).") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"key twice: {', '.join(sorted(twice))}")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _unreadable(zh: str, en: str) -> Refused:
    remedy = Text("请选择评议系统导出的问卷文件。", "Choose a questionnaire file that the system exported.")
    return Refused.because("unreadable_form", Text(zh, en), remedy)


class _Reader(ObjectReader):
    def form(self, content: Any) -> Form | None:
        keys = self.keys(content, "", _FORM_KEYS, ("format", "name", "title", "questions"))
        if keys.get("format", FORMAT) != FORMAT:
            self.wrong("format", f"格式应为“{FORMAT}”", f"the format must be {FORMAT}")
        scales = self.mapping(keys.get("scales", {}), "scales")
        form = Form(
            name=self.word(keys.get("name"), "name"),
            title=self.text(keys.get("title"), "title"),
            intro=self.maybe_text(keys.get("intro"), "intro"),
            paging=self.word(keys.get("paging", "question"), "paging"),
            source=self.maybe_text(keys.get("source"), "source"),
            scales=tuple(self.scale(name, scales[name], f"scales.{name}") for name in sorted(scales)),
            questions=self.each(keys.get("questions"), "questions", self.question),
        )
        return None if self.issues else form

    def scale(self, name: str, content: Any, place: str) -> Scale:
        keys = self.keys(content, place, ("family", "choices"), ("family", "choices"))
        choices = self.each(keys.get("choices"), f"{place}.choices", self.choice)
        return Scale(name, self.word(keys.get("family"), f"{place}.family"), choices)

    def choice(self, content: Any, place: str) -> Choice:
        keys = self.keys(content, place, ("code", "label", "points"), ("code", "label"))
        points = keys.get("points")
        if points is not None and (isinstance(points, bool) or not isinstance(points, int)):
            self.wrong(f"{place}.points", "分值应为整数", "points must be a whole number")
            points = None
        return Choice(
            self.word(keys.get("code"), f"{place}.code"), self.text(keys.get("label"), f"{place}.label"), points
        )

    def question(self, content: Any, place: str) -> Question:
        keys = self.keys(content, place, _QUESTION_KEYS, ("name", "type"))
        if place.count("questions") > DEEPEST:
            self.wrong(place, "题组嵌套太深", "groups are nested too deep")
            keys.pop("questions", None)
        if not isinstance(keys.get("randomize", False), bool):
            self.wrong(f"{place}.randomize", "应为true或false", "must be true or false")

        def word(key: str) -> str:
            return self.word(keys.get(key), f"{place}.{key}")

        def text(key: str) -> Text | None:
            return self.maybe_text(keys.get(key), f"{place}.{key}")

        always = keys.get("required") is True
        return Question(
            name=word("name"),
            type=word("type"),
            label=text("label"),
            hint=text("hint"),
            scale=word("scale"),
            required="true()" if always else "" if keys.get("required") is False else word("required"),
            relevant=word("relevant"),
            constraint=word("constraint"),
            constraint_message=text("constraint_message"),
            calculation=word("calculation"),
            randomize=keys.get("randomize") is True,
            index=word("index"),
            source=text("source"),
            questions=self.each(keys.get("questions", []), f"{place}.questions", self.question),
        )
