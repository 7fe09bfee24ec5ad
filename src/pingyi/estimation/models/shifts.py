"""Two figures that differ in more than the units: between modes of asking, and between years."""

import math
from dataclasses import dataclass

from scipy.special import ndtr


@dataclass(frozen=True)
class Adjusted:
    """A figure and its standard error."""

    estimate: float
    se: float


@dataclass(frozen=True)
class Change:
    """The second figure minus the first, its standard error, and z with its two-sided chance under no change."""

    difference: float
    se: float
    z: float
    p: float


def mode_effect(first: float, first_se: float, second: float, second_se: float) -> Adjusted:
    """Return what the second mode adds, from a part of the sample given to the modes by lot."""
    return Adjusted(second - first, math.hypot(first_se, second_se))


def mode_adjusted(estimate: float, se: float, share: float, effect: Adjusted, covariance: float = 0.0) -> Adjusted:
    """Return a unit's figure as if all had been asked in the first mode.

    `share` (0 to 1) of its answers came by the second mode. The error of the effect is added: an adjustment that is
    itself estimated makes a figure less certain, never more. `covariance` of figure and effect where both come from
    the same answers.
    """
    variance = se**2 + share**2 * effect.se**2 - 2 * share * covariance
    return Adjusted(estimate - share * effect.estimate, math.sqrt(max(variance, 0.0)))


def change(first: float, first_se: float, second: float, second_se: float, covariance: float = 0.0) -> Change:
    """Return the change between two years; `covariance` is 0 only for samples drawn apart, else from shared PSUs."""
    difference = second - first
    se = math.sqrt(max(first_se**2 + second_se**2 - 2 * covariance, 0.0))
    if se == 0:
        return Change(
            difference, 0.0, 0.0 if difference == 0 else math.copysign(math.inf, difference), float(difference == 0)
        )
    return Change(difference, se, difference / se, float(2 * ndtr(-abs(difference) / se)))
