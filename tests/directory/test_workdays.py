"""Working days, against the holiday notices of the State Council."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.directory.actions.calendars import YEARS_KNOWN, load_calendar_year, set_calendar_day
from pingyi.directory.models import CalendarDay
from pingyi.directory.queries.calendars import office_calendar
from pingyi.directory.workdays import Calendar, add_working_days, working_days_between
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused

DAYS = st.dates(dt.date(2023, 6, 1), dt.date(2026, 6, 30))
# 国办发明电〔2022〕16号: off from 29 September to 6 October 2023, worked on Saturday the 7th and Sunday the 8th.
NATIONAL_DAY = {
    **{dt.date(2023, 9, 29) + dt.timedelta(days=number): False for number in range(8)},
    dt.date(2023, 10, 7): True,
    dt.date(2023, 10, 8): True,
}
KNOWN = Calendar(NATIONAL_DAY, frozenset({2023, 2024}))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (dt.date(2023, 9, 28), 1, dt.date(2023, 10, 7)),
        (dt.date(2023, 9, 28), 2, dt.date(2023, 10, 8)),
        (dt.date(2023, 10, 1), 3, dt.date(2023, 10, 9)),
        (dt.date(2023, 9, 28), 0, dt.date(2023, 9, 28)),
        (dt.date(2023, 10, 7), -1, dt.date(2023, 9, 28)),
        (dt.date(2023, 9, 28), 22, dt.date(2023, 11, 3)),  # two worked weekend days, then four whole weeks
    ],
)
def test_days_around_national_day_2023(start, days, end):
    assert add_working_days(KNOWN, start, days) == (end, False)


@given(DAYS, st.integers(-60, 60).filter(bool))
@settings(max_examples=60)
def test_counting_forth_and_back_agree(start, days):
    end, _ = add_working_days(KNOWN, start, days)
    assert KNOWN.is_working(end)
    assert working_days_between(KNOWN, start, end)[0] == days


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=60)
def test_two_steps_are_one_long_step(start, first, second):
    half_way, _ = add_working_days(KNOWN, start, first)
    assert add_working_days(KNOWN, half_way, second)[0] == add_working_days(KNOWN, start, first + second)[0]


def test_a_deadline_that_touches_an_unknown_year_is_provisional():
    assert add_working_days(KNOWN, dt.date(2024, 12, 30), 1) == (dt.date(2024, 12, 31), False)
    assert add_working_days(KNOWN, dt.date(2024, 12, 30), 2) == (dt.date(2025, 1, 1), True)
    assert working_days_between(KNOWN, dt.date(2024, 12, 30), dt.date(2025, 1, 1)) == (2, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (dt.date(2024, 2, 9), dt.date(2024, 2, 18)),  # Spring Festival 10 to 17 February, Sunday the 18th worked
        (dt.date(2024, 4, 26), dt.date(2024, 4, 28)),  # Sunday 28 April worked for Labour Day
        (dt.date(2024, 4, 30), dt.date(2024, 5, 6)),  # off 1 to 5 May
    ],
)
def test_a_loaded_year_knows_its_holidays(start, end):
    load_calendar_year(2024)
    assert add_working_days(office_calendar(), start, 1) == (end, False)


@pytest.mark.django_db
def test_loading_a_year_twice_changes_nothing_and_keeps_the_days_of_the_office(lan):
    flood = dt.date(2024, 8, 1)
    set_calendar_day(flood, working=False, name="防汛停工", by=lan)
    assert load_calendar_year(2024, by=lan) > 20
    entries, days = JournalEntry.objects.count(), CalendarDay.objects.count()
    set_calendar_day(dt.date(2024, 10, 1), working=True, by=lan)
    assert load_calendar_year(2024, by=lan) == 0
    assert (JournalEntry.objects.count(), CalendarDay.objects.count()) == (entries + 1, days)
    calendar = office_calendar()
    assert not calendar.is_working(flood)
    assert calendar.is_working(dt.date(2024, 10, 1))


@pytest.mark.django_db
def test_a_year_that_nobody_has_announced_is_refused():
    with pytest.raises(Refused, match="not known yet"):
        load_calendar_year(max(YEARS_KNOWN) + 1)
    assert not CalendarDay.objects.exists()
