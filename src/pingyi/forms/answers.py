"""Judge what somebody answered. The server is the authority: what a page hid or allowed does not matter here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pingyi.forms.answering import place_of
from pingyi.forms.expressions import is_empty, to_text
from pingyi.forms.model import Form, Question
from pingyi.forms.refusals import problem
from pingyi.forms.shuffling import Order, check_order
from pingyi.forms.sitting import Moments, Sitting, sit
from pingyi.wording import Issue, Refused

Stored = Mapping[str, str | tuple[Mapping[str, str], ...]]


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """Answers that may be stored, and everything that was wrong with what came in.

    `values` holds one text per answered question that applies (codes of several choices separated by spaces), and for
    a repeat a tuple of such mappings. `asked` names what was shown, answered or not. `dropped` names what came in
    without being asked. `order` is the shuffled order in which choices and questions were shown.
    """

    values: Stored
    asked: frozenset[str]
    dropped: frozenset[str]
    issues: tuple[Issue, ...]
    order: Order

    def accepted(self) -> "CheckedAnswers":
        """Return itself; raises `Refused` with every issue when there is one."""
        if self.issues:
            raise Refused(self.issues)
        return self


def check_answers(
    form: Form,
    answers: Mapping[str, Any],
    *,
    today: str,
    now: str = "",
    kept: Mapping[str, str] | None = None,
    order: Order | None = None,
) -> CheckedAnswers:
    """Return what may be stored and what is wrong; a person's input never raises.

    `answers` maps names to text, numbers or lists of codes, a repeat to a list of such mappings. `today` is an ISO day
    and `now` an ISO moment in the time zone of the campaign (midnight of `today` when not given). `kept` holds
    calculated values of an earlier page, for once(). `order` is the shuffled order that was shown.
    """
    sitting = sit(form, answers, Moments(today, now), kept)
    return CheckedAnswers(
        values=_stored(sitting),
        asked=frozenset(name for name, _ in sitting.relevant),
        dropped=_dropped(sitting),
        issues=(*sitting.taken.issues, *answer_issues(sitting), *check_order(form, order or {})),
        order=order or {},
    )


def answer_issues(sitting: Sitting) -> tuple[Issue, ...]:
    """Return what is wrong with the answers to questions that apply, in the order of the form."""
    found = (_wrong(sitting, question, place) for question, place in sitting.answerable())
    return tuple(issue for issue in found if issue)


def _wrong(sitting: Sitting, question: Question, instance: int) -> Issue | None:
    refused = sitting.taken.refused.get((question.name, instance))
    if refused:
        return refused
    if is_empty(sitting.values[question.name, instance]):
        missing = sitting.true(question.name, "required", instance, otherwise=False)
        return _unanswered(sitting, question, instance) if missing else None
    if sitting.true(question.name, "constraint", instance, otherwise=True):
        return None
    message = question.constraint_message
    what = (message.zh, message.en) if message else ("填写有误。", "This cannot be.")
    remedy = ("请修改后再继续。", "Please change it before going on.")
    return problem("constraint", place_of(question.name, instance), what, remedy)


def _unanswered(sitting: Sitting, question: Question, instance: int) -> Issue:
    scale = sitting.compiled.form.scale(question.scale)
    unsure = scale.choice("-1") if scale else None
    if scale is None:
        remedy = ("请填写后再继续。", "Please fill it in before going on.")
    elif unsure is None:
        remedy = ("请选一项再继续。", "Please choose one before going on.")
    else:
        zh, en = unsure.label.zh, unsure.label.en
        remedy = (f"请选一项；说不准就选“{zh}”。", f"Please choose one; if you cannot say, choose “{en}”.")
    return problem("unanswered", place_of(question.name, instance), ("这道题还没有回答。", "Not answered yet."), remedy)


def _stored(sitting: Sitting) -> Stored:
    names = sitting.compiled.names
    stored: dict[str, str | tuple[Mapping[str, str], ...]] = {}
    for name, kind in names.types.items():
        if kind == "repeat" and (name, 0) in sitting.relevant:
            inside = [inner for inner, repeat in names.repeat_of.items() if repeat == name]
            stored[name] = tuple(dict(_answered(sitting, inside, place)) for place in sitting.instances(inside[0]))
        elif name not in names.repeat_of:
            stored |= _answered(sitting, [name], 0)
    return stored


def _answered(sitting: Sitting, names: list[str], instance: int) -> Iterator[tuple[str, str]]:
    for name in names:
        value = sitting.values.get((name, instance), "")
        if not is_empty(value):
            yield name, to_text(value)


def _dropped(sitting: Sitting) -> frozenset[str]:
    came = (*sitting.taken.values, *sitting.taken.refused)
    hidden = {name for name, instance in came if (name, instance) not in sitting.relevant}
    return frozenset(hidden) | sitting.taken.unasked
