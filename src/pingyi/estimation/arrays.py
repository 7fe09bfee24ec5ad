"""Stage-1 sums from the rows of one sample in memory, without a SQL engine.

For samples that fit in memory and for checking the SQL side: the same integers must come out of both.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pingyi.estimation.sums import WEIGHT_SCALE, Pair, Row, Sums

Key = tuple[str, str]  # stratum, PSU
Totals = dict[Key, tuple[int, int, int]]  # rows, z_w, z_wy


def array_sums(
    answers: Mapping[str, Sequence[int | None]],
    *,
    design_weights: Sequence[Fraction | float | int],
    strata: Sequence[str] | None = None,
    psus: Sequence[str] | None = None,
    members: Sequence[bool] | None = None,
    scales: tuple[Mapping[str, int], int] = ({}, WEIGHT_SCALE),
) -> Sums:
    """Return the sums of one domain over the rows of a sample.

    `answers` gives per item one integer (points times its point scale) or None per row. `strata` missing means one
    stratum; `psus` missing means that rows were drawn themselves. PSU names are local to their stratum. `members`
    marks the rows of the domain; the other rows still count as sampled PSUs. `scales` holds the point scale per item
    (1 if absent) and the weight scale; design weights are rounded to it.
    """
    size = len(design_weights)
    stratum = ["" for _ in range(size)] if strata is None else list(strata)
    psu = [str(row) for row in range(size)] if psus is None else list(psus)
    keys = list(zip(stratum, psu, strict=True))
    point_scales, weight_scale = scales
    weights = [round(Fraction(value) * weight_scale) for value in design_weights]
    inside = [True] * size if members is None else list(members)
    names = tuple(sorted({*stratum}))
    columns = [_valid(values, inside) for values in answers.values()]
    totals = [_psu_totals(column, keys, weights) for column in columns]
    elements = [_element_sums(column, stratum, weights, names) for column in columns]
    return Sums(
        items=tuple(answers),
        strata=names,
        psus_sampled=_count(names, sorted({*keys})),
        rows=tuple(_fold(names, {key: t[0] for key, t in z.items()}) for z in totals),
        psus=tuple(_count(names, list(z)) for z in totals),
        w=tuple(_fold(names, {key: t[1] for key, t in z.items()}) for z in totals),
        wy=tuple(_fold(names, {key: t[2] for key, t in z.items()}) for z in totals),
        ww=_products(names, totals, (1, 1), ordered=False),
        wwy=_products(names, totals, (1, 2), ordered=True),
        wywy=_products(names, totals, (2, 2), ordered=False),
        w2=tuple(e[0] for e in elements),
        w2y=tuple(e[1] for e in elements),
        w2y2=tuple(e[2] for e in elements),
        wy2=tuple(e[3] for e in elements),
        y_min=tuple(min(column.values(), default=None) for column in columns),
        y_max=tuple(max(column.values(), default=None) for column in columns),
        point_scale=tuple(point_scales.get(item, 1) for item in answers),
        weight_scale=weight_scale,
    )


def _valid(values: Sequence[int | None], inside: Sequence[bool]) -> dict[int, int]:
    pairs = zip(values, inside, strict=True)
    return {row: value for row, (value, member) in enumerate(pairs) if member and value is not None}


def _psu_totals(column: Mapping[int, int], keys: Sequence[Key], weights: Sequence[int]) -> Totals:
    totals: Totals = {}
    for row, y in column.items():
        n, w, wy = totals.get(keys[row], (0, 0, 0))
        totals[keys[row]] = (n + 1, w + weights[row], wy + weights[row] * y)
    return totals


def _element_sums(
    column: Mapping[int, int], stratum: Sequence[str], weights: Sequence[int], names: tuple[str, ...]
) -> tuple[Row, Row, Row, Row]:
    cells = {name: [0, 0, 0, 0] for name in names}
    for row, y in column.items():
        w, cell = weights[row], cells[stratum[row]]
        for place, term in enumerate((w * w, w * w * y, w * w * y * y, w * y * y)):
            cell[place] += term
    a, b, c, d = (tuple(cells[name][place] for name in names) for place in range(4))
    return a, b, c, d


def _products(names: tuple[str, ...], totals: Sequence[Totals], which: Pair, *, ordered: bool) -> dict[Pair, Row]:
    """Return, per pair of items, the sums over PSUs of products of their totals."""
    first, second = which
    return {
        (i, j): _fold(names, {key: one[key][first] * other[key][second] for key in one if key in other})
        for i, one in enumerate(totals)
        for j, other in enumerate(totals)
        if ordered or i <= j
    }


def _fold(names: tuple[str, ...], values: Mapping[Key, int]) -> Row:
    folded = dict.fromkeys(names, 0)
    for (stratum, _), value in values.items():
        folded[stratum] += value
    return tuple(folded.values())


def _count(names: tuple[str, ...], keys: Sequence[Key]) -> Row:
    return _fold(names, dict.fromkeys(keys, 1))
