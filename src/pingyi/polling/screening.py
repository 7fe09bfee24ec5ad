"""Reading a list of people before it goes to the roll keeper: what is wrong with a row, and who must not be asked."""

import csv
import io
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from pingyi.polling.matters import INVITED, NOT_INVITED, matter_of
from pingyi.primitives.hashing import sha256
from pingyi.rollkeeper.eligibility import COLUMNS, encoding_of, parse, problems
from pingyi.wording import Issue, Refused, Text

MATTER = "matter"
_CORRECT = Text("请改正后重新上传整份名单。", "Correct it and upload the whole list again.")
_MATTERS = "、".join(text.zh for text in (*INVITED.values(), *NOT_INVITED.values()))


@dataclass(frozen=True, slots=True)
class Row:
    """A sound row: its line as the roll keeper reads it, the unit, and the matter that forbids asking ("" if none)."""

    line: str
    unit: str
    left_out: str


def screened(listed: Path, units: Set[str]) -> Iterator[Row | Issue]:
    """Yield every row of a list, or what is wrong with it; `units` may be appraised. Streams; `Refused` by the heading.

    The columns are those of docs/formats/eligibility.md in any order, and `matter` where it is known.
    """
    seen: set[bytes] = set()
    with listed.open(encoding=encoding_of(listed), newline="") as source:
        table = csv.reader(source)
        columns = _heading(next(table, []))
        for number, values in enumerate(table, 2):
            if values:
                yield from _screen(number, columns, values, units, seen)


def _heading(columns: Sequence[str]) -> Sequence[str]:
    """Return the columns; refuses unknown, missing and repeated ones."""
    wrong = (set(columns) ^ set(COLUMNS)) - {MATTER}
    if wrong or len(set(columns)) != len(columns):
        named = sorted(wrong) or sorted({column for column in columns if columns.count(column) > 1})
        raise Refused.because(
            "unreadable_heading",
            Text(f"列名不对：{'、'.join(named)}。", f"Wrong columns: {', '.join(named)}."),
            Text(f"应为 {','.join(COLUMNS)}，可加 {MATTER}。", f"Use {','.join(COLUMNS)}, and {MATTER} if known."),
            row=1,
        )
    return columns


def _screen(
    number: int, columns: Sequence[str], values: Sequence[str], units: Set[str], seen: set[bytes]
) -> Iterator[Row | Issue]:
    if len(values) != len(columns):
        yield _issue(number, None, "row_columns", Text("列数不对。", "A wrong number of columns."))
        return
    person = dict(zip(columns, values, strict=True))
    line, matter = _line([person[column] for column in COLUMNS]), matter_of(person.get(MATTER, ""))
    issues = list(_issues(number, line, units))
    if matter is None:
        issues.append(_unknown_matter(number, person[MATTER]))
    # Eight bytes of a hash tell a million people apart and hold no name.
    sign = sha256(person["person"].encode())[:8]
    if sign in seen:
        issues.append(_issue(number, "person", "person_twice", Text("这个人出现了两次。", "This person stands twice.")))
    seen.add(sign)
    if issues:
        yield from issues
    else:
        yield Row(line, person["unit"], matter if matter and matter in NOT_INVITED else "")


def _issues(number: int, line: str, units: Set[str]) -> Iterator[Issue]:
    """Yield what the roll keeper would refuse, but for characters: the roll keeper chooses the letter's font."""
    for issue in problems(parse(number, line), units, frozenset()):
        if issue.code == "unit_unknown":
            what = Text("这次评议不包括这个单位。", "This campaign does not cover this unit.")
            yield _issue(number, "unit", "unit_not_covered", what)
        elif issue.code != "character_missing":
            yield issue


def _unknown_matter(number: int, written: str) -> Issue:
    what = Text(f"不认识事项“{written}”。", f"“{written}” is no known matter.")
    remedy = Text(f"请写成其中之一：{_MATTERS}。", f"Write one of: {', '.join((*INVITED, *NOT_INVITED))}.")
    return Issue("matter_unknown", what, remedy, number, MATTER)


def _line(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    return out.getvalue()


def _issue(row: int, field: str | None, code: str, what: Text) -> Issue:
    return Issue(code, what, _CORRECT, row, field)
