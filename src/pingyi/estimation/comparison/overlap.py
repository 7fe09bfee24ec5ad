"""Bars estimate -+ k * se whose "no overlap" is wrong for 5 % of pairs on average: Goldstein and Healy 1995.

k solves mean over pairs of 2 Phi(-k (s_i + s_j) / sqrt(s_i^2 + s_j^2)) = 1 - level. For pairs chosen beforehand only.
Checked against base R.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr


def overlap_factor(ses: Sequence[float], level: float = 0.95) -> float:
    """Return k for two or more standard errors above 0."""
    s = np.asarray(ses, dtype=float)
    i, j = np.triu_indices(len(s), 1)
    spread = (s[i] + s[j]) / np.hypot(s[i], s[j])

    def excess(k: float) -> float:
        return float(np.mean(2 * ndtr(-k * spread))) - (1 - level)

    return float(brentq(excess, 0.0, 10.0, xtol=1e-13))  # type: ignore[no-untyped-call]
