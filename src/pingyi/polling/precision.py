"""What a cell can be expected to tell, before the first letter leaves. Pure."""

from dataclasses import dataclass
from math import floor, sqrt
from statistics import NormalDist
from typing import Final, Literal

Z95: Final = NormalDist().inv_cdf(0.975)
SPREAD = 25.0  # points of 100: the standard deviation of marks on a five-step scale is seldom larger
RANKED = 100  # ballots from which a cell is compared with others


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect of a cell: ballots, half the width of the 95 % interval in points, and what may be shown."""

    ballots: int
    half_width: float | None  # None: withheld
    shown: Literal["withheld", "unranked", "ranked"]


def expected(invited: int, k: int, response: float) -> Expected:
    """Return what a cell of `invited` people tells when the share `response` of them answers.

    Half width = 1.96 x 25 / sqrt(n), with the correction for a finite group sqrt(1 - n / invited): ballots are often
    most of a small cell.
    """
    ballots = floor(invited * response)
    if ballots < k:
        return Expected(ballots, None, "withheld")
    half_width = Z95 * SPREAD / sqrt(ballots) * sqrt(1 - ballots / invited)
    return Expected(ballots, half_width, "ranked" if ballots >= RANKED else "unranked")
