"""Generalised linear models under a design: which answers go together with which.

The coefficients solve sum w x (y - mu) / (V g') = 0; their influence is that score times the inverse of the weighted
information, so the variance is a sandwich with the design's own covariance inside. Source: Binder 1983. Checked
against R survey 4.5 (svyglm).
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from pingyi.estimation.survey.design import Design
from pingyi.estimation.survey.estimates import Estimate
from pingyi.wording import Refused, Text

Array = NDArray[np.float64]
Family = Literal["linear", "logit", "poisson"]
ROUNDS = 60


def regression(design: Design, y: Array, x: Array, family: Family) -> Estimate:
    """Return the coefficients of `x` (N, P) for `y` (N,); rows with weight 0 take no part.

    Refused `collinear` where columns say the same twice, `no_convergence` where a group is all yes or all no.
    """
    value, influence = _fit(design.weights, y, x, family)
    if design.replicates is None:
        return Estimate(value, influence)
    return Estimate(value, None, np.stack([_fit(w, y, x, family)[0] for w in design.replicates.weights.T]))


def _fit(w: Array, y: Array, x: Array, family: Family) -> tuple[Array, Array]:
    """Return coefficients and influence, by iterated weighted least squares from the data themselves.

    It stops when the deviance moves by less than 1e-8 of itself, and takes the information of the last step, as R's
    glm does: the figures then are the same to the last digits, not only to those that matter.
    """
    mean = _start(y, w, family)
    linear = _link(mean, family)
    deviance = _deviance(w, y, mean, family)
    for _ in range(ROUNDS):
        slope = _slope(mean, family)
        inverse = _inverse((x.T * (w * slope)) @ x)
        beta = inverse @ (x.T @ (w * (slope * linear + y - mean)))
        linear = x @ beta
        mean, before = _mean(linear, family), deviance
        deviance = _deviance(w, y, mean, family)
        if family == "linear" or abs(deviance - before) < 1e-8 * (abs(deviance) + 0.1):
            working = np.where(w != 0, (y - mean) / _slope(mean, family), 0.0)
            return beta, np.asarray((x * (slope * working)[:, None]) @ inverse)
    raise Refused.because(
        "no_convergence",
        Text("回归没有收敛。", "The regression did not converge."),
        Text("可能有一组的回答全是或全否；请合并这一组。", "A group may be all yes or all no; join it with another."),
    )


def _start(y: Array, w: Array, family: Family) -> Array:
    """Return means near the data to start from; weights count relative to their mean."""
    if family == "linear":
        return y
    if family == "poisson":
        return y + 0.1
    relative = w / w[w != 0].mean()
    return np.asarray((relative * y + 0.5) / (relative + 1))


def _link(mean: Array, family: Family) -> Array:
    if family == "linear":
        return mean
    return np.log(mean) if family == "poisson" else np.log(mean / (1 - mean))


def _mean(linear: Array, family: Family) -> Array:
    if family == "linear":
        return linear
    return np.exp(linear) if family == "poisson" else np.asarray(1 / (1 + np.exp(-linear)))


def _slope(mean: Array, family: Family) -> Array:
    """Return the slope of the mean; with the canonical link it is the variance too."""
    if family == "linear":
        return np.ones_like(mean)
    return mean if family == "poisson" else np.maximum(mean * (1 - mean), 1e-15)


def _deviance(w: Array, y: Array, mean: Array, family: Family) -> float:
    """Return the deviance, the weights taken relative to their mean."""
    relative = w / w[w != 0].mean()
    if family == "linear":
        return float(relative @ (y - mean) ** 2)
    own = xlogy(y, y / mean)
    rest = mean - y if family == "poisson" else xlogy(1 - y, (1 - y) / np.maximum(1 - mean, 1e-300))
    return 2 * float(relative @ (own + rest))


def _inverse(information: Array) -> Array:
    scale = np.sqrt(np.diag(information))
    if not (scale > 0).all() or np.linalg.cond(information / np.outer(scale, scale)) > 1e12:
        raise Refused.because(
            "collinear",
            Text("自变量之间互相重复，系数定不下来。", "The columns of the formula say the same twice."),
            Text("请从公式里去掉一个变量。", "Leave one variable out of the formula."),
        )
    return np.asarray(np.linalg.inv(information))
