"""From what a page, a file or a tablet sent to typed values, one by one; nothing here looks at conditions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pingyi.forms.compiling import Compiled
from pingyi.forms.expressions import Moment, Value
from pingyi.forms.expressions.days import day_number
from pingyi.forms.expressions.values import number_text
from pingyi.forms.model import ANSWERED, Question
from pingyi.forms.refusals import problem
from pingyi.wording import Issue

MOST_INSTANCES = 50
LONGEST_ANSWER = 4000
_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)


def wrong_answer(code: str, place: str, zh: str, en: str) -> Issue:
    """Return an issue with an answer at a question."""
    what = (f"{zh}。", f"{en[0].upper()}{en[1:]}.")
    return problem(code, place, what, ("请改正后再继续。", "Please correct it before going on."))


def place_of(name: str, instance: int) -> str:
    """Return how an issue names a question: "name", inside a repeat "name[2]"."""
    return f"{name}[{instance}]" if instance else name


@dataclass(frozen=True, slots=True)
class Taken:
    """Typed answers by question and instance, instances of each repeat, and what could not be taken."""

    values: Mapping[tuple[str, int], Value]
    counts: Mapping[str, int]
    refused: Mapping[tuple[str, int], Issue]  # answers that are none of their question
    unasked: frozenset[str]  # calculations and notes that somebody sent a value for
    issues: tuple[Issue, ...]


def take_answers(compiled: Compiled, answers: Mapping[str, Any]) -> Taken:
    """Return the typed answers; unknown names and answers off their scale become issues."""
    taking = _Taking(compiled)
    taking.mapping(answers, "", 0)
    return Taken(
        taking.values,
        taking.counts,
        taking.refused,
        frozenset(taking.unasked),
        tuple(taking.issues),
    )


@dataclass(slots=True)
class _Taking:
    compiled: Compiled
    values: dict[tuple[str, int], Value] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    refused: dict[tuple[str, int], Issue] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    def mapping(self, answers: Mapping[str, Any], repeat: str, instance: int) -> None:
        for name, given in answers.items():
            question = self.compiled.questions.get(name)
            if question is None or self.compiled.names.repeat_of.get(name, "") != repeat or question.type == "group":
                self.issues.append(
                    wrong_answer(
                        "unknown_field", str(name)[:60], "问卷里没有这道题", "the questionnaire has no such question"
                    )
                )
            elif question.type == "repeat":
                self.repeat(question, given)
            elif question.type not in ANSWERED:
                self.unasked.add(name)
            else:
                self.answer(question, given, instance)

    def repeat(self, question: Question, given: Any) -> None:
        if not isinstance(given, (list, tuple)) or not all(isinstance(one, Mapping) for one in given):
            self.issues.append(
                wrong_answer("wrong_answer", question.name, "回答的格式不对", "the answer has a wrong form")
            )
            return
        if len(given) > MOST_INSTANCES:
            self.issues.append(
                wrong_answer(
                    "too_many", question.name, f"最多填{MOST_INSTANCES}组", f"at most {MOST_INSTANCES} can be given"
                )
            )
            return
        self.counts[question.name] = len(given)
        for place, one in enumerate(given, 1):
            self.mapping(one, question.name, place)

    def answer(self, question: Question, given: Any, instance: int) -> None:
        text = _plain(given, question.type)
        value = None if text is None else self.typed(question, text)
        if value is None:
            code, zh, en = _REFUSALS[question.type]
            self.refused[question.name, instance] = wrong_answer(code, place_of(question.name, instance), zh, en)
        elif value != "":
            self.values[question.name, instance] = value

    def typed(self, question: Question, text: str) -> Value | None:  # noqa: PLR0911 - one line for each type
        if text == "":
            return ""
        match question.type:
            case "choice":
                return text if text in self.compiled.names.labels[question.name] else None
            case "choices":
                return self.several(question, text.split())
            case "integer":
                return float(text) if _INTEGER.fullmatch(text) else None
            case "number":
                return float(text) if _DECIMAL.fullmatch(text) else None
            case "date":
                return Moment(text) if day_number(text) is not None else None
            case _:
                return text if len(text) <= LONGEST_ANSWER else None

    def several(self, question: Question, codes: list[str]) -> str | None:
        """Several choices in the order of the scale; an answer without opinion stands alone."""
        known = list(self.compiled.names.labels[question.name])
        if not set(codes) <= set(known) or len(set(codes)) < len(codes):
            return None
        if len(codes) > 1 and any(code.startswith("-") for code in codes):
            return None
        return " ".join(sorted(codes, key=known.index))


def _plain(given: Any, kind: str) -> str | None:
    """Return what was given as text; None when it is nothing that this type can be given as."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return None
    if isinstance(given, (int, float)):
        return str(given) if isinstance(given, int) else number_text(given) or None
    if isinstance(given, (list, tuple)):
        return " ".join(map(str, given)) if kind == "choices" else None
    return given.strip() if isinstance(given, str) else None


_OFF = ("off_scale", "这个选项不在答案里", "this answer is not among the choices")
_REFUSALS = {
    "choice": _OFF,
    "choices": ("off_scale", "所选的几项不能这样选", "these choices cannot be taken together"),
    "integer": ("wrong_answer", "请填整数", "a whole number is needed"),
    "number": ("wrong_answer", "请填数字", "a number is needed"),
    "date": ("wrong_answer", "请填日期，如2026-05-01", "a day is needed, such as 2026-05-01"),
    "text": ("wrong_answer", f"最多{LONGEST_ANSWER}个字", f"at most {LONGEST_ANSWER} characters"),
}
