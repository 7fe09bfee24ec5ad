"""Filled examples: answers with what must come of them, replayed before a version is released."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pingyi.forms.answers import check_answers
from pingyi.forms.model import Form
from pingyi.forms.objects import ObjectReader
from pingyi.forms.refusals import problem
from pingyi.wording import Issue, Refused, Text

FEWEST = 3
_KEYS = ("title", "today", "now", "answers", "stored", "issues")


@dataclass(frozen=True, slots=True)
class Example:
    """One filled questionnaire: `answers` as they come in; `stored` and `issues` ("code@question") must come out."""

    title: Text
    today: str
    answers: Mapping[str, Any]
    stored: Mapping[str, Any]
    issues: tuple[str, ...] = ()
    now: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the example as JSON objects."""
        return {
            "title": {"zh": self.title.zh, "en": self.title.en},
            "today": self.today,
            **({"now": self.now} if self.now else {}),
            "answers": dict(self.answers),
            "stored": plain(self.stored),
            "issues": list(self.issues),
        }


def read_examples(content: Any) -> tuple[Example, ...]:
    """Return the examples of a JSON list; refuses unknown keys and wrong kinds, all at once."""
    reader = ObjectReader()
    examples = reader.each(content, "examples", lambda one, place: _example(reader, one, place))
    if reader.issues:
        raise Refused(reader.issues)
    return examples


def filled(form: Form, title: Text, answers: Mapping[str, Any], today: str, now: str = "") -> Example:
    """Return an example that keeps what comes of these answers now, for a person to look at and keep."""
    checked = check_answers(form, answers, today=today, now=now)
    return Example(title, today, dict(answers), plain(checked.values), _names(checked.issues), now)


def replay(form: Form, examples: tuple[Example, ...]) -> tuple[Issue, ...]:
    """Return an issue for each example that comes out otherwise than it says, and one when there are too few."""
    issues = [_differs(number) for number, example in enumerate(examples, 1) if not _as_said(form, example)]
    if len(examples) < FEWEST:
        what = (
            f"只有{len(examples)}份填写样例，至少要{FEWEST}份。",
            f"There are {len(examples)} filled examples; {FEWEST} are needed.",
        )
        issues.append(
            problem("too_few_examples", "examples", what, ("请试填并保存样例。", "Fill the form in and keep examples."))
        )
    return tuple(issues)


def plain(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored answers as plain JSON objects."""
    return {name: value if isinstance(value, str) else [dict(one) for one in value] for name, value in stored.items()}


def _as_said(form: Form, example: Example) -> bool:
    checked = check_answers(form, example.answers, today=example.today, now=example.now)
    return plain(checked.values) == plain(example.stored) and sorted(_names(checked.issues)) == sorted(example.issues)


def _names(issues: tuple[Issue, ...]) -> tuple[str, ...]:
    return tuple(f"{issue.code}@{issue.field}" for issue in issues)


def _differs(number: int) -> Issue:
    return problem(
        "example_differs",
        f"examples[{number - 1}]",
        (f"第{number}份填写样例的结果与记录不符。", f"Example {number} comes out otherwise than recorded."),
        ("请核对题目条件，或重新试填这份样例。", "Check the conditions, or fill this example in again."),
    )


def _example(reader: ObjectReader, content: Any, place: str) -> Example:
    keys = reader.keys(content, place, _KEYS, ("title", "today", "answers", "stored"))
    issues = reader.each(keys.get("issues", []), f"{place}.issues", reader.word)
    return Example(
        title=reader.text(keys.get("title"), f"{place}.title"),
        today=reader.word(keys.get("today"), f"{place}.today"),
        answers=reader.mapping(keys.get("answers", {}), f"{place}.answers"),
        stored=reader.mapping(keys.get("stored", {}), f"{place}.stored"),
        issues=issues,
        now=reader.word(keys.get("now"), f"{place}.now"),
    )
