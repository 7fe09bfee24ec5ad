"""Interval bars: a point with its interval before the middle half of like units."""

from dataclasses import dataclass

from pingyi.charts.axes import Axis, percent
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate in points with its 95 % interval."""

    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle half of the like units (quartiles) and their median."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """One bar as SVG draws it; positions are texts in percent of the width. No band where like units are unknown."""

    x: str
    x_lower: str
    x_upper: str
    ends_below: bool  # the interval runs out of the axis: that end gets no cap
    ends_above: bool
    band_x: str
    band_width: str
    x_median: str
    says: Text


def interval_bar(axis: Axis, name: Text, shown: Interval, like: Middle | None = None) -> IntervalBar:
    """Return the bar of `shown` on `axis`; `name` begins what a screen reader says."""
    band = axis.x(like.low) if like else 0.0
    return IntervalBar(
        x=percent(axis.x(shown.estimate)),
        x_lower=percent(axis.x(shown.lower)),
        x_upper=percent(axis.x(shown.upper)),
        ends_below=shown.lower < axis.low,
        ends_above=shown.upper > axis.high,
        band_x=percent(band),
        band_width=percent(axis.x(like.high) - band) if like else "",
        x_median=percent(axis.x(like.median)) if like else "",
        says=_says(name, shown, like),
    )


def _says(name: Text, shown: Interval, like: Middle | None) -> Text:
    zh = f"{name.zh}：{shown.estimate:.1f}分，区间{shown.lower:.1f}至{shown.upper:.1f}"
    en = f"{name.say('en')}: {shown.estimate:.1f} points, interval {shown.lower:.1f} to {shown.upper:.1f}"
    if like:
        zh += f"；同类中位数{like.median:.1f}分，中间一半在{like.low:.1f}至{like.high:.1f}"
        en += f"; like units: median {like.median:.1f}, middle half {like.low:.1f} to {like.high:.1f}"
    return Text(zh, en)
