"""The estimates of a plan, one function per statistic; each gives a row of figures per level."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.plans.coding import model_columns, response, split_formula
from pingyi.analysis.plans.conditions import members
from pingyi.analysis.plans.document import Piece, names
from pingyi.analysis.plans.intervals import interval, level_of
from pingyi.analysis.plans.refusals import KEY, LEVEL, METHOD, unknown, wrong
from pingyi.analysis.plans.table import Column, Table
from pingyi.estimation.survey import estimates as survey
from pingyi.estimation.survey.design import Design, degrees_of_freedom
from pingyi.estimation.survey.design_effects import design_effect
from pingyi.estimation.survey.estimates import Estimate, empty_domain
from pingyi.estimation.survey.quantiles import quantile
from pingyi.estimation.survey.regression import Family, regression
from pingyi.estimation.survey.tables import independence

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Level = dict[str, Any]
FAMILIES: Final = {"linear", "logit", "poisson"}


@dataclass(frozen=True)
class Sample:
    """The rows, how they were drawn, and the estimates made so far (for contrasts)."""

    table: Table
    design: Design
    made: Mapping[str, "Answer"]


@dataclass(frozen=True)
class Answer:
    """One estimate of a plan: its levels, the joint estimate of all of them, and what stands beside it."""

    levels: Sequence[Level]
    estimate: Estimate
    n: Sequence[int]
    df: int
    missing: int
    formula: str
    deff: Sequence[float | None] | None = None
    ci: Sequence[tuple[float, float]] | None = None
    se: Sequence[float] | None = None  # where it does not follow from the covariance
    plain: Mapping[str, Any] = field(default_factory=dict)  # statistics that are no list


def answer(sample: Sample, piece: Piece) -> Answer:
    """Return one estimate of the plan. Refused by name of whatever is unknown."""
    return STATISTICS[piece["stat"]](sample, piece)


def _domains(sample: Sample, piece: Piece) -> Iterator[tuple[Level, Mask]]:
    """Give the groups of `by` within `where`, the first column of `by` varying fastest; empty groups are left out."""
    inside = members(sample.table, piece.get("where")) & (sample.design.weights != 0)
    by = [sample.table[name] for name in names(piece.get("by"))]
    for codes in product(*(range(len(column.levels)) for column in reversed(by))):
        chosen = list(zip(by, reversed(codes), strict=True))
        rows = inside.copy()
        for column, code in chosen:
            rows &= column.codes == code
        if rows.any() or not by:
            yield {column.name: column.shown(column.levels[code]) for column, code in chosen}, rows


def _joined(parts: Sequence[Estimate]) -> Estimate:
    if not parts:
        raise empty_domain()
    return Estimate(
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.influence for part in parts if part.influence is not None], axis=1),
        None
        if parts[0].replicated is None
        else np.concatenate([p.replicated for p in parts if p.replicated is not None], 1),
    )


def _of_columns(sample: Sample, piece: Piece) -> Answer:
    """Means, totals and shares: columns of numbers, averaged or added up."""
    stat = str(piece["stat"])
    labels, y, present = _columns(sample.table, piece)
    calculate = survey.total if stat == "total" else survey.mean
    parts, levels, n, missing, deff = [], [], [], 0, []
    for group, rows in _domains(sample, piece):
        valid = rows & present
        missing += int((rows & ~present).sum())
        part = calculate(sample.design, y, valid)
        parts.append(part)
        levels += [group | label for label in labels]
        n += [int(valid.sum())] * len(labels)
        if piece.get("deff"):
            deff += _effects(sample.design, piece, part, y, valid)
    whole = _joined(parts)
    df = _df(sample, piece)
    words = {
        "mean": "mean, linearised: sum w (y - m) / sum w",
        "total": "total: sum w y",
        "proportion": "share, linearised: sum w (1[level] - p) / sum w",
    }
    ci = _intervals(sample, piece, whole, n, df)
    return Answer(levels, whole, n, df, missing, words[stat], deff or None, ci)


def _columns(table: Table, piece: Piece) -> tuple[list[Level], Array, Mask]:
    """Return labels, numbers (N, K) and which rows have them all."""
    asked = names(piece["y"])
    columns = [table[name] for name in asked]
    present = np.logical_and.reduce([column.present for column in columns])
    if piece["stat"] == "proportion" or (piece["stat"] == "total" and columns[0].numbers is None):
        return *_indicators(columns[0], piece.get("level")), present
    labels = [{"y": name} if len(asked) > 1 else {} for name in asked]
    return labels, np.stack([np.where(c.present, c.needed(), 0.0) for c in columns], axis=1), present


def _indicators(column: Column, level: object) -> tuple[list[Level], Array]:
    shown = {str(column.shown(one)): one for one in column.levels} | {one: one for one in column.levels}
    if level is not None and str(level) not in shown:
        raise unknown(LEVEL, f"{column.name}={level}", column.levels)
    wanted = column.levels if level is None else [shown[str(level)]]
    codes = [column.levels.index(one) for one in wanted]
    labels: list[Level] = [{"level": column.shown(one)} for one in wanted]
    return labels, (column.codes[:, None] == np.array(codes)).astype(float)


def _effects(design: Design, piece: Piece, part: Estimate, y: Array, rows: Mask) -> list[float | None]:
    if piece["deff"] not in (True, "replace"):
        raise unknown(KEY, f"deff={piece['deff']}", ("true", "replace"))
    actual = np.diag(part.covariance(design))
    of_total, replacement = piece["stat"] == "total", piece["deff"] == "replace"
    return [
        design_effect(design, y[:, k], rows, float(v), of_total=of_total, replacement=replacement)
        for k, v in enumerate(actual)
    ]


def _ratio(sample: Sample, piece: Piece) -> Answer:
    top, bottom = sample.table[str(piece["num"])], sample.table[str(piece["den"])]
    above, below = (np.where(column.present, column.needed(), 0.0) for column in (top, bottom))
    present = top.present & bottom.present
    return _simple(
        sample, piece, present, lambda rows: survey.ratio(sample.design, above, below, rows), "sum w num / sum w den"
    )


def _variance(sample: Sample, piece: Piece) -> Answer:
    column = sample.table[names(piece["y"])[0]]
    y = np.where(column.present, column.needed(), 0.0)
    formula = "n/(n-1) * sum w (y - m)^2 / sum w"
    return _simple(sample, piece, column.present, lambda rows: survey.variance(sample.design, y, rows), formula)


def _simple(sample: Sample, piece: Piece, present: Mask, calculate: Callable[[Mask], Estimate], formula: str) -> Answer:
    groups = list(_domains(sample, piece))
    whole = _joined([calculate(rows & present) for _, rows in groups])
    n, df = [int((rows & present).sum()) for _, rows in groups], _df(sample, piece)
    missing = sum(int((rows & ~present).sum()) for _, rows in groups)
    ci = _intervals(sample, piece, whole, n, df)
    return Answer([group for group, _ in groups], whole, n, df, missing, formula, ci=ci)


def _quantiles(sample: Sample, piece: Piece) -> Answer:
    level = level_of(piece)
    points = piece["p"] if isinstance(piece["p"], list) else [piece["p"]]
    levels, found, n, missing = [], [], [], 0
    asked = names(piece["y"])
    for group, rows in _domains(sample, piece):
        for name in asked:
            column = sample.table[name]
            y, valid = np.where(column.present, column.needed(), 0.0), rows & column.present
            missing += int((rows & ~column.present).sum())
            for p in points:
                if not 0 < float(p) < 1:
                    raise wrong(f"p={p}不在0和1之间。", f"p={p} is not between 0 and 1.", "请改正。", "Mend it.")
                found.append(quantile(sample.design, y, valid, float(p), level))
                levels.append(group | ({"y": name} if len(asked) > 1 else {}) | {"p": p})
                n.append(int(valid.sum()))
    estimate = Estimate(np.array([one.value for one in found]), None)
    formula = "least value with F >= p; interval of Woodruff, se = half its width / t"
    ci = [(one.lower, one.upper) for one in found] if piece.get("ci") is not None else None
    df = _df(sample, piece)
    return Answer(levels, estimate, n, df, missing, formula, ci=ci, se=[one.se for one in found])


def _contrast(sample: Sample, piece: Piece) -> Answer:
    name = str(piece["of"])
    if name not in sample.made:
        raise unknown(KEY, f"contrast.of={name}", sample.made)
    made = sample.made[name]
    weights = np.atleast_2d(np.array(piece["weights"], dtype=float))
    if weights.shape[1] != len(made.levels) or (made.estimate.influence is None and made.estimate.replicated is None):
        raise wrong(
            f"“{name}”有{len(made.levels)}个估计值，weights 里有{weights.shape[1]}个数。",
            f"“{name}” has {len(made.levels)} estimates, `weights` has {weights.shape[1]} numbers.",
            "一个估计值写一个数。",
            "Give one number per estimate.",
        )
    whole = made.estimate.then(weights)
    levels: list[Level] = [{"contrast": k + 1} if len(weights) > 1 else {} for k in range(len(weights))]
    n = [sum(made.n)] * len(weights)
    ci = _intervals(sample, piece, whole, n, made.df)
    return Answer(levels, whole, n, made.df, made.missing, f"weighted sum of {name}", ci=ci)


def _regression(sample: Sample, piece: Piece) -> Answer:
    family: Family = piece.get("family") or "linear"
    if family not in FAMILIES:
        raise unknown(METHOD, family, FAMILIES)
    left, terms = split_formula(str(piece["formula"]))
    labels, x, present = model_columns(sample.table, terms)
    inside = members(sample.table, piece.get("where"))
    valid = inside & present & sample.table[left].present
    weights = np.where(valid, sample.design.weights, 0.0)
    found = regression(_weighing(sample.design, weights, valid), response(sample.table[left]), x, family)
    whole = Estimate(
        found.value, None if found.influence is None else found.influence * valid[:, None], found.replicated
    )
    n, df = [int(valid.sum())] * len(labels), degrees_of_freedom(sample.design, valid) - len(labels) + 1
    levels: list[Level] = [{"term": label} for label in labels]
    ci = _intervals(sample, piece, whole, n, df)
    return Answer(levels, whole, n, df, int((inside & ~valid).sum()), f"{family}: {piece['formula']}", ci=ci)


def _weighing(design: Design, weights: Array, valid: Mask) -> Design:
    """Return the design with other weights for solving; its replicates lose the same rows."""
    from dataclasses import replace

    again = design.replicates
    kept = None if again is None else replace(again, weights=np.where(valid[:, None], again.weights, 0.0))
    return replace(design, weights=weights, replicates=kept)


def _chisq(sample: Sample, piece: Piece) -> Answer:
    method: Literal["F", "Chisq"] = piece.get("method") or "F"
    if method not in ("F", "Chisq"):
        raise unknown(METHOD, method, ("F", "Chisq"))
    rows, columns = sample.table[str(piece["rows"])], sample.table[str(piece["columns"])]
    inside = members(sample.table, piece.get("where"))
    codes = [np.where(inside, column.codes, -1) for column in (rows, columns)]
    found = independence(sample.design, codes[0], codes[1], method)
    parameter = found.parameter[0] if len(found.parameter) == 1 else list(found.parameter)
    plain = {"statistic": found.statistic, "parameter": parameter, "p": found.p}
    missing = int((inside & ~(rows.present & columns.present)).sum())
    return _value(plain, missing, f"Rao-Scott {method}")


def _sum_weights(sample: Sample, piece: Piece) -> Answer:
    inside = members(sample.table, piece.get("where"))
    return _value({"value": float(sample.design.weights[inside].sum())}, 0, "sum w")


def _degf(sample: Sample, piece: Piece) -> Answer:
    return _value({"value": _df(sample, piece)}, 0, "PSUs less strata")


def _value(plain: Mapping[str, Any], missing: int, formula: str) -> Answer:
    return Answer([], Estimate(np.zeros(0), None), [], 0, missing, formula, plain=plain)


def _df(sample: Sample, piece: Piece) -> int:
    """Return the degrees of freedom of the rows within `where`: groups of `by` are estimated with all of them."""
    if piece.get("where") is None:
        return degrees_of_freedom(sample.design)
    return degrees_of_freedom(sample.design, members(sample.table, piece["where"]))


def _intervals(
    sample: Sample, piece: Piece, whole: Estimate, n: Sequence[int], df: int
) -> list[tuple[float, float]] | None:
    if piece.get("ci") is None:
        return None
    variances = np.diag(whole.covariance(sample.design))
    rows = int((sample.design.weights != 0).sum())
    counts = [rows] if len(n) == len(whole.value) == 1 else n
    every = zip(whole.value, variances, counts, strict=True)
    return [interval(piece, float(value), float(v), df, count) for value, v, count in every]


STATISTICS: Final[Mapping[str, Callable[[Sample, Piece], Answer]]] = {
    "mean": _of_columns,
    "total": _of_columns,
    "proportion": _of_columns,
    "ratio": _ratio,
    "variance": _variance,
    "quantile": _quantiles,
    "contrast": _contrast,
    "regression": _regression,
    "chisq": _chisq,
    "sum_weights": _sum_weights,
    "degf": _degf,
}
