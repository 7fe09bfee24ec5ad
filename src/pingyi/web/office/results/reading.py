"""Results: result sets of a campaign and, for each, the diagnostics unit by unit."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.accounts.queries import proposals_about
from pingyi.accounts.states import NAMES as PROPOSAL_NAMES
from pingyi.accounts.states import OPEN, state_of
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.states import NAMES
from pingyi.evidence.queries import batches_in_force
from pingyi.foundation import clock
from pingyi.results.models import ResultSet, UnitResult
from pingyi.results.queries import groups_of, results_alike
from pingyi.web.office.access import campaign_seen, campaigns_seen, sees_unpublished, who
from pingyi.web.office.campaigns.reading import permitted
from pingyi.web.office.steps import standings
from pingyi.web.office.words import EVIDENCE_KINDS, WITHHELD
from pingyi.web.site.scheme_words import SchemeWords, scheme_words
from pingyi.wording import Text

PER_PAGE = 100


def outcomes(request: HttpRequest) -> HttpResponse:
    """List the campaigns with where their results stand."""
    rows = [(one, NAMES[one.state]) for one in standings(campaigns_seen(who(request)))]
    return render(request, "office/outcomes.html", {"rows": rows})


def results(request: HttpRequest, code: str) -> HttpResponse:
    """Show the runs of a campaign and what the next run would freeze."""
    one = campaign_seen(request, code)
    inside = sees_unpublished(who(request), one)
    sets = one.result_sets.select_related("computed_by").order_by("-number")
    shown = {
        "campaign": one,
        "inside": inside,
        "sets": sets if inside else sets.filter(published_at__isnull=False),
        "standing": standings([one])[0] if inside else None,
        "index": named_evidence(batches_in_force(one).values("kind", "number", "rows", "digest")) if inside else [],
        **permitted(request, one),
    }
    return render(request, "office/results.html", shown)


def result(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one run: what it froze, how it stands with the signatures, every unit with its reason."""
    one = campaign_seen(request, code)
    result_set = set_seen(request, one, number)
    groups, words = groups_of(result_set), scheme_words(result_set.scheme)
    group = request.GET.get("group", "") if request.GET.get("group") in groups else ""
    rows = _rows(result_set, group, request.GET.get("show") == "withheld")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    about = [each for each in proposals_about(thing_of(result_set)) if each.payload.get("result_set") == result_set.pk]
    shown = {
        "campaign": one,
        "set": result_set,
        "index": named_evidence(result_set.evidence),
        "page": page,
        "rows": [_line(row, words) for row in page],
        "groups": [(each, words.group(each), groups[each].units) for each in words.in_order(groups)],
        "group": group,
        "withheld": result_set.units.exclude(withheld="").count(),
        "withheld_here": _rows(result_set, group, True).count() if group else 0,
        "counted": result_set.units.count(),
        "proposals": [(each, PROPOSAL_NAMES[state_of(each)]) for each in about],
        "open": next((each for each in about if state_of(each) == OPEN), None),
        "due": one.publish_at <= clock.now(),
        **permitted(request, one),
    }
    return render(request, "office/result.html", shown)


def set_seen(request: HttpRequest, campaign: Campaign, number: int) -> ResultSet:
    """Return a result set the person may see: before publication only the organiser and the auditor."""
    sets = campaign.result_sets.select_related("scheme", "computed_by", "campaign__formal_object")
    if not sees_unpublished(who(request), campaign):
        sets = sets.filter(published_at__isnull=False)
    return get_object_or_404(sets, number=number)


def thing_of(result_set: ResultSet) -> str:
    """Return what a proposal to sign this result set is about: one at a time for a campaign."""
    return f"campaign:{result_set.campaign.code}"


def named_evidence(index: Any) -> list[dict[str, Any]]:
    """Return the lines of an evidence index with the names of their kinds."""
    return [{**line, "name": EVIDENCE_KINDS.get(line["kind"], Text(line["kind"], ""))} for line in index]


def _rows(result_set: ResultSet, group: str, withheld: bool) -> QuerySet[UnitResult]:
    """Return the units in the order of the tree; of one group those with a score, best tier first, or those without."""
    if group and not withheld:
        return results_alike(result_set, group)
    rows = result_set.units.exclude(withheld="") if withheld else result_set.units.all()
    rows = rows.filter(group=group) if group else rows
    return rows.select_related("unit__parent", "unit__kind").order_by("unit__path")


def _line(row: UnitResult, words: SchemeWords) -> dict[str, Any]:
    reason = WITHHELD.get(row.withheld, Text(row.withheld, row.withheld)) if row.withheld else None
    grade = words.grade(row.grade) if row.grade else None
    return {"result": row, "group": words.group(row.group), "grade": grade, "reason": reason}
