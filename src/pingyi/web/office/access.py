"""Who asks, and whether the rule holds for the thing a view touches."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign, CoveredUnit
from pingyi.directory.models import Unit
from pingyi.directory.queries.postings import units_held

MOST_WORDS = 100  # characters of a search


def who(request: HttpRequest) -> Staff:
    """Return the member of staff who asks; the route has refused everybody else."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied("not staff")
    return request.user


def words_asked(request: HttpRequest) -> str:
    """Return the words of a search, without what no name holds."""
    asked = request.GET.get("q", "")
    return "".join(one if one.isprintable() else " " for one in asked).strip()[:MOST_WORDS]


def require(request: HttpRequest, verb: str, thing: Any) -> None:
    """Refuse unless the rule holds for `thing`."""
    if not who(request).has_perm(verb, thing):
        raise PermissionDenied(verb)


class Whole:
    """Everything: only a posting without a unit reaches it."""

    unit = None


def holds_everywhere(staff: Staff, verb: str) -> bool:
    """Whether `staff` holds `verb` over the whole directory."""
    whole: Any = Whole()
    return staff.has_perm(verb, whole)


def require_everywhere(request: HttpRequest, verb: str) -> None:
    """Refuse unless the right holds over the whole directory."""
    require(request, verb, Whole())


def unit_held(request: HttpRequest, code: str, verb: str = "directory.view") -> Unit:
    """Return the unit with this code; refuses where `verb` does not reach it."""
    related = ("kind", "area", "line", "parent", "line_superior")
    unit = get_object_or_404(Unit.objects.select_related(*related), code=code)
    require(request, verb, unit)
    return unit


def campaigns_seen(staff: Staff) -> QuerySet[Campaign]:
    """Return the campaigns that judge a unit over which `staff` may see campaigns."""
    held = units_held(staff, "campaigns.view")
    covering = CoveredUnit.objects.filter(unit__in=held).values("campaign")
    return Campaign.objects.filter(Q(formal_object__in=held) | Q(pk__in=covering)).select_related("formal_object")


def campaign_seen(request: HttpRequest, code: str) -> Campaign:
    """Return the campaign with this code if the person may see it."""
    return get_object_or_404(campaigns_seen(who(request)), code=code)


def campaign_held(request: HttpRequest, code: str, verb: str) -> Campaign:
    """Return the campaign with this code; refuses where `verb` does not reach its formal object."""
    campaign = get_object_or_404(Campaign.objects.select_related("formal_object"), code=code)
    require(request, verb, campaign.formal_object)
    return campaign


def sees_unpublished(staff: Staff, campaign: Campaign) -> bool:
    """Whether `staff` may see figures before publication: the organiser and the auditor, never the rated side."""
    verbs = ("results.run", "results.sign", "journal.view")
    return any(staff.has_perm(verb, campaign.formal_object) for verb in verbs)
