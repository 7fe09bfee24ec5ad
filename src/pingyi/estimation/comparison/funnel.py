"""Funnel limits: how far a share of n may lie from the target by chance, and what else pulls units apart.

Exact limits interpolate the binomial distribution: y = (r - a)/n with r the least count with F(r) >= p and
a = (F(r) - p) / (F(r) - F(r - 1)). Over-dispersion is estimated from winsorised z scores: phi = mean z_w^2; the
additive tau^2 = (K phi - (K - 1)) / (sum w - sum w^2 / sum w) widens the error of each unit.
Source: Spiegelhalter 2005. Checked against base R (tests/vectors/statistics/base_methods.json).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from pingyi.estimation.intervals import critical

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Dispersion:
    """Naive scores z (K,), the multiplicative factor phi and the additive variance tau2 (0 where there is none)."""

    z: Floats
    phi: float
    tau2: float


def binomial_limit(target: float, n: int, p: float) -> float:
    """Return the share that a count of `n` with mean share `target` stays below with probability `p`."""
    below = bdtr(np.arange(n + 1), n, target)
    r = int(np.searchsorted(below, p))
    before = float(below[r - 1]) if r else 0.0
    part = (float(below[r]) - p) / (float(below[r]) - before)
    return (r - part) / n


def dispersion(shares: Sequence[float], errors: Sequence[float], target: float, *, cut: float = 0.1) -> Dispersion:
    """Return how much more units differ than chance explains; `errors` are those under the target.

    The `cut` share of scores at each end counts as if at the quantile there (type 7).
    """
    s = np.asarray(errors, dtype=float)
    z = (np.asarray(shares, dtype=float) - target) / s
    low, high = np.quantile(z, [cut, 1 - cut])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    w = 1 / s**2
    tau2 = (len(z) * phi - (len(z) - 1)) / (w.sum() - (w**2).sum() / w.sum())
    return Dispersion(z, phi, max(float(tau2), 0.0))


def flagged(
    shares: Sequence[float], errors: Sequence[float], target: float, tau2: float, level: float = 0.95
) -> list[int]:
    """Return -1, 0 or 1 per unit: surely below, within, surely above the target once `tau2` is allowed for."""
    z = (np.asarray(shares) - target) / np.sqrt(np.asarray(errors) ** 2 + tau2)
    return [int(np.sign(one)) if abs(one) > critical(None, level) else 0 for one in z]
