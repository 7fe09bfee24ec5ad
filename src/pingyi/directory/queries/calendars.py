"""The calendar of the office, as it stands in the table."""

from collections.abc import Iterable

from pingyi.directory.models import CalendarDay
from pingyi.directory.workdays import Calendar

NATIONAL_DAYS = frozenset({(10, 1), (10, 2), (10, 3)})  # off by law in every year; one at least is no weekend


def office_calendar() -> Calendar:
    """Return the calendar with all years that are known.

    A year is known when its National Day stands in the table, the last holiday of a year: a loaded year has it, one
    that is entered day by day gets it at its end. A single day set by hand does not make a year known.
    """
    return calendar_of(CalendarDay.objects.all())


def calendar_of(days: Iterable[CalendarDay]) -> Calendar:
    """Return the calendar these days make."""
    differing = {one.day: one.working for one in days}
    known = {day.year for day, working in differing.items() if not working and (day.month, day.day) in NATIONAL_DAYS}
    return Calendar(differing, frozenset(known))
