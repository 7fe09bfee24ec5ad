"""How people answer: scales, and the mixture of contented and displeased people behind a mean.

A unit with mean m is answered by a mixture of two fixed crowds, contented and displeased, in the one proportion that
gives m. So the mean of every distribution is known exactly, and the shape stays that of real answers: the best answer
most often, a long tail. Shares are integers out of a million.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pingyi.demonstration.world.draws import Floats, Integers

MILLION: Final = 1_000_000
DONT_KNOW: Final = -1


@dataclass(frozen=True)
class Scale:
    """Answer codes from best to worst, their points of 100, and how each crowd answers (shares of one)."""

    codes: tuple[int, ...]
    points: tuple[int, ...]
    contented: tuple[float, ...]
    displeased: tuple[float, ...]

    @cached_property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest mean the mixture can have."""
        return self._mean(self.displeased), self._mean(self.contented)

    def _mean(self, shares: tuple[float, ...]) -> float:
        return sum(share * points for share, points in zip(shares, self.points, strict=True))

    def shares(self, means: Floats) -> Integers:
        """Return shares out of a million, one more axis than `means`; means out of reach are drawn to its end."""
        low, high = self.reach
        contented = np.clip((means - low) / (high - low), 0.0, 1.0)[..., np.newaxis]
        mixed = contented * np.array(self.contented) + (1.0 - contented) * np.array(self.displeased)
        shares = np.rint(mixed * MILLION).astype(np.int64)
        shares[..., 0] += MILLION - shares.sum(axis=-1)
        return np.asarray(shares, dtype=np.int64)

    def answers(self, shares: Integers, uniforms: Floats) -> NDArray[np.int16]:
        """Return the code that each uniform number falls on; `shares` has one row per uniform number."""
        steps = np.cumsum(shares[..., :-1], axis=-1)
        places = (uniforms[..., np.newaxis] * MILLION >= steps).sum(axis=-1)
        return np.asarray(np.array(self.codes)[places], dtype=np.int16)


FIVE: Final = Scale((5, 4, 3, 2, 1), (100, 75, 50, 25, 0), (0.84, 0.13, 0.03, 0.0, 0.0), (0.05, 0.15, 0.35, 0.25, 0.2))
MET: Final = Scale((0, 1), (100, 0), (1.0, 0.0), (0.3, 0.7))  # of bad things: 0 not met
KEPT: Final = Scale((2, 1, 0), (100, 50, 0), (0.92, 0.08, 0.0), (0.15, 0.35, 0.5))  # of promises: 2 kept
