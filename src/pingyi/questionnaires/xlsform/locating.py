"""From the place that `forms` names to the row and column that the person sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pingyi.forms import Form
from pingyi.forms.compiling import paths_of
from pingyi.questionnaires.xlsform.layout import LANGUAGES, TRANSLATED
from pingyi.questionnaires.xlsform.rows import Gathering
from pingyi.wording import Issue


@dataclass(frozen=True, slots=True)
class Places:
    """Sheet and row of each place that an issue may name: a question's name or path, a choice's path."""

    rows: Mapping[str, tuple[str, int]]

    @classmethod
    def of(cls, form: Form, gathering: Gathering) -> "Places":
        """Return the places of a form that was read from rows."""
        rows = {name: ("survey", row) for name, row in gathering.question_rows.items()}
        rows |= {path: rows[name] for name, path in paths_of(form).items() if name in rows}
        for (scale, place), row in gathering.choice_rows.items():
            rows.setdefault(f"scales.{scale}", ("choices", row))
            rows[f"scales.{scale}.choices[{place}]"] = ("choices", row)
        return cls(rows)


def located(issue: Issue, places: Places) -> Issue:
    """Return the issue with row and "sheet.column"; as it was where no row is meant."""
    place, column = issue.field or "", ""
    while place and place not in places.rows:
        place, _, last = place.rpartition(".")
        column = f"{last}.{column}" if column else last
    if not place:
        return issue
    sheet, row = places.rows[place]
    return replace(issue, row=row, field=f"{sheet}.{_heading(column)}" if column else sheet)


def _heading(column: str) -> str:
    name, _, language = column.partition(".")
    if name in TRANSLATED and language in LANGUAGES:
        return f"{name}::{LANGUAGES[language]}"
    return {"scale": "type", "code": "name", "index": "pingyi_index"}.get(name, name)
