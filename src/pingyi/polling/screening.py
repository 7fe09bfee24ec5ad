"""Reading a list of people before it goes to the roll keeper: what is wrong with a row, and who must not be asked."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pingyi.rollkeeper.eligibility import COLUMNS, encoding_of, is_identity_number
from pingyi.wording import Issue, Refused, Text

MATTER = "matter"
# An invitation read by the wrong person at home can do harm (design 8): these are never invited.
NOT_INVITED = ("domestic_violence", "sexual_assault", "minor", "witness_protection", "missing_person", "death")


def heading_of(listed: Path) -> tuple[str, ...]:
    """Return the columns of the list; refuses unknown and missing ones."""
    with listed.open(encoding=encoding_of(listed), newline="") as source:
        columns = tuple(next(csv.reader(source), ()))
    wrong = (set(columns) ^ set(COLUMNS)) - {MATTER}
    if wrong or len(set(columns)) != len(columns):
        raise Refused.because(
            "unreadable_heading",
            Text(f"列名不对：{'、'.join(sorted(wrong)) or '有重复'}。", f"Wrong columns: {', '.join(sorted(wrong))}."),
            Text(f"应为 {','.join(COLUMNS)}，可加 {MATTER}。", f"Use {','.join(COLUMNS)}, and {MATTER} if known."),
            row=1,
        )
    return columns


def screened(listed: Path, columns: tuple[str, ...], units: set[str]) -> Iterator[dict[str, str] | Issue]:
    """Yield each row as a person (all columns and `matter`) or as what is wrong with it. Streams."""
    seen: set[str] = set()
    with listed.open(encoding=encoding_of(listed), newline="") as source:
        rows = csv.reader(source)
        next(rows)
        for row, values in enumerate(rows, 2):
            if len(values) != len(columns):
                yield _issue(row, None, "row_columns", Text("列数不对。", "A wrong number of columns."))
                continue
            person = {MATTER: "", **dict(zip(columns, values, strict=True))}
            issue = _wrong(row, person, units, seen)
            seen.add(person["person"])
            yield issue or person


def _wrong(row: int, person: dict[str, str], units: set[str], seen: set[str]) -> Issue | None:
    code = person["person"]
    if not code or is_identity_number(code):
        what = Text("编号是空的，或是身份证号。", "The reference is empty or an identity card number.")
        return _issue(row, "person", "person_wrong", what)
    if code in seen:
        return _issue(row, "person", "person_twice", Text(f"“{code}”出现了两次。", f"“{code}” stands twice."))
    if person["unit"] not in units:
        unit = person["unit"]
        what = Text(f"这次评议不包括单位“{unit}”。", f"This campaign does not cover the unit “{unit}”.")
        return _issue(row, "unit", "unit_not_covered", what)
    return None


def _issue(row: int, field: str | None, code: str, what: Text) -> Issue:
    return Issue(code, what, Text("请改正这一行。", "Correct this row."), row=row, field=field)
