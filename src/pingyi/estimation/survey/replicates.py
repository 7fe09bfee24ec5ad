"""Covariance from replicate weights: the estimate is computed anew with every set of them.

scale * sum over r of rscales_r (t_r - centre)(t_r - centre)', the centre being the mean of the replicates, or the
estimate itself with `mse`. Source: Wolter 2007, 3 to 5. Checked against R survey 4.5 (svrepdesign).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Replicates:
    """R sets of weights for N rows, (N, R); `scale` and `rscales` (R,) as the method wants them."""

    weights: Array
    scale: float
    rscales: Array
    mse: bool = False

    def with_weights(self, weights: Array) -> "Replicates":
        """Return the same method with other weights (N, R), adjusted replicate by replicate."""
        return replace(self, weights=weights)

    def covariance(self, estimates: Array, full: Array) -> Array:
        """Return the (K, K) covariance of an estimate `full` (K,) with the replicates' `estimates` (R, K)."""
        centre = full if self.mse else estimates[self.rscales > 0].mean(axis=0)
        spread = estimates - centre
        return np.asarray(self.scale * (spread.T * self.rscales) @ spread)

    @property
    def degrees_of_freedom(self) -> int:
        """Return the rank of the replicate weights less one."""
        return int(np.linalg.matrix_rank(self.weights, tol=1e-5 * float(np.abs(self.weights).max()))) - 1
