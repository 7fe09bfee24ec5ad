"""A refused file is kept for the office, with what was wrong beside each row."""

import csv
import hashlib
from collections import defaultdict
from pathlib import Path

from pingyi.directory.importing.tables import Table, read_table
from pingyi.foundation.places import var_folder
from pingyi.wording import Issue, Refused

ERRORS = "errors"


def keep_refused(content: bytes, refused: Refused, *, name: str, language: str) -> Path | None:
    """Write the file under var/refused and return where; the same file refused again takes the same place.

    A table becomes a CSV with a column of errors (those of the whole file stand beside the first row); what is no
    table is kept as it came; of an empty file there is nothing to keep (None).
    """
    if not content:
        return None
    place = var_folder("refused") / f"{hashlib.sha256(content).hexdigest()[:12]}-{Path(name).stem[:80]}"
    try:
        table = read_table(content)
    except Refused:
        kept = place.with_name(place.name + Path(name).suffix)
        kept.write_bytes(content)
        return kept
    kept = place.with_name(place.name + ".csv")
    with kept.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(_lines(table, refused.issues, language))
    return kept


def _lines(table: Table, issues: tuple[Issue, ...], language: str) -> list[list[str]]:
    first = table.rows[0][0] if table.rows else 1
    told: dict[int, list[str]] = defaultdict(list)
    for issue in issues:
        told[max(issue.row or first, first)].append(issue.say(language))
    rows = [[*cells.values(), " ".join(told[number])] for number, cells in table.rows]
    return [[*table.columns, ERRORS], *(rows or [[""] * len(table.columns) + [" ".join(told[first])]])]
