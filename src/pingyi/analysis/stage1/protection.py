# ruff: noqa: S608 - names and strings are quoted by `engine.name`
"""Small groups taken out before anything is summed, so that what is published adds up from what is published.

Of every unit, stratum and item either nobody or at least `smallest` people count. Strata that are too small in some
unit are collapsed with the next smallest one of that unit, for everybody (the variance then is usually larger:
conservative on average, not in every sample); where a unit has only one stratum left, its answers to the item are left
out, for the units above it as well (docs/decisions/0007).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from pingyi.analysis.engine import name
from pingyi.analysis.stage1.runners import TEXT, TRUTH, Runner
from pingyi.analysis.stage1.sources import Points, Source

COLLAPSED: Final = "collapsed"  # the table (stratum, label)
HIDDEN: Final = "hidden"  # the table (unit, label, h0, h1 …): which items are left out

Cells = dict[tuple[str, str], list[int]]  # (unit, stratum) -> valid answers per item


def protected(runner: Runner, source: Source, points: Mapping[str, Points], smallest: int) -> Source:
    """Return `source` with small strata collapsed and small cells emptied; as it is when none is small."""
    cells = _cells(runner, source, points)
    labels = collapsed_strata(cells, smallest)
    hidden = _hidden(_relabelled(cells, labels), smallest)
    if not labels and not hidden:
        return source
    runner.place(COLLAPSED, {"stratum": TEXT, "label": TEXT}, labels.items())
    runner.place(HIDDEN, {"unit": TEXT, "label": TEXT} | {f"h{k}": TRUTH for k in range(len(points))}, hidden)
    return Source(_rows(source), source.answers, source.weight_scale)


def collapsed_strata(cells: Cells, smallest: int) -> dict[str, str]:
    """Return stratum -> name of the stratum it becomes part of; strata that stay as they are do not appear."""
    labels: dict[str, str] = {}
    while pair := _next_to_collapse(_relabelled(cells, labels), smallest):
        kept, gone = min(pair), max(pair)
        labels = {stratum: kept if label == gone else label for stratum, label in labels.items()} | {gone: kept}
    return labels


def _next_to_collapse(cells: Cells, smallest: int) -> tuple[str, str] | None:
    """Return the smallest stratum that is too small in a unit of several, and the next smallest of that unit."""
    of_unit: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (unit, stratum), counts in cells.items():
        of_unit[unit].append((min((n for n in counts if n), default=0), stratum))
    found = []
    for strata in of_unit.values():
        first, *rest = sorted(strata)
        if rest and first[0] < smallest:
            found.append((first, rest[0][1]))
    return (min(found)[0][1], min(found)[1]) if found else None


def _relabelled(cells: Cells, labels: Mapping[str, str]) -> Cells:
    summed: Cells = {}
    for (unit, stratum), counts in cells.items():
        key = unit, labels.get(stratum, stratum)
        summed[key] = [a + b for a, b in zip(summed.get(key, [0] * len(counts)), counts, strict=True)]
    return summed


def _hidden(cells: Cells, smallest: int) -> list[tuple[str | bool, ...]]:
    """Return unit, stratum and, per item, whether its answers are too few."""
    small = [(place, [0 < n < smallest for n in counts]) for place, counts in sorted(cells.items())]
    return [(*place, *marks) for place, marks in small if any(marks)]


def _cells(runner: Runner, source: Source, points: Mapping[str, Points]) -> Cells:
    counts = "".join(
        f", count(*) FILTER (WHERE {name(source.answers[item])} IN ({', '.join(map(str, sorted(worth.of_code)))}))"
        if worth.of_code
        else ", 0"
        for item, worth in points.items()
    )
    found = runner.rows(f"SELECT unit, stratum{counts} FROM ({source.rows}) GROUP BY unit, stratum")
    return {(unit, stratum): list(map(int, figures)) for unit, stratum, *figures in found}


def _rows(source: Source) -> str:
    """Return the rows with new strata; a PSU keeps its old stratum in its name, so none are thrown together."""
    answers = "".join(
        f", CASE WHEN h{k} THEN NULL ELSE {name(column)} END AS {name(column)}"
        for k, column in enumerate(source.answers.values())
    )
    plain = "".join(f", {name(column)}" for column in source.answers.values())
    relabelled = (
        f"SELECT unit, coalesce(label, r.stratum) AS label, concat(r.stratum, chr(31), psu) AS psu, w{plain}"
        f" FROM ({source.rows}) AS r LEFT JOIN {COLLAPSED} AS c ON r.stratum = c.stratum"
    )
    return (
        f"SELECT r.unit, r.label AS stratum, psu, w{answers} FROM ({relabelled}) AS r"
        f" LEFT JOIN {HIDDEN} AS h ON r.unit = h.unit AND r.label = h.label"
    )
