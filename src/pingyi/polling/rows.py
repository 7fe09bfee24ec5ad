"""Published rows as evidence of the kind `ballots`: cell, unit, grade, and the code of each answer."""

import csv
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from pingyi.analysis.kinds import ITEM_PREFIX
from pingyi.polling.questions import Columns
from pingyi.protocol import lists
from pingyi.tokens import ballots

HEAD = ("cell", "unit", "grade")
AT_ONCE = 4096  # records


def write_evidence(
    rows: Path, out: Path, *, columns: Columns, kept: Set[str], units: Mapping[int, str], grade: str
) -> int:
    """Write the list file `rows` as CSV; return the number of ballots.

    `columns` are all questions that were cast, `kept` names those that evidence has a column for, `units` gives the
    unit code of each cell.
    """
    places = [place for place, (name, _) in enumerate(columns) if name in kept]
    with out.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        table.writerow((*HEAD, *(f"{ITEM_PREFIX}{columns[place][0]}" for place in places)))
        count = 0
        for record in _records(rows, len(columns)):
            cell, content = lists.parts(record)
            answers = ballots.parse_row(content, len(columns)).answers
            codes = (columns[place][1][answers[place]] for place in places)
            table.writerow((f"cell-{cell:05}", units[cell], grade, *codes))
            count += 1
    return count


def _records(path: Path, questions: int) -> Iterator[bytes]:
    size = lists.record_size("rows", questions)
    with path.open("rb") as source:
        while content := source.read(size * AT_ONCE):
            yield from lists.split(content, size)
