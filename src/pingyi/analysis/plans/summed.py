# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The means, shares and ratios of a plan by stage-1 sums, on an engine that holds any number of rows.

What stage 1 cannot carry - adjustments, replicates, later stages, other statistics - is refused by its name.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from pingyi.analysis.engine import literal, name
from pingyi.analysis.plans.asking import Level
from pingyi.analysis.plans.conditions import as_sql
from pingyi.analysis.plans.document import Piece, Plan, names
from pingyi.analysis.plans.engines import Big, carried, complete, not_nested
from pingyi.analysis.plans.intervals import interval
from pingyi.analysis.plans.refusals import LEVEL, unknown, wrong
from pingyi.analysis.plans.table import Column
from pingyi.analysis.stage1 import Points
from pingyi.analysis.stage1.domains import DOMAINS
from pingyi.analysis.stage1.runners import Runner
from pingyi.analysis.stage1.sources import Source
from pingyi.analysis.stage1.summing import ALIKE, Request, sums_of
from pingyi.estimation.linearised import SinglePsu
from pingyi.estimation.means import Means, means
from pingyi.estimation.ratios import ratio_sums
from pingyi.estimation.sums import WEIGHT_SCALE

SCALES: Final = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
APART: Final = "\x1f"  # between the columns of `by`
SINGLE: Final[Mapping[str, SinglePsu]] = {"remove": "certainty"}


def estimate_on(plan: Plan, runner: Runner, table: str) -> dict[str, dict[str, Any]]:
    """Return the results by their ids, without `vcov` and `deff`; `table` is the data in the engine."""
    carried(plan)
    big = Big(plan, runner, table)
    complete(big)
    not_nested(big)
    return {str(piece["id"]): _estimate(big, piece) for piece in plan.estimates}


def _estimate(big: Big, piece: Piece) -> dict[str, Any]:
    labels, answers, scale = _answers(big, piece)
    where = as_sql(piece.get("where"), big.text, big.number)
    by = [big.text(column) for column in names(piece.get("by"))]
    unit = f" || '{APART}' || ".join(by) if by else "'all'"
    places = [f"y_{k}" for k in range(len(answers))]
    columns = ", ".join(f"{sql} AS {place}" for sql, place in zip(answers, places, strict=True))
    data = f"SELECT CASE WHEN {where} THEN {unit} END AS unit, {big.frame}, {columns} FROM {big.table}"
    rows = f"SELECT CASE WHEN w > 0 THEN unit END AS unit, {', '.join(['stratum, psu, w', *places])} FROM ({data})"
    groups = _groups(big, piece, rows)
    items = {f"y{k}": Points(None, scale) for k in range(len(answers))}
    pairs = [("y0", "y1")] if piece["stat"] == "ratio" else []
    request = Request(points=items, memberships=[(key, key) for key in groups], pairs=pairs)
    source = Source(rows, {f"y{k}": f"y_{k}" for k in range(len(answers))}, WEIGHT_SCALE)
    for made in (DOMAINS, ALIKE):
        big.runner.forget(made)
    sums = sums_of(big.runner, source, request)
    if piece["stat"] == "ratio":
        sums = {key: ratio_sums(one) for key, one in sums.items()}
    single: Any = big.plan.design.get("single_psu") or "error"
    found = {
        key: means(one, single_psu=SINGLE.get(single, single), sampling_fraction=big.fractions)
        for key, one in sums.items()
    }
    return _shown(big, piece, {key: (level, found[key]) for key, level in groups.items() if key in found}, labels, rows)


def _shown(
    big: Big, piece: Piece, found: Mapping[str, tuple[Level, Means]], labels: Sequence[Level], rows: str
) -> dict[str, Any]:
    df = _df(big, rows, piece.get("where") is not None)
    every = [(level | label, one, k) for level, one in found.values() for k, label in enumerate(labels)]
    estimate = [one.estimate[k] or 0.0 for _, one, k in every]
    variances = [one.covariance[k][k] or 0.0 for _, one, k in every]
    n = [one.n[k] for _, one, k in every]
    inside = int(big.runner.rows(f"SELECT count(*) FROM ({rows}) WHERE unit IS NOT NULL")[0][0])
    shown: dict[str, Any] = {
        "levels": [level for level, _, _ in every],
        "estimate": estimate,
        "se": [math.sqrt(v) for v in variances],
        "df": df,
        "n": n,
    }
    if piece.get("ci") is not None:
        # As for the rows: a single figure goes by all answers of the sample (R's svyciprop).
        counts = n if len(n) > 1 else [int(big.runner.rows(f"SELECT count(*) FROM ({rows}) WHERE w > 0")[0][0])]
        figures = zip(estimate, variances, counts, strict=True)
        shown["ci"] = [list(interval(piece, value, v, df, count)) for value, v, count in figures]
    return shown | {"missing": inside - sum(n[:: len(labels)]), "formula": f"{piece['stat']}, linearised, stage-1 sums"}


def _answers(big: Big, piece: Piece) -> tuple[list[Level], list[str], int]:
    """Return labels, integer columns as SQL (missing together), and what they were multiplied by."""
    if piece["stat"] == "proportion":
        column = names(piece["y"])[0]
        known = _column(big, column)
        shown = {str(known.shown(one)): one for one in known.levels} | {one: one for one in known.levels}
        asked = piece.get("level")
        if asked is not None and str(asked) not in shown:
            raise unknown(LEVEL, f"{column}={asked}", known.levels)
        wanted = known.levels if asked is None else [shown[str(asked)]]
        text = big.text(column)
        sql = [f"CASE WHEN {text} IS NULL THEN NULL WHEN {text} = {literal(one)} THEN 1 ELSE 0 END" for one in wanted]
        return [{"level": known.shown(one)} for one in wanted], sql, 1
    asked_for = [str(piece["num"]), str(piece["den"])] if piece["stat"] == "ratio" else names(piece["y"])
    scale = _scale(big, asked_for)
    numbers = [big.number(column) for column in asked_for]
    there = " AND ".join(f"{number} IS NOT NULL" for number in numbers)
    whole = [f"CASE WHEN {there} THEN CAST(ROUND({number} * {scale}) AS BIGINT) END" for number in numbers]
    labels: list[Level] = [{"y": column} for column in asked_for] if len(asked_for) > 1 else [{}]
    return ([{}] if piece["stat"] == "ratio" else labels), whole, scale


def _groups(big: Big, piece: Piece, rows: str) -> dict[str, Level]:
    """Return the groups of `by` that have rows, key by key, the first column varying fastest."""
    there = {row[0] for row in big.runner.rows(f"SELECT DISTINCT unit FROM ({rows}) WHERE unit IS NOT NULL")}
    columns = [_column(big, column) for column in names(piece.get("by"))]
    if not columns:
        return {"all": {}} if there else {}
    every = (tuple(reversed(one)) for one in product(*(column.levels for column in reversed(columns))))
    keyed = {APART.join(one): one for one in every}
    return {
        key: {column.name: column.shown(value) for column, value in zip(columns, one, strict=True)}
        for key, one in keyed.items()
        if key in there
    }


def _column(big: Big, column: str) -> Column:
    return Column(column, [row[0] for row in big.runner.rows(f"SELECT DISTINCT {big.text(column)} FROM {big.table}")])


def _scale(big: Big, columns: Sequence[str]) -> int:
    """Return the least power of ten that makes all these numbers whole."""
    for scale in SCALES:
        whole = " AND ".join(
            f"abs({big.number(c)} * {scale} - ROUND({big.number(c)} * {scale})) < 1e-6" for c in columns
        )
        missing = " OR ".join(f"{name(c)} IS NULL" for c in columns)
        if not big.runner.rows(f"SELECT 1 FROM {big.table} WHERE NOT ({whole}) AND NOT ({missing}) LIMIT 1"):
            return scale
    raise wrong(
        f"“{'、'.join(columns)}”的小数超过六位，引擎上的整数汇总装不下。",
        f"“{', '.join(columns)}” has more than six decimals, which sums of whole numbers cannot hold.",
        "请先取整到六位以内，或者不用 --engine。",
        "Round to six decimals first, or leave --engine out.",
    )


def _df(big: Big, rows: str, members: bool) -> int:
    """Return PSUs less strata, of the rows within `where` if there is one."""
    inside = " WHERE unit IS NOT NULL" if members else ""
    psus, strata = map(
        int,
        big.runner.rows(
            f"SELECT count(*), count(DISTINCT stratum) FROM (SELECT DISTINCT stratum, psu FROM ({rows}){inside})"
        )[0],
    )
    return psus - strata
