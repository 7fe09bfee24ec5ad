"""What can be said about ranks, from who is surely above whom: tiers, and the best and worst rank of each unit."""

from collections.abc import Sequence

import numpy as np

from pingyi.estimation.comparison.simultaneous import DRAWS, Mask, surely_above_for_one


def tiers(estimates: Sequence[float], ses: Sequence[float], above: Mask) -> tuple[int, ...]:
    """Return the tier (1 is the top) of each unit, in the order given.

    Walk down the ranking; a new tier starts at the first unit that is surely below the top unit of the current one.
    Equal estimates go by the smaller standard error first, so the order of the input does not matter.
    """
    found = [0] * len(estimates)
    tier, top = 0, -1
    for unit in np.lexsort((np.asarray(ses), -np.asarray(estimates))).tolist():
        if top < 0 or above[top, unit]:
            tier, top = tier + 1, unit
        found[unit] = tier
    return tuple(found)


def rank_limits(above: Mask) -> tuple[tuple[int, int], ...]:
    """Return (best, worst) rank of each unit, 1 the largest: 1 + units surely above it, p - units surely below it."""
    return tuple(
        (1 + int(better), len(above) - int(worse))
        for better, worse in zip(above.sum(axis=0), above.sum(axis=1), strict=True)
    )


def marginal_rank_limits(
    estimates: Sequence[float], ses: Sequence[float], *, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> tuple[tuple[int, int], ...]:
    """Return (best, worst) rank of each unit that hold for each unit by itself, not for all at one time."""

    def of(unit: int) -> tuple[int, int]:
        worse, better = surely_above_for_one(estimates, ses, unit, level=level, draws=draws, seed=seed).sum(axis=1)
        return 1 + int(better), len(estimates) - int(worse)

    return tuple(of(unit) for unit in range(len(estimates)))
