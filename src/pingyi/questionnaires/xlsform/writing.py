"""A form as an XLSForm workbook that Kobo and ODK accept."""

from collections.abc import Iterator

from pingyi.forms import Form, Question, Scale, digest
from pingyi.questionnaires.xlsform.layout import (
    CHOICES,
    HOLDERS,
    LANGUAGES,
    PINGYI,
    SELECTS,
    SETTINGS,
    SURVEY,
    TRANSLATED,
    TYPES,
    ZH,
)
from pingyi.questionnaires.xlsform.sheets import write_sheets
from pingyi.wording import Text

Cells = dict[str, str]


def write_xlsform(form: Form) -> bytes:
    """Return the workbook. `read_xlsform` makes the same form of it, with the same hash."""
    settings = {
        "form_title": form.title.zh,
        "form_id": form.name,
        "version": digest(form)[:12],
        "default_language": ZH,
        "style": "" if form.paging == "single" else "pages",
    }
    survey = [row for question in form.questions for row in _survey(question, field_list=form.paging == "group")]
    choices = [row for scale in form.scales for row in _choices(scale)]
    return write_sheets(
        {
            "survey": (SURVEY, survey),
            "choices": (CHOICES, choices),
            "settings": (SETTINGS, [settings]),
            "pingyi": (PINGYI, list(_own(form))),
        }
    )


def _survey(question: Question, *, field_list: bool) -> Iterator[Cells]:
    holder = question.type in HOLDERS
    yield {
        "type": _type(question),
        "name": question.name,
        **{key: text for column in TRANSLATED for key, text in _translated(column, getattr(question, column))},
        "required": "yes" if question.required == "true()" else question.required,
        "relevant": question.relevant,
        "constraint": question.constraint,
        "calculation": question.calculation,
        "parameters": "randomize=true" if question.randomize and not holder else "",
        "appearance": "field-list" if field_list and question.type == "group" else "",
        "pingyi_index": question.index,
        "pingyi_randomize": "yes" if question.randomize and holder else "",
        "pingyi_source_zh": question.source.zh if question.source else "",
        "pingyi_source_en": question.source.en if question.source else "",
    }
    if holder:
        for inner in question.questions:
            yield from _survey(inner, field_list=False)
        yield {"type": f"end {question.type}"}


def _type(question: Question) -> str:
    if question.type in HOLDERS:
        return f"begin {question.type}"
    if question.type in SELECTS:
        return f"{SELECTS[question.type]} {question.scale}"
    return TYPES[question.type]


def _translated(column: str, text: Text | None) -> Iterator[tuple[str, str]]:
    for language, heading in LANGUAGES.items():
        yield f"{column}::{heading}", getattr(text, language) if text else ""


def _choices(scale: Scale) -> Iterator[Cells]:
    for choice in scale.choices:
        yield {
            "list_name": scale.name,
            "name": choice.code,
            **dict(_translated("label", choice.label)),
            "points": "" if choice.points is None else str(choice.points),
            "pingyi_mark": choice.mark,
        }


def _own(form: Form) -> Iterator[Cells]:
    for key in ("title", "intro", "source"):
        text: Text | None = getattr(form, key)
        if text:
            yield {"key": key, "zh": text.zh, "en": text.en}
    yield {"key": "paging", "value": form.paging}
    for scale in form.scales:
        yield {"key": f"family:{scale.name}", "value": scale.family}
