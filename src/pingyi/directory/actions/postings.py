"""Granting and ending postings. Nobody can grant what he lacks, nor take away what he could not grant."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import note
from pingyi.directory.models import Posting, Unit
from pingyi.directory.queries.postings import current_postings, scope_of, verbs_over
from pingyi.directory.roles import ROLES, verbs_of
from pingyi.foundation import clock
from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class Term:
    """The days a posting lasts; `last` None = until it is ended."""

    first: dt.date
    last: dt.date | None = None

    def covers(self, other: "Term") -> bool:
        """Tell whether every day of `other` lies in this term."""
        ends_in_time = self.last is None or (other.last is not None and other.last <= self.last)
        return self.first <= other.first and ends_in_time


@transaction.atomic
def grant_posting(
    staff: Staff,
    role: str,
    *,
    unit: Unit | None = None,
    through: str = Posting.By.AREA,
    term: Term | None = None,
    by: Staff | None = None,
) -> Posting:
    """Give `staff` a role over the subtree of `unit` by area or by line (None: everywhere), for a term (from today on).

    `by` must hold "postings.grant" and every verb of the role over that whole scope for that whole term; the system
    (None) may grant anything. Raises `Refused`.
    """
    term = term or Term(clock.today())
    posting = Posting(staff=staff, role=role, unit=unit, by=through, from_on=term.first, to_on=term.last)
    _check_posting(posting)
    if by is not None:
        _check_granter(by, posting, for_all_its_term=True)
    posting.save(force_insert=True)
    note(by, "posting:granted", f"staff:{staff.username}", **_told(posting))
    return posting


@transaction.atomic
def end_posting(posting: Posting, *, last_day: dt.date | None = None, by: Staff | None = None) -> None:
    """End a posting after `last_day` (None: yesterday, so that the right is gone at once).

    One that would end before it began is taken away altogether; the journal keeps both acts. Raises `Refused`.
    """
    last_day = last_day or clock.today() - dt.timedelta(days=1)
    if by is not None:
        _check_granter(by, posting, for_all_its_term=False)
    if posting.to_on is not None and last_day > posting.to_on:
        raise Refused.because(
            "posting.ends_earlier",
            Text(f"这项任职本来到 {posting.to_on} 就结束。", f"This posting ends on {posting.to_on} already."),
            Text("要延长，请另行任命。", "To make it longer, grant it anew."),
            field="last_day",
        )
    note(by, "posting:ended", f"staff:{posting.staff.username}", **_told(posting), last_day=last_day.isoformat())
    if last_day < posting.from_on:
        posting.delete()
        return
    posting.to_on = last_day
    posting.save(update_fields=["to_on"])


def _told(posting: Posting) -> dict[str, str | None]:
    return {
        "role": posting.role,
        "unit": posting.unit.code if posting.unit else None,
        "through": posting.by,
        "from_on": posting.from_on.isoformat(),
        "to_on": posting.to_on.isoformat() if posting.to_on else None,
    }


def _check_posting(posting: Posting) -> None:
    if posting.role not in ROLES:
        raise Refused.because(
            "posting.unknown_role",
            Text(f"没有“{posting.role}”这个角色。", f"There is no role '{posting.role}'."),
            Text(f"可以选：{'、'.join(r.name.zh for r in ROLES.values())}。", f"Choose from: {', '.join(ROLES)}."),
            field="role",
        )
    if posting.to_on is not None and posting.to_on < posting.from_on:
        raise Refused.because(
            "posting.bad_span",
            Text("任职的最后一天早于第一天。", "The last day of the posting lies before the first."),
            Text("请核对两个日期。", "Check both days."),
            field="to_on",
        )
    if scope_of(posting) is None:
        raise Refused.because(
            "posting.no_line",
            Text(
                "这个单位不在任何条线中，不能按条线任职。",
                "The unit stands in no line, so the posting cannot go by line.",
            ),
            Text("请改为按地区任职。", "Let it go by area."),
            field="through",
        )
    _check_not_twice(posting)


def _check_not_twice(posting: Posting) -> None:
    same = Posting.objects.filter(staff=posting.staff, role=posting.role, unit=posting.unit, by=posting.by)
    overlapping = same.filter(Q(to_on__isnull=True) | Q(to_on__gte=posting.from_on))
    if posting.to_on is not None:
        overlapping = overlapping.filter(from_on__lte=posting.to_on)
    if overlapping.exists():
        raise Refused.because(
            "posting.exists",
            Text("这个人在同一范围已有这项任职。", "This person has the same posting over the same scope already."),
            Text(
                "不需要再办；要改期限，请先结束原任职。",
                "Nothing is left to do; to change the term, end the present one first.",
            ),
        )


def _check_granter(by: Staff, posting: Posting, *, for_all_its_term: bool) -> None:
    scope, term = scope_of(posting), Term(posting.from_on, posting.to_on)
    own = [one for one in current_postings(by) if not for_all_its_term or Term(one.from_on, one.to_on).covers(term)]
    held = verbs_over(own, scope) if scope else set()
    if lacking := sorted({"postings.grant", *verbs_of(posting.role)} - held):
        raise Refused.because(
            "posting.beyond_own_rights",
            Text(
                "您在这个范围和期限内没有所授角色的全部权限。",
                f"You do not hold all rights of this role over this scope and term (lacking: {', '.join(lacking)}).",
            ),
            Text("请由权限更大的人任命。", "Ask somebody with wider rights to grant it."),
        )
