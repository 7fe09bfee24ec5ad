"""Units compared as if all had served the same mix of people: adjusted = raw - sum b_k (mean of x_k here - over all).

The b_k come from a regression with a level of its own for every unit, so that differences between units do not leak
into them. The method of patient-mix adjustment in CAHPS; checked against R on the schools of California.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pingyi.wording import Refused, Text

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CaseMix:
    """Per unit (K, in the order of `units`): raw and adjusted mean, the error of the adjusted one, answers.

    `slopes` (P,) and `slopes_cov` (P, P) of the covariates; `overall` (P,) their means over all answers.
    """

    units: Sequence[str]
    raw: Floats
    adjusted: Floats
    se: Floats
    n: NDArray[np.int64]
    slopes: Floats
    slopes_cov: Floats
    overall: Floats


def case_mix(y: Floats, x: Floats, unit: Sequence[str], weights: Floats | None = None) -> CaseMix:
    """Adjust the means of `y` (N,) for `x` (N, P) by `unit` (N,). The error holds both the unit's and the slopes'.

    Refused `collinear` where a covariate does not vary within units or repeats others.
    """
    w = np.ones(len(y)) if weights is None else weights
    units, place = np.unique(np.asarray(unit), return_inverse=True)
    means_x = np.stack([_means(column, w, place) for column in x.T], axis=1)
    raw = _means(y, w, place)
    within_x, within_y = x - means_x[place], y - raw[place]
    inner = (within_x.T * w) @ within_x
    if np.linalg.matrix_rank(inner) < x.shape[1]:
        raise Refused.because(
            "collinear",
            Text(
                "有一个变量在单位内部没有差别，或与其他变量重复。",
                "A covariate does not vary within units, or repeats others.",
            ),
            Text("请去掉它。", "Leave it out."),
        )
    inverse = np.linalg.inv(inner)
    slopes = inverse @ (within_x.T @ (w * within_y))
    rest = within_y - within_x @ slopes
    away = means_x - (w @ x) / w.sum()
    cov = inverse @ ((within_x.T * (w * rest) ** 2) @ within_x) @ inverse
    own = _spread(rest, w, place)
    se = np.sqrt(own + np.einsum("kp,pq,kq->k", away, cov, away))
    return CaseMix(
        [str(one) for one in units], raw, raw - away @ slopes, se, np.bincount(place), slopes, cov, (w @ x) / w.sum()
    )


def _means(values: Floats, w: Floats, place: NDArray[np.intp]) -> Floats:
    return np.asarray(np.bincount(place, w * values) / np.bincount(place, w))


def _spread(rest: Floats, w: Floats, place: NDArray[np.intp]) -> Floats:
    """Return the variance of the unit means from the residuals within each unit, 0 for a unit of one answer."""
    n, total = np.bincount(place), np.bincount(place, w)
    squares = np.bincount(place, (w * rest) ** 2) / total**2
    return np.asarray(squares * np.divide(n, n - 1, out=np.zeros(len(n)), where=n > 1))
