"""Calibration: the weights nearest to the design weights that give known totals.

New weights d * F(x l) with sum d F(x l) x = the totals, solved for l by Newton's method. F is 1 + u (linear), exp u
(raking), the logistic between two bounds (logit); bounds cut the first two. Post-stratification is linear calibration
to indicators, raking to margins is the exponential one to the indicators of all margins. The variance of any estimate
then is that of its residual from the weighted regression on x. Source: Deville and Sarndal 1992; Deville, Sarndal and
Sautory 1993. Checked against R survey 4.5 (calibrate, postStratify) and sampling 2.9 (calib).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pingyi.wording import Refused, Text

Array = NDArray[np.float64]
Labels = Sequence[str]
Distance = Literal["linear", "raking", "logit"]
Curve = Callable[[Array], tuple[Array, Array]]  # u -> F(u), F'(u)
Coded = tuple[NDArray[np.int64], Array]  # the level of every row, the total of every level
ROUNDS = 100
TOLERANCE = 1e-10  # of a total, relative


@dataclass(frozen=True)
class Calibrated:
    """New weights (N,), and what the auxiliary variables leave of an influence (N, K)."""

    weights: Array
    residual: Callable[[Array], Array]


def poststratify(weights: Array, groups: Labels, totals: Mapping[str, float]) -> Calibrated:
    """Return weights that add up to the total of each group; `groups` names the group of every row.

    Refused `unknown_level` and `missing_total` by the name of the level, `bad_total` for one of 0 or less.
    """
    return rake(weights, [(groups, totals)])


def rake(weights: Array, margins: Sequence[tuple[Labels, Mapping[str, float]]]) -> Calibrated:
    """Return weights that add up to the totals of every margin, by iterative proportional fitting.

    Refused as `poststratify`, and `totals_not_met` where the margins contradict one another.
    """
    coded = [_coded(labels, totals) for labels, totals in margins]
    return Calibrated(_raked(weights, coded), _residual_of(weights, coded))


def rake_all(weights: Array, margins: Sequence[tuple[Labels, Mapping[str, float]]]) -> Array:
    """Return (N, R): every column of `weights` (N, R) raked by itself, as replicates need it."""
    coded = [_coded(labels, totals) for labels, totals in margins]
    return np.stack([_raked(column, coded) for column in weights.T], axis=1)


def _raked(weights: Array, coded: Sequence[Coded]) -> Array:
    fitted = weights.astype(float)
    for _ in range(10 * ROUNDS):
        furthest = 0.0
        for codes, wanted in coded:
            there = np.bincount(codes, fitted, len(wanted))
            if not there.all():
                raise _not_met()
            factors = wanted / there
            fitted *= factors[codes]
            furthest = max(furthest, float(np.abs(factors - 1).max()))
        if furthest <= 1e-12 or len(coded) == 1:
            return fitted
    raise _not_met()


def _residual_of(weights: Array, coded: Sequence[Coded]) -> Callable[[Array], Array]:
    return _residual(weights, np.hstack([_indicators(codes) for codes, _ in coded]))


def calibrate(
    weights: Array,
    x: Array,
    totals: Array,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
) -> Calibrated:
    """Return weights with sum w x = `totals` (P,) for `x` (N, P); `bounds` limit new / old weight.

    Refused `totals_not_met` where no such weights exist, `bounds_needed` for "logit" without bounds around 1.
    """
    curve = _curve(distance, bounds)
    scale = np.where(totals != 0, np.abs(totals), np.maximum(np.abs(x).T @ weights, 1.0))
    z, wanted = x / scale, totals / scale
    multiplier = np.zeros(x.shape[1])
    missing = wanted - weights @ z
    for _ in range(ROUNDS):
        if np.abs(missing).max() <= TOLERANCE:
            return Calibrated(weights * curve(z @ multiplier)[0], _residual(weights, z))
        multiplier, missing = _step(weights, z, wanted, (multiplier, missing), curve)
    raise _not_met()


def _step(weights: Array, z: Array, wanted: Array, at: tuple[Array, Array], curve: Curve) -> tuple[Array, Array]:
    """Return a Newton step, halved until it comes nearer."""
    multiplier, missing = at
    slope = curve(z @ multiplier)[1]
    direction = np.linalg.pinv((z.T * (weights * slope)) @ z, rcond=1e-13) @ missing
    for halving in range(30):
        tried = multiplier + direction / 2**halving
        left = wanted - (weights * curve(z @ tried)[0]) @ z
        if np.isfinite(left).all() and np.abs(left).max() < np.abs(missing).max():
            return tried, left
    raise _not_met()


def _curve(distance: Distance, bounds: tuple[float, float] | None) -> Curve:
    low, high = bounds or (-np.inf, np.inf)
    if bounds is not None and not low < 1 < high:
        raise _bounds_needed()
    if distance == "logit":
        if bounds is None:
            raise _bounds_needed()
        return _logistic(low, high)

    def cut(u: Array) -> tuple[Array, Array]:
        plain = 1 + u if distance == "linear" else np.exp(np.minimum(u, 700.0))
        slope = np.ones_like(u) if distance == "linear" else plain
        return np.clip(plain, low, high), np.where((plain > low) & (plain < high), slope, 0.0)

    return cut


def _logistic(low: float, high: float) -> Curve:
    steep = (high - low) / ((1 - low) * (high - 1))

    def curve(u: Array) -> tuple[Array, Array]:
        e = np.exp(np.clip(steep * u, -500.0, 500.0))
        below, above = high - 1, (1 - low) * e
        value = (low * below + high * above) / (below + above)
        return value, steep * (value - low) * (high - value) / (high - low)

    return curve


def _residual(weights: Array, x: Array) -> Callable[[Array], Array]:
    """Return the operator u -> u - x b, b the regression of u on x with the weights before calibration."""
    root = np.sqrt(weights)[:, None]
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
    kept: list[Array] = []  # made when first asked for: replicates never ask

    def residual(influence: Array) -> Array:
        if not kept:
            vectors, size, _ = np.linalg.svd(x * root, full_matrices=False)
            kept.append(vectors[:, size > size.max(initial=0.0) * 1e-11])
        scaled, basis = influence * root, kept[0]
        return np.asarray((scaled - basis @ (basis.T @ scaled)) * inverse)

    return residual


def _coded(labels: Labels, totals: Mapping[str, float]) -> Coded:
    levels = sorted({*labels})
    for level in levels:
        if level not in totals:
            raise _missing_total(level)
    for level, total in totals.items():
        if level not in levels:
            raise _unknown_level(level)
        if not total > 0:
            raise _bad_total(level, total)
    place = {level: k for k, level in enumerate(levels)}
    return np.array([place[label] for label in labels]), np.array([float(totals[level]) for level in levels])


def _indicators(codes: NDArray[np.int64]) -> Array:
    return np.asarray(codes[:, None] == np.arange(int(codes.max()) + 1), dtype=float)


def _missing_total(level: str) -> Refused:
    return Refused.because(
        "missing_total",
        Text(f"样本里有“{level}”，总数里没有。", f"The sample has “{level}”, the totals do not."),
        Text("请补上这一类的总数，或者先把它并入别的类。", "Give its total, or join the level with another first."),
    )


def _unknown_level(level: str) -> Refused:
    return Refused.because(
        "unknown_level",
        Text(f"总数里有“{level}”，样本里一个也没有。", f"The totals have “{level}”, the sample has nobody of it."),
        Text("请把它和相近的类合并，总数相加。", "Join it with a like level and add the totals."),
    )


def _bad_total(level: str, total: float) -> Refused:
    return Refused.because(
        "bad_total",
        Text(f"“{level}”的总数是{total:g}，必须大于0。", f"The total of “{level}” is {total:g}; it must be above 0."),
        Text("请核对总数。", "Check the totals."),
    )


def _bounds_needed() -> Refused:
    return Refused.because(
        "bounds_needed",
        Text("上下限必须一个小于1、一个大于1。", "One bound must be below 1 and one above."),
        Text("例如 bounds: [0.5, 3]。", "For instance bounds: [0.5, 3]."),
    )


def _not_met() -> Refused:
    return Refused.because(
        "totals_not_met",
        Text("没有一组权数能同时满足这些总数。", "No weights meet all these totals."),
        Text(
            "请核对各项总数的合计是否一致，放宽上下限，或者少用几项。",
            "Check that the totals add up to the same number, widen the bounds, or use fewer of them.",
        ),
    )
