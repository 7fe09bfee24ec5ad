"""Who holds which right, where, today."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from pingyi.directory.models import Posting, Unit
from pingyi.directory.roles import roles_with, verbs_of
from pingyi.directory.scopes import EVERYWHERE, Scope
from pingyi.foundation import clock
from pingyi.foundation.trees import within


def postings_on(day: dt.date) -> QuerySet[Posting]:
    """Return the postings that last on `day`."""
    return Posting.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day).select_related("unit")


def current_postings(user: Any, verb: str | None = None) -> QuerySet[Posting]:
    """Return the postings of `user` that last today, all or those that give `verb`; none for who may not sign in."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Posting.objects.none()
    mine = postings_on(clock.today()).filter(staff=user)
    return mine if verb is None else mine.filter(role__in=roles_with(verb))


def scope_of(posting: Posting) -> Scope | None:
    """Return the scope of a posting; None when it goes by a line in which its unit does not stand."""
    if posting.unit is None:
        return EVERYWHERE
    if posting.by == Posting.By.AREA:
        return Scope(area=posting.unit.path)
    return Scope(line=posting.unit.line_path) if posting.unit.line_path else None


def scopes_of(user: Any, verb: str) -> list[Scope]:
    """Return the scopes over which `user` holds `verb` today."""
    return [scope for posting in current_postings(user, verb) if (scope := scope_of(posting))]


def lasting_postings(staff: Iterable[Any]) -> QuerySet[Posting]:
    """Return the postings of these people that last today or begin later, whether or not their accounts are active."""
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=clock.today())
    return Posting.objects.filter(lasting, staff__in=staff).select_related("unit").order_by("from_on", "pk")


def verbs_over(postings: Iterable[Posting], scope: Scope) -> set[str]:
    """Return the verbs that these postings give over the whole of `scope`."""
    covering = (posting for posting in postings if (own := scope_of(posting)) and own.covers(scope))
    return {verb for posting in covering for verb in verbs_of(posting.role)}


def units_held(user: Any, verb: str) -> QuerySet[Unit]:
    """Return the units over which `user` holds `verb` today, closed ones included."""
    condition = Q(pk__in=[])
    for scope in scopes_of(user, verb):
        if scope == EVERYWHERE:
            return Unit.objects.all()
        path, field = (scope.area, "path") if scope.area else (scope.line, "line_path")
        condition |= within(path or "", field)
    return Unit.objects.filter(condition)
