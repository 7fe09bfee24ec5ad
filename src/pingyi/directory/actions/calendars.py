"""Loading the public holidays of a year, and changing a single day."""

import datetime as dt

from chinese_calendar import constants
from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import note
from pingyi.directory.models import CalendarDay
from pingyi.wording import Refused, Text

_DIFFERING: dict[dt.date, tuple[bool, str]] = {
    **{day: (False, name) for day, name in constants.holidays.items()},
    **{day: (True, name) for day, name in constants.workdays.items()},
}
_CHINESE = {holiday.value: str(vars(holiday)["chinese"]) for holiday in constants.Holiday}
LONGEST_REASON = 60
YEARS_KNOWN = tuple(sorted({day.year for day in constants.holidays}))  # years the State Council's notices cover


@transaction.atomic
def load_calendar_year(year: int, *, by: Staff | None = None) -> int:
    """Load the holidays and worked weekends of `year`; days that are there already stay. Returns how many were new.

    Source: notices of the General Office of the State Council, as collected by chinese-calendar.
    """
    if year not in YEARS_KNOWN:
        raise Refused.because(
            "calendar.year_unknown",
            Text(f"还没有 {year} 年的放假安排。", f"The holidays of {year} are not known yet."),
            Text(
                "请等国务院办公厅公布后更新系统，或逐日填写。期限先按暂定计算。",
                "Update the system once they are announced, or enter them day by day. Deadlines are provisional.",
            ),
            field="year",
        )
    there = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    missing = [_differing_day(day) for day in _DIFFERING if day.year == year and day not in there]
    new = [day for day in missing if day.working != (day.day.weekday() < 5)]
    CalendarDay.objects.bulk_create(new)
    if new:
        note(by, "calendar:loaded", f"year:{year}", days=len(new))
    return len(new)


@transaction.atomic
def set_calendar_day(day: dt.date, *, working: bool, name: str = "", by: Staff | None = None) -> CalendarDay:
    """Say whether `day` is worked, whatever the weekly rule and the loaded year say; `name` is the reason.

    The same once more changes nothing.
    """
    name = name.strip()
    _check_reason(name)
    there = CalendarDay.objects.filter(day=day).first()
    if there is not None and (there.working, there.name_zh) == (working, name):
        return there
    row, _ = CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "name_zh": name})
    note(by, f"calendar:{'worked' if working else 'off'}", f"day:{day}", name=name)
    return row


def _check_reason(name: str) -> None:
    if len(name) > LONGEST_REASON or not name.isprintable():
        raise Refused.because(
            "calendar.bad_reason",
            Text(
                f"原因超过{LONGEST_REASON}字，或有换行。", f"Longer than {LONGEST_REASON} characters, or several lines."
            ),
            Text("请写成一行，短一些。", "Write one shorter line."),
            field="name",
        )


def _differing_day(day: dt.date) -> CalendarDay:
    working, name = _DIFFERING[day]
    return CalendarDay(day=day, working=working, name_zh=_CHINESE[name])
