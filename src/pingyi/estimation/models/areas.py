"""Small units borrow strength: y_i = x_i' b + u_i + e_i, u_i ~ N(0, A), e_i ~ N(0, D_i) with D_i known.

With an intercept alone this is the random-effects model of meta-analysis; with covariates that of Fay and Herriot 1979.
The variance A by REML, ML, or a moment: Fay-Herriot (in meta-analysis Paule and Mandel) or DerSimonian and Laird. The
error of the predictions includes that of b and of A: Prasad and Rao 1990, Datta and Lahiri 2000, Datta, Rao and Smith
2005. Checked against R sae 1.3 (milk) and metafor 3.8 (60 units).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from pingyi.wording import Refused, Text

Floats = NDArray[np.float64]
Method = Literal["REML", "ML", "FH", "DL"]
ROUNDS: Final = 200
CLOSE: Final = 1e-13


@dataclass(frozen=True)
class Areas:
    """A fitted model of K units and P coefficients.

    `variance` is A, `beta` (P,) with `beta_cov` (P, P), `predicted` (K,) the best predictions, `mse` (K,) their mean
    squared errors, `shrinkage` (K,) the weight A / (A + D) of the unit's own figure, `loglik` the log likelihood.
    """

    method: Method
    variance: float
    beta: Floats
    beta_cov: Floats
    predicted: Floats
    mse: Floats
    shrinkage: Floats
    loglik: float

    @property
    def reliability(self) -> Floats:
        """Return how much of the spread of each unit's own figure is not chance: A / (A + D)."""
        return self.shrinkage


def fitted(y: Floats, d: Floats, x: Floats | None = None, method: Method = "REML") -> Areas:
    """Fit `y` (K,) with known variances `d` (K,) above 0 on `x` (K, P), an intercept if not given.

    Refused `bad_error` for a variance that is not above 0, `collinear` where x says the same twice, `too_few_units`.
    """
    x = np.ones((len(y), 1)) if x is None else x
    _check(d, x)
    a = VARIANCES[method](y, d, x)
    beta, cov = _coefficients(y, d, x, a)
    own = a / (a + d)
    fit = x @ beta
    total = a + d
    loglik = -0.5 * float(np.sum(np.log(2 * np.pi * total) + (y - fit) ** 2 / total))
    return Areas(method, a, beta, cov, fit + own * (y - fit), _mse(d, x, a, cov, method), own, loglik)


def prediction_variance(fit: Areas, d: Floats, x: Floats | None = None) -> Floats:
    """Return the variance (K,) of the predictions with A taken as known, as metafor's `blup` gives it."""
    x = np.ones((len(d), 1)) if x is None else x
    away = 1 - fit.shrinkage
    return np.asarray(away * fit.variance + away**2 * np.einsum("ip,pq,iq->i", x, fit.beta_cov, x))


def heterogeneity(y: Floats, d: Floats) -> tuple[float, float]:
    """Return Cochran's Q (on K - 1 df when all units are alike) and I^2 = A / (A + typical d) by REML, 0 to 1."""
    w = 1 / d
    q = float(np.sum(w * (y - np.sum(w * y) / w.sum()) ** 2))
    typical = (len(y) - 1) * w.sum() / (w.sum() ** 2 - np.sum(w**2))
    a = fitted(y, d).variance
    return q, float(a / (a + typical))


def _coefficients(y: Floats, d: Floats, x: Floats, a: float) -> tuple[Floats, Floats]:
    w = 1 / (a + d)
    cov = np.linalg.inv((x.T * w) @ x)
    return np.asarray(cov @ (x.T @ (w * y))), np.asarray(cov)


def _projection(d: Floats, x: Floats, a: float) -> Floats:
    """Return P = V^-1 - V^-1 X (X' V^-1 X)^-1 X' V^-1."""
    w = 1 / (a + d)
    weighted = x * w[:, None]
    return np.asarray(np.diag(w) - weighted @ np.linalg.inv(x.T @ weighted) @ weighted.T)


def _scored(step: Callable[[float], tuple[float, float]], start: float) -> float:
    """Return A >= 0 where the score is 0, by Fisher scoring; halved where it would leave what is possible."""
    a = start
    for _ in range(ROUNDS):
        score, information = step(a)
        new = max(a + score / information, 0.0)
        if abs(new - a) <= CLOSE * max(a, start):
            return new
        a = new
    return a


def _reml(y: Floats, d: Floats, x: Floats) -> float:
    def step(a: float) -> tuple[float, float]:
        p = _projection(d, x, a)
        py = p @ y
        return 0.5 * float(py @ py - np.trace(p)), 0.5 * float(np.sum(p * p))

    return _scored(step, float(np.median(d)))


def _ml(y: Floats, d: Floats, x: Floats) -> float:
    def step(a: float) -> tuple[float, float]:
        w = 1 / (a + d)
        rest = y - x @ _coefficients(y, d, x, a)[0]
        return 0.5 * float(np.sum(w**2 * rest**2) - w.sum()), 0.5 * float(np.sum(w**2))

    return _scored(step, float(np.median(d)))


def _moment(y: Floats, d: Floats, x: Floats) -> float:
    """Return A where the weighted squared residuals equal their degrees of freedom, 0 where they never do."""
    df: int = len(y) - x.shape[1]

    def excess(a: float) -> float:
        return float(np.sum((y - x @ _coefficients(y, d, x, a)[0]) ** 2 / (a + d))) - df

    if excess(0.0) <= 0:
        return 0.0
    high = float(np.var(y)) + float(d.max())
    while excess(high) > 0:
        high *= 2
    return float(brentq(excess, 0.0, high, xtol=1e-15, rtol=1e-13))  # type: ignore[no-untyped-call]


def _dersimonian_laird(y: Floats, d: Floats, x: Floats) -> float:
    p = _projection(d, x, 0.0)
    df: int = len(y) - x.shape[1]
    excess = float(y @ p @ y) - df
    return max(excess / float(np.trace(p)), 0.0)


VARIANCES: Final[Mapping[Method, Callable[[Floats, Floats, Floats], float]]] = {
    "REML": _reml,
    "ML": _ml,
    "FH": _moment,
    "DL": _dersimonian_laird,
}


def _mse(d: Floats, x: Floats, a: float, cov: Floats, method: Method) -> Floats:
    k, total = len(d), a + d
    away, first, second = d / total, float(np.sum(1 / total)), float(np.sum(1 / total**2))
    moment = method in ("FH", "DL")
    var_a = 2 * k / first**2 if moment else 2 / second
    bias = 0.0
    if moment:
        bias = 2 * (k * second - first**2) / first**3
    elif method == "ML":
        bias = -float(np.trace(cov @ ((x.T / total**2) @ x))) / second
    known = d * (1 - away) + away**2 * np.einsum("ip,pq,iq->i", x, cov, x)
    return np.asarray(known + 2 * away**2 * var_a / total - bias * away**2)


def _check(d: Floats, x: Floats) -> None:
    if not np.all(np.isfinite(d) & (d > 0)):
        unit = int(np.flatnonzero(~(np.isfinite(d) & (d > 0)))[0]) + 1
        raise _refused(
            "bad_error",
            f"第{unit}个单位的方差不大于0。",
            f"The variance of unit {unit} is not above 0.",
            "请用 honest_se 的平方，或去掉这个单位。",
            "Take the square of honest_se, or leave the unit out.",
        )
    if len(x) <= x.shape[1] + 1:
        raise _refused(
            "too_few_units",
            f"{len(x)} 个单位不够估计 {x.shape[1]} 个系数。",
            f"{len(x)} units cannot give {x.shape[1]} coefficients.",
            "请减少辅助变量。",
            "Use fewer covariates.",
        )
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise _refused(
            "collinear",
            "辅助变量之间完全相关。",
            "The covariates say the same twice.",
            "请去掉一个。",
            "Leave one out.",
        )


def _refused(code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    return Refused.because(code, Text(zh, en), Text(remedy_zh, remedy_en))
