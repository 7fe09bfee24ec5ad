"""The calendar of the office, as it stands in the table."""

from pingyi.directory.models import CalendarDay
from pingyi.directory.workdays import Calendar


def office_calendar() -> Calendar:
    """Return the calendar with all years that are loaded."""
    differing = dict(CalendarDay.objects.values_list("day", "working"))
    return Calendar(differing, frozenset(day.year for day in differing))
