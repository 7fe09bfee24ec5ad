# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The stage-1 queries as text: plain SQL over exact integers, so that every engine gives the same bits.

`wide` is the engine's type for integers of 38 digits; squares and products are taken in it.
"""

from collections.abc import Mapping, Sequence

from pingyi.analysis.engine import name
from pingyi.analysis.stage1.domains import DOMAINS
from pingyi.analysis.stage1.sources import Points, Source
from pingyi.estimation.sums import Pair

ELEMENT_FIGURES = 7
PSU_FIGURES = 3
PAIR_FIGURES = 4


def scored(source: Source, points: Mapping[str, Points], wide: str) -> str:
    """Return the rows with the points of item k in column y{k}, NULL where it was not validly answered.

    A row stands for n answers with weights that sum to w and squared weights that sum to w2; here n is 1.
    """
    figures = f"1 AS n, w, {_square('w', wide)} AS w2"
    return f"SELECT unit, stratum, psu{_columns(source, points)}, {figures} FROM ({source.rows})"


def alike(source: Source, points: Mapping[str, Points], wide: str) -> str:
    """Return the same with equal answers of a PSU in one row: every later sum is the same to the last bit.

    With one item this leaves few rows of many; with many items hardly two rows are alike.
    """
    answers = "".join(f", y{k}" for k in range(len(points)))
    rows = f"SELECT unit, stratum, psu{_columns(source, points)}, w FROM ({source.rows})"
    figures = f"count(*) AS n, sum(w) AS w, sum({_square('w', wide)}) AS w2"
    return f"SELECT unit, stratum, psu{answers}, {figures} FROM ({rows}) GROUP BY unit, stratum, psu{answers}"


def sampled_psus(rows: str) -> str:
    """Return the query of stratum and number of PSUs in the sample, whatever unit their rows belong to."""
    return f"SELECT stratum, count(DISTINCT psu) FROM ({rows}) GROUP BY stratum ORDER BY stratum"


def element_sums(rows: str, items: int, wide: str) -> str:
    """Return the query of domain, stratum and `ELEMENT_FIGURES` per item: n, w^2, w^2 y, w^2 y^2, w y^2, min, max."""
    first = ", ".join(
        f"sum(CASE WHEN y{k} IS NOT NULL THEN n END) AS n{k}, sum(CASE WHEN y{k} IS NOT NULL THEN w2 END) AS a{k},"
        f" sum(w2 * y{k}) AS b{k}, sum(w2 * y{k} * y{k}) AS c{k},"
        f" sum(CAST(w AS {wide}) * y{k} * y{k}) AS d{k}, min(y{k}) AS lo{k}, max(y{k}) AS hi{k}"
        for k in range(items)
    )
    second = ", ".join(
        f"sum(n{k}), sum(a{k}), sum(b{k}), sum(c{k}), sum(d{k}), min(lo{k}), max(hi{k})" for k in range(items)
    )
    by_unit = f"SELECT unit, stratum, {first} FROM ({rows}) GROUP BY unit, stratum"
    return f"SELECT domain, stratum, {second} FROM ({by_unit}) JOIN {DOMAINS} USING (unit) GROUP BY domain, stratum"


def psu_sums(rows: str, items: int, pairs: Sequence[Pair], wide: str) -> str:
    """Return the query of domain, stratum, per item PSUs, z_w, z_wy, and per pair the four sums of products.

    The products of pair (i, j) are z_w_i z_w_j, z_w_i z_wy_j, z_w_j z_wy_i and z_wy_i z_wy_j.
    """
    first = ", ".join(
        f"sum(CASE WHEN y{k} IS NOT NULL THEN w END) AS u{k}, sum(w * y{k}) AS v{k}" for k in range(items)
    )
    second = ", ".join(f"CAST(sum(u{k}) AS {wide}) AS u{k}, CAST(sum(v{k}) AS {wide}) AS v{k}" for k in range(items))
    by_unit = f"SELECT unit, stratum, psu, {first} FROM ({rows}) GROUP BY unit, stratum, psu"
    place = "domain, stratum, psu"
    by_psu = f"SELECT {place}, {second} FROM ({by_unit}) JOIN {DOMAINS} USING (unit) GROUP BY {place}"
    totals = [f"count(u{k}), sum(u{k}), sum(v{k})" for k in range(items)]
    products = [f"sum(u{i} * u{j}), sum(u{i} * v{j}), sum(u{j} * v{i}), sum(v{i} * v{j})" for i, j in pairs]
    return f"SELECT domain, stratum, {', '.join(totals + products)} FROM ({by_psu}) GROUP BY domain, stratum"


def answer_counts(source: Source) -> str:
    """Return the query of domain, item, code, rows and sum of w, for every code that occurs."""
    each = " UNION ALL ".join(
        f"SELECT unit, '{item}' AS item, {name(column)} AS code, count(*) AS n, sum(w) AS w"
        f" FROM ({source.rows}) WHERE {name(column)} IS NOT NULL GROUP BY unit, code"
        for item, column in source.answers.items()
    )
    return (
        f"SELECT domain, item, code, sum(n), sum(w) FROM ({each}) JOIN {DOMAINS} USING (unit)"
        " GROUP BY domain, item, code ORDER BY domain, item, code"
    )


def _columns(source: Source, points: Mapping[str, Points]) -> str:
    return "".join(
        f", {_points(name(source.answers[item]), scale)} AS y{k}" for k, (item, scale) in enumerate(points.items())
    )


def _square(weight: str, wide: str) -> str:
    return f"CAST({weight} AS {wide}) * {weight}"


def _points(answer: str, points: Points) -> str:
    if points.of_code is None:
        return f"CAST({answer} AS BIGINT)"
    worth = " ".join(f"WHEN {int(code)} THEN {int(value)}" for code, value in sorted(points.of_code.items()))
    return f"CAST(CASE {answer} {worth} END AS BIGINT)" if worth else "CAST(NULL AS BIGINT)"
