"""Finding a unit, and the page of one unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.campaigns.queries import external_results
from pingyi.directory.models import Unit
from pingyi.directory.queries.units import search_units
from pingyi.results.queries import latest_published, unit_page
from pingyi.web.site.freshness import kept_briefly
from pingyi.web.site.portrait import portrait

MOST_FOUND = 60  # units a page lists


@kept_briefly
def search(request: HttpRequest) -> HttpResponse:
    """Find units by name; without words show where to begin."""
    asked = request.GET.get("q", "")
    words = "".join(one if one.isprintable() else " " for one in asked).strip()[:100]
    found = list(search_units(words).select_related("parent", "kind")[:MOST_FOUND]) if words else []
    begin = Unit.objects.filter(parent__parent=None, parent__isnull=False, valid_to=None).select_related("kind")
    return render(request, "site/units.html", {"words": words, "found": found, "begin": [] if words else begin})


@kept_briefly
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the published results say of one unit."""
    one = get_object_or_404(Unit.objects.select_related("kind"), code=code)
    result_set = latest_published()
    shown = portrait(result_set, unit_page(result_set, one), external_results(one))
    return render(request, "site/unit.html", {"p": shown, "set": result_set})
