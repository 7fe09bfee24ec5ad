"""Geometry of the charts: positions in percent and the words a screen reader says. Pure; templates draw."""

from pingyi.charts.axes import Axis, axis_over
from pingyi.charts.counts import Nest, nest
from pingyi.charts.intervals import Interval, IntervalBar, Middle, interval_bar

__all__ = ["Axis", "Interval", "IntervalBar", "Middle", "Nest", "axis_over", "interval_bar", "nest"]
