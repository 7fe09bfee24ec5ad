"""Shares of counted things - of rectifications, of promises - with their error, and where a value stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pingyi.estimation.intervals import Interval, wilson_interval
from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class Share:
    """A share of counted things: value, variance p(1-p)/n, Wilson's interval, and the base n."""

    value: float
    variance: float
    lower: float
    upper: float
    n: int


def share(part: int, whole: int, level: float = 0.95) -> Share | None:
    """Return part/whole with its error; None when there was nothing to count.

    The things are all there are, not a sample of them; the variance answers the other question, how far the share
    could differ by chance if as many things came up again, so that 1 of 1 is not read as a perfect record.
    """
    if not 0 <= part <= whole:
        raise Refused.because(
            "count_off_range",
            Text(f"{part}不在0到{whole}之间。", f"{part} is not between 0 and {whole}."),
            Text("请核对这两个数。", "Check the two counts."),
        )
    if whole == 0:
        return None
    value = part / whole
    lower, upper = wilson_interval(value, whole, level=level)
    return Share(value, value * (1 - value) / whole, lower, upper, whole)


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Return lower quartile, median and upper quartile of like units; None for an empty group.

    Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of R).
    """
    ordered = sorted(values)
    if not ordered:
        return None
    lower, median, upper = (_quantile(ordered, quarters) for quarters in (1, 2, 3))
    return lower, median, upper


def standing(interval: Interval, value: float) -> Literal["better", "worse", "same"]:
    """Return how an estimate stands to `value` (for instance the median of like units), by its whole interval."""
    lower, upper = interval
    if lower > value:
        return "better"
    return "worse" if upper < value else "same"


def _quantile(ordered: Sequence[float], quarters: int) -> float:
    place, rest = divmod((len(ordered) - 1) * quarters, 4)
    if rest == 0:
        return ordered[place]
    return ordered[place] + (ordered[place + 1] - ordered[place]) * rest / 4
