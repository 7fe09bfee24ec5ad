"""The draft of the cells: what the signers make their keys for, and what the roll is later made by."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pingyi.rollkeeper import wrongs
from pingyi.rollkeeper.eligibility import LETTER, SMS
from pingyi.rollkeeper.merging import LEAST, Group, Merged, merge
from pingyi.rollkeeper.units import Unit, Units
from pingyi.wording import Issue, Refused, Text

COLUMNS = ("index", "unit", "name_zh", "name_en", "parents", "channel", "k", "invited", "members")
FILE = "cells-draft.csv"
NAMED = 3  # more members than this are only counted in a name
CHANNELS = {LETTER: Text("信件", "letter"), SMS: Text("短信", "text message")}
Invited = Mapping[tuple[str, str], tuple[int, int]]  # (unit, channel) -> (people, staff among them)


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell before it has keys. `parents`: the units above, nearest first; `members`: the units it joins."""

    index: int
    unit: str
    name_zh: str
    name_en: str
    parents: tuple[str, ...]
    channel: str
    k: int
    invited: int
    members: tuple[str, ...]


def draft_cells(units: Units, invited: Invited) -> list[Draft]:
    """Return the cells, those of letters first, each channel from the top of the tree down; raises `Refused`."""
    found = {channel: merge(units, _of(invited, channel)) for channel in CHANNELS}
    if short := [_too_few(channel, group, units) for channel in found for group in found[channel].short]:
        raise Refused(short)
    placed = [(channel, group) for channel in CHANNELS for group in _in_order(found[channel], units)]
    return [_draft(index, channel, group, units) for index, (channel, group) in enumerate(placed)]


def written(drafts: Iterable[Draft]) -> bytes:
    """Return the draft as CSV."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for draft in drafts:
        values = (getattr(draft, column) for column in COLUMNS)
        table.writerow(" ".join(value) if isinstance(value, tuple) else value for value in values)
    return out.getvalue().encode()


def read_drafts(path: Path) -> list[Draft]:
    """Read the draft that `roll plan` wrote on this desk."""
    if not path.exists():
        raise wrongs.missing(FILE, Text("请先运行 pingyi roll plan。", "Run pingyi roll plan first."))
    with path.open(encoding="utf-8", newline="") as source:
        return [_read(row) for row in csv.DictReader(source)]


def cell_of(drafts: Iterable[Draft]) -> dict[tuple[str, str], int]:
    """Return the cell index of every (unit, channel)."""
    return {(unit, draft.channel): draft.index for draft in drafts for unit in draft.members}


def _read(row: dict[str, str]) -> Draft:
    parents, members = tuple(row["parents"].split()), tuple(row["members"].split())
    index, k, invited = int(row["index"]), int(row["k"]), int(row["invited"])
    return Draft(index, row["unit"], row["name_zh"], row["name_en"], parents, row["channel"], k, invited, members)


def _of(invited: Invited, channel: str) -> dict[str, tuple[int, int]]:
    return {unit: counts for (unit, by), counts in invited.items() if by == channel and counts[0]}


def _in_order(merged: Merged, units: Units) -> list[Group]:
    return sorted(
        merged.cells, key=lambda group: (*reversed(units.above(group.unit)), group.unit, "", group.members[0])
    )


def _draft(index: int, channel: str, group: Group, units: Units) -> Draft:
    unit, members = units[group.unit], tuple(sorted(group.members))
    zh, en = unit.name_zh, unit.name_en or unit.name_zh
    if members != (group.unit,):
        zh, en = _together(zh, en, [units[code] for code in members])
    if channel != LETTER:
        zh, en = f"{zh}·{CHANNELS[channel].zh}", f"{en}, by {CHANNELS[channel].en}"
    return Draft(index, group.unit, zh, en, units.above(group.unit), channel, group.k, group.invited, members)


def _together(zh: str, en: str, members: list[Unit]) -> tuple[str, str]:
    if len(members) <= NAMED:
        names = "、".join(unit.name_zh for unit in members)
        return f"{zh}（{names}）", f"{en} ({', '.join(unit.name_en or unit.name_zh for unit in members)})"
    first = members[0]
    return (
        f"{zh}（{first.name_zh}等{len(members)}个单位）",
        f"{en} ({first.name_en or first.name_zh} and {len(members) - 1} more)",
    )


def _too_few(channel: str, group: Group, units: Units) -> Issue:
    name, by = units[group.unit], CHANNELS[channel]
    return Issue(
        "too_few_invited",
        Text(
            f"“{name.name_zh}”及下属单位{by.zh}邀请只有{group.invited}人，不足{LEAST}人。",
            f"“{name.name_en or name.name_zh}” and the units below it have {group.invited} people invited by {by.en}, "
            f"fewer than {LEAST}.",
        ),
        Text("请多邀请一些人，或改用另一种邀请方式。", "Invite more people, or invite them the other way."),
    )
