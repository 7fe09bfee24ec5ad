"""`roll plan`: from the list, or from expected numbers, to the cells for which the signers make keys."""

import csv
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from pingyi.primitives import canonical
from pingyi.protocol.fields import EXACT, Fields
from pingyi.rollkeeper import drafts, surveying, wrongs
from pingyi.rollkeeper.desk import Desk, write_private
from pingyi.rollkeeper.drafts import Draft, Invited
from pingyi.rollkeeper.eligibility import LONGEST_LINE, encoding_of
from pingyi.rollkeeper.units import Units, read_units
from pingyi.wording import Issue, Refused, Text

PLAN, UNITS = "plan.json", "units.csv"
FORMAT = "pingyi/v1/roll-plan"
EXPECTED_COLUMNS = ("unit", "channel", "staff", "expected")
FIRST = Text("请先运行 pingyi roll plan。", "Run pingyi roll plan first.")
_CAMPAIGN_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class Plan:
    """What was planned: campaign id, SHA-256 of the list ("" for a continuous programme), people, longest line."""

    campaign: str
    list: str
    people: int
    longest: int

    def encode(self) -> bytes:
        """Return the bytes of `plan.json`."""
        return canonical.encode(
            {
                "format": FORMAT,
                "campaign": self.campaign,
                "list": self.list,
                "people": self.people,
                "longest": self.longest,
            }
        )


def plan_people(desk: Desk, people: Path, units: Path, campaign: str, glyphs: Set[int]) -> list[Draft]:
    """Plan the cells for a list of people; raises `Refused` with everything wrong, and then nothing is kept."""
    check_campaign(campaign)
    tree = read_units(units)
    digest = surveying.digest_of(people)
    found = surveying.survey(people, tree.keys(), glyphs)
    return _keep(desk, tree, found.invited(), Plan(campaign, digest, found.total, found.longest), units)


def plan_expected(desk: Desk, expected: Path, units: Path, campaign: str) -> list[Draft]:
    """Plan the cells of a continuous programme for numbers expected by unit and channel; its roll begins empty."""
    check_campaign(campaign)
    tree = read_units(units)
    return _keep(desk, tree, _expected(expected, tree), Plan(campaign, "", 0, 0), units)


def read_plan(desk: Desk) -> Plan:
    """Read what `roll plan` kept on this desk."""
    path = desk.plan / PLAN
    if not path.exists():
        raise wrongs.missing(PLAN, FIRST)
    fields = Fields(canonical.decode(path.read_bytes()), PLAN, ("format", "campaign", "list", "people", "longest"))
    fields.choice("format", FORMAT)
    people, longest = fields.number("people", 0, EXACT), fields.number("longest", 0, LONGEST_LINE)
    return Plan(fields.text("campaign"), fields.text("list"), people, longest)


def planned_cells(desk: Desk) -> list[Draft]:
    """Read the cells that were planned on this desk."""
    return drafts.read_drafts(desk.plan / drafts.FILE)


def check_campaign(campaign: str) -> None:
    """Refuse a campaign id that a manifest could not carry."""
    if not 1 <= len(campaign) <= 64 or not set(campaign) <= _CAMPAIGN_SIGNS:
        raise Refused.because(
            "campaign_wrong",
            Text(f"评议活动代码“{campaign}”不对。", f"The campaign id “{campaign}” is wrong."),
            Text("只能用小写字母、数字和-，最多64个。", "Use lower-case letters, digits and -, 64 at most."),
        )


def _keep(desk: Desk, tree: Units, invited: Invited, plan: Plan, units: Path) -> list[Draft]:
    cells = drafts.draft_cells(tree, invited)
    with desk.locked(), desk.making(desk.plan) as folder:
        write_private(folder / PLAN, plan.encode())
        write_private(folder / drafts.FILE, drafts.written(cells))
        write_private(folder / UNITS, units.read_bytes())
    return cells


def _expected(path: Path, tree: Units) -> dict[tuple[str, str], tuple[int, int]]:
    with path.open(encoding=encoding_of(path), newline="") as source:
        table = csv.DictReader(source, strict=True)
        if tuple(table.fieldnames or ()) != EXPECTED_COLUMNS:
            heading = ",".join(EXPECTED_COLUMNS)
            what = Text("第一行不是规定的列名。", "The first row is not the heading asked for.")
            raise Refused(Issue("unreadable_heading", what, Text(f"第一行应为 {heading}", f"It must be {heading}"), 1))
        rows = list(table)
    issues = [issue for number, row in enumerate(rows, 2) if (issue := _wrong(number, row, tree))]
    wrongs.refuse_rows(issues[: wrongs.MOST], len(issues))
    people: Counter[tuple[str, str]] = Counter()
    staff: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = row["unit"], row["channel"]
        people[key] += int(row["expected"])
        staff[key] += row["staff"] == "yes"
    return {key: (people[key], staff[key]) for key in people}


def _wrong(number: int, row: dict[str, str], tree: Units) -> Issue | None:
    good = {
        "unit": row["unit"] in tree,
        "channel": row["channel"] in drafts.CHANNELS,
        "staff": row["staff"] in {"yes", "no", ""},
        "expected": (row["expected"] or "").isdecimal() and (row["expected"] or "").isascii(),
    }
    for column, is_good in good.items():
        if not is_good:
            what = Text(f"“{row[column]}”不对。", f"“{row[column]}” is wrong.")
            return Issue(f"{column}_wrong", what, wrongs.CORRECT, number, column)
    return None
