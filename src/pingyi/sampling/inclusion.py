"""Inclusion probabilities in proportion to size, and the joint ones of three designs.

Sources: Särndal, Swensson and Wretman 1992, 3.6; Sampford 1967; Chen, Dempster and Liu 1994 and Tillé 2006 for
conditional Poisson (maximum entropy). Checked against R sampling 2.9 (tests/vectors/statistics/sampling.json).
"""

import numpy as np
from numpy.typing import NDArray

from pingyi.sampling.refusals import refused

Floats = NDArray[np.float64]
STEPS = 200
CLOSE = 1e-13


def inclusion_probabilities(sizes: NDArray[np.int64], n: int) -> Floats:
    """Return pi_i = n x_i / sum x; what would exceed 1 is certain, the rest shares what remains, until it settles."""
    x = np.asarray(sizes, dtype=float)
    if n > len(x):
        raise refused(
            "too_many",
            f"要抽 {n} 个，只有 {len(x)} 个。",
            f"{n} wanted, {len(x)} exist.",
            "请减少样本量。",
            "Ask for fewer.",
        )
    certain = np.zeros(len(x), dtype=bool)
    while True:
        left = n - int(certain.sum())
        pi = np.where(certain, 1.0, left * x / max(x[~certain].sum(), 1e-300))
        over = ~certain & (pi >= 1)
        if not over.any():
            return pi
        certain |= over


def systematic_joint(pi: Floats) -> Floats:
    """Return (N, N) joint probabilities of systematic selection in this order; many are 0."""
    ends = np.cumsum(pi)
    starts = np.unique(np.concatenate([[0.0], np.round(ends % 1, 12) % 1]))
    lengths = np.diff(np.concatenate([starts, [1.0]]))
    joint = np.zeros((len(pi), len(pi)))
    for start, length in zip(starts, lengths, strict=True):
        middle = start + length / 2
        hit = np.floor(ends - middle) > np.floor(ends - pi - middle)
        joint += length * np.outer(hit, hit)
    return joint


def sampford_joint(pi: Floats) -> Floats:
    """Return (N, N) joint probabilities of Sampford's design; every pi below 1, their sum n a whole number."""
    n = round(float(pi.sum()))
    p, odds = pi / n, (pi / n) / (1 - pi)
    sums = [float((odds**r).sum()) for r in range(n + 1)]
    whole = [1.0]  # sums over subsets of m units of the product of their odds
    for m in range(1, n + 1):
        whole.append(sum((-1) ** (r - 1) * sums[r] * whole[m - r] for r in range(1, m + 1)) / m)
    scale = 1 / sum(t * whole[n - t] / n**t for t in range(1, n + 1))
    both, product = odds[:, None] + odds[None, :], np.outer(odds, odds)
    without = [np.ones_like(product)]  # the same sums without the units i and j
    for m in range(1, n - 1):
        before = without[m - 2] if m > 1 else 0.0
        without.append(whole[m] - both * without[m - 1] - product * before)
    pair = p[:, None] + p[None, :]
    joint = sum(((t - n * pair) * without[n - t] / n ** (t - 2) for t in range(2, n + 1)), np.zeros_like(product))
    return _with_diagonal(scale * product * joint, pi)


def conditional_poisson_odds(pi: Floats) -> Floats:
    """Return the odds w of Poisson sampling that, given n drawn, has inclusion probabilities `pi` (all below 1)."""
    n, trial = round(float(pi.sum())), pi.copy()
    for _ in range(STEPS):
        step = pi - given_size(trial / (1 - trial), n)
        trial = np.clip(trial + step, 1e-12, 1 - 1e-12)
        if np.abs(step).max() < CLOSE:
            break
    return np.asarray(trial / (1 - trial))


def given_size(odds: Floats, n: int) -> Floats:
    """Return the inclusion probabilities of Poisson sampling with these odds, given that n are drawn."""
    pi = np.zeros(len(odds))
    for size in range(1, n + 1):
        share = odds * (1 - pi)
        pi = size * share / share.sum()
    return pi


def conditional_poisson_joint(pi: Floats) -> Floats:
    """Return (N, N) joint probabilities of the design of maximum entropy; every pi below 1."""
    odds = conditional_poisson_odds(pi)
    n, gap = round(float(pi.sum())), odds[None, :] - odds[:, None]
    alike = np.abs(gap) < 1e-9 * odds[:, None]  # units of one size, the diagonal too
    with np.errstate(divide="ignore", invalid="ignore"):
        joint = np.where(alike, 0.0, (pi[:, None] * odds[None, :] - pi[None, :] * odds[:, None]) / gap)
    others = alike.sum(axis=1) - 1
    rest = (n - 1) * pi - joint.sum(axis=1)
    share = np.divide(rest, others, out=np.zeros_like(rest), where=others > 0)
    return _with_diagonal(np.where(alike, share[:, None], joint), pi)


def _with_diagonal(joint: Floats, pi: Floats) -> Floats:
    np.fill_diagonal(joint, pi)
    return joint
