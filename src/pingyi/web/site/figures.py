"""The figures of a unit's page as a file: what is shown, nothing more."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from pingyi.directory.models import Unit
from pingyi.results.facts import Facts
from pingyi.results.queries import UnitPage, latest_published, unit_page
from pingyi.web.site.freshness import kept_briefly

COLUMNS = ("unit", "part", "code", "estimate", "lower", "upper", "n", "group_low", "group_median", "group_high", "note")
Figure = dict[str, str | int | float | None]


@kept_briefly
def as_csv(_request: HttpRequest, code: str) -> HttpResponse:
    """Send the figures as CSV; with a byte order mark, so that the office's Excel reads it as UTF-8."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({key: _written(value) for key, value in row.items()} for row in _rows(_page(code)))
    response = HttpResponse(sheet.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return response


@kept_briefly
def as_json(_request: HttpRequest, code: str) -> JsonResponse:
    """Send the figures as JSON."""
    page, out = _page(code), latest_published()
    about = {
        "campaign": out.campaign.code if out else None,
        "result_set": out.number if out else None,
        "digest": out.digest if out else None,
        "demonstration": out.campaign.demonstration if out else None,
    }
    rows = list(_rows(page))
    return JsonResponse({**about, "unit": code, "figures": rows}, json_dumps_params={"ensure_ascii": False})


def _page(code: str) -> UnitPage:
    return unit_page(latest_published(), get_object_or_404(Unit, code=code))


def _rows(page: UnitPage) -> Iterator[Figure]:
    yield from _scores(page)
    yield from _items(page)
    yield from _facts(page)


def _scores(page: UnitPage) -> Iterator[Figure]:
    shown = page.result if page.result and page.result.score is not None else page.lender
    if shown:
        said: Figure = {"unit": shown.unit.code, "part": "composite", "code": shown.group, "estimate": shown.score}
        place = f"grade={shown.grade} point_grade={shown.point_grade} tier={shown.tier}"
        yield {**said, "lower": shown.lower, "upper": shown.upper, "n": shown.respondents, "note": place}
    for one in page.indicators:
        figure: Figure = {"unit": page.unit.code, "part": "indicator", "code": one.indicator, "estimate": one.score}
        carries = one.excluded or f"indicator_weight={one.indicator_weight:g}"
        yield {**figure, "lower": one.lower, "upper": one.upper, "n": one.n, "note": carries}


def _items(page: UnitPage) -> Iterator[Figure]:
    for kind, items in page.items.items():
        unit = page.lent.get(kind, page.unit)
        for one in items:
            figure: Figure = {"unit": unit.code, "part": kind, "code": one.item, "estimate": one.estimate, "n": one.n}
            like = {name: getattr(one, name) for name in ("lower", "upper", "group_low", "group_median", "group_high")}
            yield {**figure, **like, "note": one.compared}


def _facts(page: UnitPage) -> Iterator[Figure]:
    facts = Facts.read(page.result.facts if page.result else {})
    unit = page.unit.code
    if facts.rectification:
        for name in ("due", "claimed", "confirmed", "late", "reopened"):
            yield {"unit": unit, "part": "rectification", "code": name, "n": getattr(facts.rectification, name)}
    for found in facts.findings:
        note = f"{found.kind} {found.day}"
        yield {"unit": unit, "part": "finding", "code": found.item, "estimate": found.deduction, "note": note}
    for item, n in facts.below.items if facts.below else ():
        yield {"unit": unit, "part": "findings_below", "code": item, "n": n}
    for condition in facts.unmet:
        yield {"unit": unit, "part": "unmet", "code": condition}
    for one in facts.promises:
        asked = f"known={one.known_n} used={one.used_n} delivered={one.delivered_n}"
        yield {
            "unit": unit,
            "part": "promise",
            "code": one.measure,
            "estimate": one.grade,
            "n": one.asked_n,
            "note": asked,
        }


def _written(value: str | int | float | None) -> str | int | None:
    return f"{value:.9g}" if isinstance(value, float) else value
