"""How good the evidence of a result is: answers, weights, gaps, exclusions with their reasons, drivers."""

from typing import Any

import numpy as np
from django.db.models import Avg, Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.analysis import quality
from pingyi.estimation.models.areas import fitted
from pingyi.estimation.models.drivers import Driver
from pingyi.evidence.models import EvidenceBatch
from pingyi.evidence.queries import path_of
from pingyi.results.models import ItemResult, ResultSet
from pingyi.scoring.scheme import read_scheme
from pingyi.web.office.access import campaign_seen
from pingyi.web.office.results.reading import named_evidence, set_seen
from pingyi.web.office.words import EVIDENCE_KINDS, MODES, WITHHELD
from pingyi.web.site.scheme_words import scheme_words
from pingyi.web.site.vocabulary import ITEMS, word
from pingyi.wording import Text

TOTAL = "overall"  # the item that asks for the whole impression
NORMAL = 1.96
FEWEST_ALIKE = 10  # units of one kind from which the spread between them can be told
RELIABLE = 0.7  # share of the spread that is not chance, from which units may stand beside each other
MOST_SHOWN = 10


def diagnostics(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the diagnostics of one result set."""
    one = campaign_seen(request, code)
    result_set = set_seen(request, one, number)
    shown = {
        "campaign": one,
        "set": result_set,
        "index": named_evidence(result_set.evidence),
        "kinds": _items(result_set),
        "withheld": _reasons(result_set.units.exclude(withheld=""), "withheld"),
        "excluded": _excluded(result_set),
        **_sample(result_set),
        **_borrowed(result_set),
    }
    return render(request, "office/diagnostics.html", shown)


def _items(result_set: ResultSet) -> list[tuple[Text, list[dict[str, Any]]]]:
    """Return, per kind of evidence, one line per item: answers of the whole, units with figures, design effects."""
    whole = result_set.campaign.formal_object_id
    rows = (
        result_set.items.exclude(unit=whole)
        .exclude(item="")
        .values("evidence", "item")
        .annotate(
            units=Count("pk", filter=Q(withheld="")),
            hidden=Count("pk", filter=~Q(withheld="")),
            unsure=Count("pk", filter=Q(reliability="low")),
            most=Max("deff"),
            average=Avg("deff"),
        )
        .order_by("evidence", "item")
    )
    of_whole = {(one.evidence, one.item): one for one in result_set.items.filter(unit=whole)}
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        top = of_whole.get((row["evidence"], row["item"]))
        asked = top.n + top.dont_know if top else 0
        share = 100 * top.dont_know / asked if top and asked else None
        line = row | {"name": word(ITEMS, row["item"]), "whole": top, "dont_know": share}
        kinds.setdefault(row["evidence"], []).append(line)
    return [(EVIDENCE_KINDS.get(kind, Text(kind, "")), lines) for kind, lines in kinds.items()]


def _reasons(rows: Any, field: str) -> list[tuple[Text, int]]:
    counted = rows.values_list(field).annotate(n=Count("pk")).order_by("-n")
    return [(WITHHELD.get(reason, Text(reason, reason)), n) for reason, n in counted]


def _excluded(result_set: ResultSet) -> list[tuple[Text, Text, int]]:
    words = scheme_words(result_set.scheme)
    rows = result_set.indicators.exclude(excluded="").values_list("indicator", "excluded").annotate(n=Count("pk"))
    return [
        (words.indicator(indicator), WITHHELD.get(reason, Text(reason, reason)), n)
        for indicator, reason, n in rows.order_by("indicator", "-n")
    ]


def _borrowed(result_set: ResultSet) -> dict[str, Any]:
    """Return how much of the spread between like units is not chance, and model-based figures of the least sure.

    Only units of one kind: a unit and those above it share their answers.
    """
    rows = result_set.items.filter(evidence="sample", item=TOTAL, estimate__isnull=False, se__gt=0)
    rows = rows.exclude(unit=result_set.campaign.formal_object_id).select_related("unit__kind")
    by_kind: dict[int, list[ItemResult]] = {}
    for row in rows.order_by("unit__path"):
        by_kind.setdefault(row.unit.kind_id, []).append(row)
    alike = max(by_kind.values(), key=len, default=[])
    if len(alike) < FEWEST_ALIKE:
        return {}
    own = np.array([(row.estimate or 0.0, (row.se or 0.0) ** 2) for row in alike])
    fit = fitted(own[:, 0], own[:, 1])
    least = np.argsort(fit.reliability, kind="stable")[:MOST_SHOWN]
    return {
        "alike": len(alike),
        "reliable": int((fit.reliability >= RELIABLE).sum()),
        "typical": float(np.median(fit.reliability)),
        "borrowed": [
            {
                "unit": alike[k].unit,
                "own": alike[k],
                "own_margin": NORMAL * float(own[k, 1]) ** 0.5,
                "reliability": float(fit.reliability[k]),
                "predicted": float(fit.predicted[k]),
                "margin": NORMAL * float(fit.mse[k]) ** 0.5,
            }
            for k in least.tolist()
        ],
    }


def _sample(result_set: ResultSet) -> dict[str, Any]:
    """Return what the rows of the sample say of themselves; nothing where there was none, or its files are gone."""
    numbers = [line["number"] for line in result_set.evidence if line["kind"] == "sample"]
    batches = EvidenceBatch.objects.filter(campaign=result_set.campaign, kind="sample", number__in=numbers)
    paths = [path for path in map(path_of, batches) if path.exists()]
    if not paths or len(paths) < len(numbers):
        return {}
    scheme = read_scheme(result_set.scheme.text)
    weights = quality.sample_weights(paths)
    found = quality.total_drivers(scheme, paths, TOTAL)
    return {
        "weights": weights,
        "modes": [(MODES.get(m, Text(m, m)), n, 100 * n / weights.rows) for m, n in quality.modes(paths)],
        "gaps": [(word(ITEMS, one.item), one, 100 * one.missing / weights.rows) for one in quality.gaps(scheme, paths)],
        "found": found,
        "explained": 100 * found.drivers.explained if found else 0,
        "drivers": [_driver(one, found.drivers.items[0].share) for one in found.drivers.items] if found else [],
    }


def _driver(one: Driver, largest: float) -> dict[str, Any]:
    """Return a line of the table: share in percent, and what ten points of the item go with, with its margin."""
    return {
        "name": word(ITEMS, one.item),
        "share": 100 * one.share,
        "width": f"{100 * one.share / largest if largest else 0:.1f}%",
        "slope": 10 * one.slope,
        "margin": 10 * NORMAL * one.se,
    }
