"""Covariance of totals of a sample drawn with unequal probabilities without replacement.

With x the weighted influence and D_ij = (p_ij - p_i p_j) / p_ij, the Horvitz-Thompson form is sum D_ij x_i x_j', the
Yates-Grundy form -1/2 sum D_ij (x_i - x_j)(x_i - x_j)'. The joint probabilities p_ij are given, or D_ij comes from an
approximation by the p_i alone: Hartley and Rao 1962, Overton 1985. Brewer 2002 needs no pairs:
n/(n-1) * sum (1 - p_i)(x_i - mean x)(x_i - mean x)'. Checked against R survey 4.5 (svydesign with pps=).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PpsMethod = Literal["brewer", "hartley-rao", "overton", "joint"]


@dataclass(frozen=True)
class UnequalProbabilities:
    """Inclusion probabilities (n,), the method, and for "joint" the (n, n) joint ones, with p_i in the diagonal.

    `form` is the way of the sum over pairs. `squares` is the sum of p_i^2 over the population, which Hartley and Rao
    need; without it the sample's own sum of p_i estimates it. One draw without strata.
    """

    probabilities: Array
    method: PpsMethod
    joint: Array | None = None
    form: Literal["horvitz-thompson", "yates-grundy"] = "horvitz-thompson"
    squares: float | None = None

    def covariance(self, weighted: Array) -> Array:
        """Return the (K, K) covariance of the sums of `weighted` (n, K)."""
        if self.method == "brewer":
            n = len(weighted)
            spread = weighted - weighted.mean(axis=0)
            return np.asarray(n / (n - 1) * (spread.T * (1 - self.probabilities)) @ spread)
        check = self._dependence()
        plain = weighted.T @ check @ weighted
        if self.form == "horvitz-thompson":
            return np.asarray(plain)
        return np.asarray(plain - (weighted.T * check.sum(axis=1)) @ weighted)

    def _dependence(self) -> Array:
        """Return the (n, n) matrix of D_ij."""
        p, n = self.probabilities, len(self.probabilities)
        if self.method == "joint":
            assert self.joint is not None
            return np.asarray(1 - np.outer(p, p) / self.joint)
        if self.method == "hartley-rao":
            squares = float(np.sum(p)) if self.squares is None else self.squares
            check = 1 - (n - np.add.outer(p, p) + squares / n) / (n - 1)
        else:
            check = 1 - (n - np.add.outer(p, p) / 2) / (n - 1)
        np.fill_diagonal(check, 1 - p)
        return np.asarray(check)
