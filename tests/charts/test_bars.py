"""Interval bars and nested counts, against the figures of the drawn unit page."""

from pingyi.charts import Axis, Interval, Middle, interval_bar, nest
from pingyi.wording import Text

ATTITUDE = Text("态度", "Attitude")
DRAWN = interval_bar(Axis(50, 100), ATTITUDE, Interval(86.2, 82.9, 89.1), Middle(75.0, 79.4, 82.5))


def test_the_drawn_bar_comes_out():
    assert (DRAWN.x, DRAWN.x_lower, DRAWN.x_upper) == ("72.4%", "65.8%", "78.2%")
    assert (DRAWN.band_x, DRAWN.band_width, DRAWN.x_median) == ("50.0%", "15.0%", "58.8%")


def test_the_bar_speaks_both_languages():
    assert DRAWN.says.zh == "态度：86.2分，区间82.9至89.1；同类中位数79.4分，中间一半在75.0至82.5"
    assert DRAWN.says.en == (
        "Attitude: 86.2 points, interval 82.9 to 89.1; like units: median 79.4, middle half 75.0 to 82.5"
    )


def test_without_like_units_there_is_no_band():
    bar = interval_bar(Axis(0, 100), ATTITUDE, Interval(50, 40, 60))
    assert (bar.band_width, bar.x_median) == ("", "")
    assert "同类" not in bar.says.zh


def test_an_interval_that_leaves_the_axis_has_no_cap_there():
    bar = interval_bar(Axis(50, 100), ATTITUDE, Interval(52, 44, 60))
    assert (bar.ends_below, bar.ends_above) == (True, False)
    assert bar.x_lower == "0.0%"


def test_three_counts_of_the_drawn_page():
    drawn = nest(88, 63, 41)
    assert drawn is not None
    assert (drawn.claimed_width, drawn.confirmed_width) == ("71.6%", "46.6%")
    assert drawn.says.zh == "应整改88件，其中单位称完成63件，群众确认解决41件"


def test_nothing_due_draws_nothing():
    assert nest(0, 0, 0) is None


def test_a_confirmed_thing_is_never_hidden_by_a_missing_claim():
    drawn = nest(10, 2, 4)
    assert drawn is not None
    assert drawn.claimed_width == drawn.confirmed_width == "40.0%"
