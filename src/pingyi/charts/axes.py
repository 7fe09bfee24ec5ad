"""One axis for all bars of a page, so that they can be compared by eye."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

FEWEST_TENS = 5  # an axis spans at least 50 of 100 points: small differences must look small


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high` points."""

    low: float
    high: float

    def x(self, value: float) -> float:
        """Return the position of `value` in percent of the width, kept within the axis, to a tenth."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(1.0, max(0.0, share)), 1)

    @property
    def ticks(self) -> tuple[tuple[str, int], ...]:
        """The marks: position in percent and the points it stands for; six at most, evenly apart."""
        tens = round((self.high - self.low) / (self.high / 10))
        every = next(n for n in (1, 2, 5) if tens / n <= 5)
        marks = [self.high - k * every * self.high / 10 for k in range(tens // every, -1, -1)]
        return tuple((percent(self.x(mark)), round(mark)) for mark in marks)


def axis_over(values: Iterable[float | None], *, top: float = 100.0) -> Axis:
    """Return an axis that ends at `top`, shows all `values` (not None) and spans at least half of `top`."""
    shown = [value for value in values if value is not None]
    tenth = top / 10
    tens = min((floor(value / tenth) for value in shown), default=FEWEST_TENS)
    return Axis(tenth * max(0, min(tens, FEWEST_TENS)), top)


def percent(value: float) -> str:
    """Write a position as SVG reads it."""
    return f"{value:.1f}%"
