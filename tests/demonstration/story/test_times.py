"""Whatever the day, the running campaign is in the middle of collecting."""

import datetime as dt
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.campaigns.drafts import timetable_issues
from pingyi.campaigns.states import State, state_at
from pingyi.demonstration.build import YEAR, chapters
from pingyi.demonstration.story import times

DAYS = st.dates(dt.date(2026, 4, 1), dt.date(2099, 12, 31))


@settings(max_examples=50)
@given(DAYS)
def test_today_lies_in_the_collecting_of_the_running_campaign(today):
    moments = times.moments_around(today)
    assert timetable_issues(moments) == []
    for hour in (0, 23):
        assert state_at(moments, times.at(today, hour), published=False) is State.COLLECTING


@settings(max_examples=50)
@given(DAYS)
def test_the_story_never_goes_back_in_time_nor_beyond_today(today):
    days = [chapter.on for chapter in chapters(1, today)]
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert days[-1] < today


def test_the_timetable_of_2025_is_the_agreed_one():
    moments = times.moments_of_2025()
    assert timetable_issues(moments) == []
    local = timezone.localtime
    assert (local(moments.collect_at).date(), local(moments.publish_at).date()) == (
        dt.date(2025, 11, 1),
        dt.date(2026, 1, 15),
    )
    assert local(moments.close_at - dt.timedelta(seconds=1)).date() == dt.date(2025, 12, 10)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (times.OPENED_ON, State.PREPARING),
        (times.SCHEME_ON, State.MOBILISING),
        (dt.date(2025, 12, 10), State.COLLECTING),
        (times.IMPORTED_ON, State.CLOSED),
        (times.SCORED_ON, State.SCORING),
        (times.SIGNED_ON, State.OBJECTING),
        (times.PUBLISHED_ON, State.DUE),
    ],
)
def test_each_act_of_2025_falls_into_its_stage(day, state):
    assert state_at(times.moments_of_2025(), times.at(day), published=False) is state


def test_moments_are_those_of_the_office():
    assert times.at(dt.date(2025, 7, 1)).isoformat() == "2025-07-01T09:00:00+08:00"
    assert YEAR == 2025
