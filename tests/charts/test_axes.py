"""One axis for all bars."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.charts import Axis, axis_over

POINTS = st.floats(0, 100)


def test_positions_of_the_drawn_example():
    axis = Axis(50, 100)
    assert [axis.x(value) for value in (50, 75, 86.2, 100)] == [0.0, 50.0, 72.4, 100.0]


def test_a_usual_page_runs_from_50_to_100_by_tens():
    axis = axis_over([61.7, 93.8, None])
    assert axis == Axis(50, 100)
    assert [mark for _, mark in axis.ticks] == [50, 60, 70, 80, 90, 100]
    assert [x for x, _ in axis.ticks] == ["0.0%", "20.0%", "40.0%", "60.0%", "80.0%", "100.0%"]


def test_a_low_value_opens_the_axis_downwards():
    assert axis_over([12.0, 80.0]).low == 10
    assert axis_over([3.0]).low == 0


def test_an_axis_without_values_is_the_usual_one():
    assert axis_over([]) == Axis(50, 100)


def test_another_total_scales_everything():
    axis = axis_over([60.0], top=80)
    assert (axis.low, axis.high) == (40, 80)
    assert [mark for _, mark in axis.ticks][-1] == 80


@settings(max_examples=50)
@given(st.lists(POINTS, min_size=1))
def test_every_value_lies_on_the_axis_and_marks_are_few(values):
    axis = axis_over(values)
    assert axis.low <= min(values) and max(values) <= axis.high
    assert 3 <= len(axis.ticks) <= 6
    assert axis.ticks[-1] == ("100.0%", 100)


@settings(max_examples=50)
@given(st.lists(POINTS, min_size=1), POINTS, POINTS)
def test_order_is_kept_and_nothing_leaves_the_picture(values, a, b):
    axis = axis_over(values)
    low, high = sorted((a, b))
    assert 0 <= axis.x(low) <= axis.x(high) <= 100


@settings(max_examples=50)
@given(st.lists(POINTS, min_size=1))
def test_marks_are_evenly_apart(values):
    marks = [mark for _, mark in axis_over(values).ticks]
    assert len({b - a for a, b in pairwise(marks)}) == 1
