"""The list of people to invite: checked, cleaned, handed out to the roll keeper, and not kept."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.models import Unit
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.screening import MATTER, NOT_INVITED, heading_of, screened
from pingyi.rollkeeper.eligibility import COLUMNS
from pingyi.wording import Issue, Refused

MOST_ISSUES = 50  # shown at once; a list that is wrong everywhere is mended at its source


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What a list came to: people per unit, and how many were left out for each reason."""

    people: int
    units: int
    left_out: dict[str, int]


def hand_out_eligibility(appraisal: OnlineAppraisal, listed: Path, out: Path, *, by: Staff | None = None) -> HandedOut:
    """Write to `out` the list that the roll keeper needs, without those who must not be asked; keep only counts.

    `listed` has the columns of docs/formats/eligibility.md and may have one more, `matter`, the kind of matter the
    person came for: people in matters that protect them from being asked (violence at home and the like) are left out.
    Raises `Refused` with the rows that are wrong, and writes nothing then.
    """
    units = set(Unit.objects.filter(covered_in__campaign=appraisal.campaign).values_list("code", flat=True))
    counts, left_out, issues = Counter[str](), Counter[str](), list[Issue]()
    with out.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        table.writerow(COLUMNS)
        for found in _people(listed, units):
            if isinstance(found, Issue):
                issues.append(found)
            elif found[MATTER] in NOT_INVITED:
                left_out[found[MATTER]] += 1
            else:
                table.writerow(found[column] for column in COLUMNS)
                counts[found["unit"]] += 1
            if len(issues) == MOST_ISSUES:
                break
    if issues:
        out.unlink()
        raise Refused(issues)
    return _noted(appraisal, HandedOut(sum(counts.values()), len(counts), dict(left_out)), by)


@transaction.atomic
def _noted(appraisal: OnlineAppraisal, came_to: HandedOut, by: Staff | None) -> HandedOut:
    record(
        by.username if by else SYSTEM,
        "polling:eligibility:handed_out",
        f"campaign:{appraisal.campaign.code}",
        people=came_to.people,
        units=came_to.units,
        left_out=came_to.left_out,
    )
    return came_to


def _people(listed: Path, units: set[str]) -> Iterator[dict[str, str] | Issue]:
    return screened(listed, heading_of(listed), units)
