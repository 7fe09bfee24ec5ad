"""The published results: down the tree of units, and like beside like."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.directory.models import Unit
from pingyi.foundation.trees import ancestors
from pingyi.results.models import ResultSet
from pingyi.results.queries import groups_of, latest_published, results_alike, results_below
from pingyi.web.site.freshness import kept_briefly
from pingyi.web.site.scheme_words import scheme_words
from pingyi.web.site.standings import standings, standings_axis, tiers

ON_ONE_PAGE = 50


@kept_briefly
def tree(request: HttpRequest) -> HttpResponse:
    """Show the top of the tree: the formal object and the units directly below it."""
    out = _published()
    words = scheme_words(out.scheme)
    peers = groups_of(out)
    groups = [(group, words.group(group), peers[group]) for group in words.in_order(peers)]
    return _below(request, out, out.campaign.formal_object, groups=groups)


@kept_briefly
def below(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit and the units directly below it."""
    return _below(request, _published(), get_object_or_404(Unit, code=code))


@kept_briefly
def alike(request: HttpRequest, group: str) -> HttpResponse:
    """Show one ranking group over the whole tree, page by page."""
    out = _published()
    words = scheme_words(out.scheme)
    page = Paginator(results_alike(out, group), ON_ONE_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404(group)
    rows = list(page.object_list)
    axis = standings_axis(rows, words)
    shown = {"set": out, "name": words.group(group), "group": group, "page": page, "axis": axis}
    shown["unscored"] = groups_of(out)[group].unscored
    return render(request, "site/alike.html", {**shown, "tiers": tiers(rows, words, axis)})


def _published() -> ResultSet:
    out = latest_published()
    if out is None:
        raise Http404("nothing published")
    return out


def _below(request: HttpRequest, out: ResultSet, unit: Unit, **more: object) -> HttpResponse:
    words = scheme_words(out.scheme)
    rows = results_below(out, unit)
    axis = standings_axis(rows, words)
    shown = {
        "set": out,
        "unit": unit,
        "above": Unit.objects.filter(path__in=ancestors(unit.path)).order_by("path"),
        "own": tiers([one for one in rows if one.unit_id == unit.pk], words, axis),
        "standings": standings([one for one in rows if one.unit_id != unit.pk], words, axis),
        "axis": axis,
    }
    return render(request, "site/results.html", {**shown, **more})
