"""The list of people to invite: checked, cleaned, handed out to the roll keeper, and not kept."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.models import Unit
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling import refusals
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.screening import Row, screened
from pingyi.rollkeeper.eligibility import HEADING
from pingyi.rollkeeper.wrongs import MOST, refuse_rows
from pingyi.wording import Issue


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What a list came to: people to invite, in how many units, and how many were left out for each reason."""

    people: int
    units: int
    left_out: dict[str, int]


def hand_out_eligibility(appraisal: OnlineAppraisal, listed: Path, out: Path, *, by: Staff | None = None) -> HandedOut:
    """Write to `out` the list that the roll keeper needs, without those who must not be asked; keep only counts.

    `listed` has the columns of docs/formats/eligibility.md and may have one more, `matter`, the kind of matter a
    person came for (`matters`). Raises `Refused` with the rows that are wrong; then `out` is not there. Both files are
    the caller's to remove.
    """
    if appraisal.manifest:
        raise refusals.already_fixed()
    units = set(Unit.objects.filter(covered_in__campaign=appraisal.campaign).values_list("code", flat=True))
    try:
        came_to = _clean(listed, out, units)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return _noted(appraisal, came_to, by)


def _clean(listed: Path, out: Path, units: set[str]) -> HandedOut:
    counts, left_out, issues, wrong = Counter[str](), Counter[str](), list[Issue](), 0
    with out.open("w", encoding="utf-8", newline="") as target:
        target.write(f"{HEADING}\n")
        for found in screened(listed, units):
            if not isinstance(found, Row):
                wrong += 1
                issues += [found] if len(issues) < MOST else []
            elif found.left_out:
                left_out[found.left_out] += 1
            else:
                target.write(f"{found.line}\n")
                counts[found.unit] += 1
    refuse_rows(issues, wrong)
    if not counts:
        raise refusals.nobody_to_invite()
    return HandedOut(counts.total(), len(counts), dict(sorted(left_out.items())))


@transaction.atomic
def _noted(appraisal: OnlineAppraisal, came_to: HandedOut, by: Staff | None) -> HandedOut:
    record(
        by.username if by else SYSTEM,
        "polling:eligibility:handed_out",
        f"campaign:{appraisal.campaign.code}",
        people=came_to.people,
        units=came_to.units,
        left_out=came_to.left_out,
        total_left_out=sum(came_to.left_out.values()),
    )
    return came_to
