"""Published rows as evidence of the kind `ballots`: cell, unit, grade, and the code of each answer."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from pingyi.forms.model import Form
from pingyi.polling.questions import columns_of
from pingyi.protocol import lists
from pingyi.tokens import ballots

HEAD = ("cell", "unit", "grade")
AT_ONCE = 4096  # records


def write_evidence(rows: Path, out: Path, form: Form, units: Mapping[int, str], grade: str) -> int:
    """Write the list file `rows` as CSV; returns the number of ballots. `units` is the unit code of each cell."""
    columns = columns_of(form)
    with out.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        table.writerow((*HEAD, *(name for name, _ in columns)))
        count = 0
        for record in _records(rows, len(columns)):
            cell, content = lists.parts(record)
            answers = ballots.parse_row(content, len(columns)).answers
            codes = (codes[answer] for (_, codes), answer in zip(columns, answers, strict=True))
            table.writerow((f"cell-{cell:05}", units[cell], grade, *codes))
            count += 1
    return count


def _records(path: Path, questions: int) -> Iterator[bytes]:
    size = lists.record_size("rows", questions)
    with path.open("rb") as source:
        while content := source.read(size * AT_ONCE):
            yield from lists.split(content, size)
