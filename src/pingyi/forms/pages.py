"""How a form is laid out: pages of questions, ready for a template with native controls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pingyi.forms.answering import place_of
from pingyi.forms.answers import answer_issues
from pingyi.forms.compiling import Compiled, compile_form
from pingyi.forms.expressions import references, to_text
from pingyi.forms.model import ANSWERED, Form, Question
from pingyi.forms.shuffling import Order
from pingyi.forms.sitting import Moments, Sitting, sit
from pingyi.wording import Issue, Text

CONTROLS = {
    "choice": "radios",
    "choices": "checkboxes",
    "integer": "integer",
    "number": "number",
    "text": "textarea",
    "date": "date",
    "note": "note",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a radio group or of check boxes. `apart` is true for 不了解 and the like."""

    code: str
    label: Text
    chosen: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One question as it is drawn. `field` is the name of the control and of its errors, unique in the form.

    `control` is one of radios, checkboxes, integer, number, textarea, date, note. `number` counts the questions a
    person answers, from 1 (0 for notes). `depends_on` names the questions whose answers decide whether it applies.
    `section` is the label of the group or repeat around it. `issues` are shown at the control.
    """

    field: str
    name: str
    control: str
    label: Text
    hint: Text | None
    required: bool
    number: int
    options: tuple[Option, ...] = ()
    value: str = ""
    depends_on: tuple[str, ...] = ()
    section: Text | None = None
    instance: int = 0
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its name, the label of its group or repeat where it has one, and its fields."""

    number: int
    name: str
    title: Text | None
    fields: tuple[Field, ...]


def pages_of(form: Form, *, order: Order | None = None) -> tuple[Page, ...]:
    """Return all pages with every question, whether it applies or not: for preview, print and a page without script."""
    compiled = compile_form(form)
    fields = [
        _field(compiled, question, instance, order or {})
        for question, instance in _ordered(form.questions, order or {}, {})
        if question.type in CONTROLS
    ]
    return _laid_out(compiled, _numbered(fields))


def pages_for(
    form: Form,
    answers: Mapping[str, Any],
    *,
    today: str,
    now: str = "",
    order: Order | None = None,
    judge: bool = False,
) -> tuple[Page, ...]:
    """Return the pages with what applies to these answers, filled in; with `judge`, with what is wrong beside it."""
    sitting = sit(form, answers, Moments(today, now))
    issues = answer_issues(sitting) if judge else ()
    fields = [
        _filled(_field(sitting.compiled, question, instance, order or {}), sitting, question, issues)
        for question, instance in _ordered(form.questions, order or {}, sitting.counts)
        if question.type in CONTROLS and (question.name, instance) in sitting.relevant
    ]
    return _laid_out(sitting.compiled, _numbered(fields))


def _ordered(
    questions: tuple[Question, ...], order: Order, counts: Mapping[str, int], instance: int = 0
) -> Iterator[tuple[Question, int]]:
    """Yield the questions as they are shown, those of a repeat once for each instance (once where none is counted)."""
    for question in questions:
        yield question, instance
        inner = question.questions
        if question.randomize and question.name in order:
            inner = tuple(sorted(inner, key=lambda one: order[question.name].index(one.name)))
        places = range(1, counts.get(question.name, 1) + 1) if question.type == "repeat" else [instance]
        for place in places:
            yield from _ordered(inner, order, counts, place)


def _field(compiled: Compiled, question: Question, instance: int, order: Order) -> Field:
    parent = compiled.questions.get(compiled.parents[question.name])
    condition = compiled.expressions.get((question.name, "relevant"))
    return Field(
        field=place_of(question.name, instance),
        name=question.name,
        control=CONTROLS[question.type],
        label=question.label or Text("", ""),
        hint=question.hint,
        required=question.required == "true()",
        number=0,
        options=_options(compiled.form, question, order),
        depends_on=tuple(sorted(references(condition))) if condition else (),
        section=parent.label if parent else None,
        instance=instance,
    )


def _options(form: Form, question: Question, order: Order) -> tuple[Option, ...]:
    scale = form.scale(question.scale)
    options = [Option(one.code, one.label, apart=bool(one.mark)) for one in scale.choices] if scale else []
    shown = order.get(question.name)
    if question.randomize and shown:
        options.sort(key=lambda option: shown.index(option.code) if option.code in shown else len(shown))
    return tuple(options)


def _filled(field: Field, sitting: Sitting, question: Question, issues: tuple[Issue, ...]) -> Field:
    at = (question.name, field.instance)
    value = to_text(sitting.values.get(at, ""))
    chosen = set(value.split())
    return replace(
        field,
        value=value,
        required=question.type in ANSWERED and sitting.true(*_required_at(at), otherwise=False),
        options=tuple(replace(option, chosen=option.code in chosen) for option in field.options),
        issues=tuple(issue for issue in issues if issue.field == field.field),
    )


def _required_at(at: tuple[str, int]) -> tuple[str, str, int]:
    return at[0], "required", at[1]


def _numbered(fields: list[Field]) -> Iterator[Field]:
    number = 0
    for field in fields:
        number += field.control != "note"
        yield replace(field, number=number if field.control != "note" else 0)


def _laid_out(compiled: Compiled, fields: Iterator[Field]) -> tuple[Page, ...]:
    runs = groupby(fields, key=lambda field: _page_of(compiled, field))
    return tuple(Page(number, name, _title(compiled, name), tuple(run)) for number, (name, run) in enumerate(runs, 1))


def _page_of(compiled: Compiled, field: Field) -> str:
    """A page per question, or per instance of a repeat; or per outermost group and run of questions outside groups."""
    if compiled.form.paging == "single":
        return ""
    if compiled.form.paging == "question":
        return place_of(compiled.names.repeat_of[field.name], field.instance) if field.instance else field.field
    name = field.name
    while compiled.parents[name]:
        name = compiled.parents[name]
    return name if compiled.questions[name].questions else ""


def _title(compiled: Compiled, name: str) -> Text | None:
    question = compiled.questions.get(name.partition("[")[0])
    return question.label if question and question.questions else None
