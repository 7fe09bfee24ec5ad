"""Counting working days over a loaded calendar. Pure.

The calendar knows for some years which days differ from the weekly rule (holidays, worked weekends). In a year it does
not know only weekends count as days off, and a deadline that touches such a year is provisional 暂定.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that differ from the weekly rule, and the years for which that is known."""

    differing: Mapping[dt.date, bool] = field(default_factory=dict)  # day -> is it worked?
    years: frozenset[int] = frozenset()

    def is_working(self, day: dt.date) -> bool:
        """Tell whether `day` is worked, as far as is known."""
        return self.differing.get(day, day.weekday() < 5)

    def knows(self, day: dt.date) -> bool:
        """Tell whether the year of `day` is loaded."""
        return day.year in self.years


def add_working_days(calendar: Calendar, start: dt.date, days: int) -> tuple[dt.date, bool]:
    """Return the `days`-th working day after `start`, and whether it is provisional.

    The day of the start does not count (as in 工作日 deadlines, 《民法典》第二百零一条: the first day is not counted).
    Zero days is `start` itself, worked or not; a negative number counts backwards.
    """
    step, left, day = (_DAY if days > 0 else -_DAY), abs(days), start
    provisional = False
    while left:
        day += step
        provisional = provisional or not calendar.knows(day)
        left -= calendar.is_working(day)
    return day, provisional


def working_days_between(calendar: Calendar, start: dt.date, end: dt.date) -> tuple[int, bool]:
    """Return how many working days lie after `start` up to and with `end`, and whether that is provisional.

    Negative when `end` lies before `start`: the same as the other way round.
    """
    if end < start:
        days, provisional = working_days_between(calendar, end - _DAY, start - _DAY)
        return -days, provisional
    days_after = list(_days(start + _DAY, end))
    return sum(map(calendar.is_working, days_after)), not all(map(calendar.knows, days_after))


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + _DAY * number for number in range((last - first).days + 1))
