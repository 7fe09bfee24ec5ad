"""A campaign's state follows from its moments and from nothing else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.campaigns.drafts import Moments, timetable_issues
from pingyi.campaigns.states import State, stages, state_at


def at(day, hour=0):
    return dt.datetime(2026, 9, 1, hour, tzinfo=dt.UTC) + dt.timedelta(days=day)


MOMENTS = Moments(at(0), at(10), at(40), at(41), at(50), at(60))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (-1, State.PREPARING),
        (0, State.MOBILISING),
        (9.99, State.MOBILISING),
        (10, State.COLLECTING),
        (39.99, State.COLLECTING),
        (40, State.CLOSED),
        (41, State.SCORING),
        (50, State.OBJECTING),
        (60, State.DUE),
        (900, State.DUE),
    ],
)
def test_state_at_each_moment(day, state):
    assert state_at(MOMENTS, at(day), published=False) is state


def test_only_a_result_that_is_out_is_published():
    assert state_at(MOMENTS, at(900), published=True) is State.PUBLISHED
    assert state_at(MOMENTS, at(900), published=False) is not State.PUBLISHED


@given(st.integers(-10, 100))
def test_at_most_one_stage_is_under_way_and_done_ones_come_first(day):
    strip = stages(MOMENTS, at(day), published=False)
    assert sum(stage.now for stage in strip) <= 1
    done = [stage.done for stage in strip]
    assert done == sorted(done, reverse=True)


@given(st.permutations(range(6)))
def test_only_the_right_order_passes(order):
    days = [0, 10, 40, 41, 50, 60]
    moments = Moments(*(at(days[place]) for place in order))
    assert bool(timetable_issues(moments)) == (order != list(range(6)))


def test_close_must_come_after_collect_not_with_it():
    moments = Moments(at(0), at(10), at(10), at(41), at(50), at(60))
    assert [issue.field for issue in timetable_issues(moments)] == ["close_at"]


def test_an_issue_names_both_moments_in_both_languages():
    (issue,) = timetable_issues(Moments(at(0), at(10), at(5), at(41), at(50), at(60)))
    assert "截止" in issue.say("zh") and "开始评议" in issue.say("zh")
    assert "close" in issue.say("en") and "collect" in issue.say("en")
