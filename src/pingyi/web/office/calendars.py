"""The working days of a year: a grid of twelve months, a year loaded, a single day switched."""

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pingyi.directory.actions.calendars import LONGEST_REASON, YEARS_KNOWN, load_calendar_year, set_calendar_day
from pingyi.directory.models import CalendarDay
from pingyi.directory.queries.calendars import calendar_of, office_calendar
from pingyi.foundation import clock
from pingyi.web.office.access import holds_everywhere, require_everywhere, who
from pingyi.web.office.asking import Ask, Confirm, done, posted, sheet, take
from pingyi.web.office.words import said
from pingyi.web.templatetags.office import WEEKDAYS
from pingyi.web.templatetags.pingyi import MONTHS
from pingyi.wording import Text

FIRST_YEAR, LAST_YEAR = 2000, 2100
WORK, REST = "work", "rest"
SHORT_DAYS = tuple(
    Text(zh[-1], en) for zh, en in zip(WEEKDAYS, ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid. `differs` when it is not as the weekly rule has it."""

    day: dt.date
    working: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday to Sunday with None outside it, and the days that have a name, together by name."""

    number: int
    name: Text
    weeks: tuple[tuple[Cell | None, ...], ...]
    named: tuple[tuple[bool, Text, str], ...]


class Switch(Ask):
    """Whether a day is worked, and why."""

    working = forms.ChoiceField(
        label=said("这一天", "This day"),
        widget=forms.RadioSelect,
        choices=[(WORK, said("上班", "is worked")), (REST, said("休息", "is off"))],
    )
    name = forms.CharField(
        label=said("原因", "Reason"),
        help_text=said("例如：国庆节、调休上班、防汛停工。", "For example: National Day, worked instead, flood."),
        max_length=LONGEST_REASON,
    )


def this_year(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Lead to the calendar of the year."""
    return redirect("office-calendar-year", clock.today().year)


def year(request: HttpRequest, number: int) -> HttpResponse:
    """Show a year as twelve months."""
    _check_year(number)
    days = list(CalendarDay.objects.filter(day__year=number))
    known = number in calendar_of(days).years
    grid = [_month(number, month, days) for month in range(1, 13)]
    shown = {
        "year": number,
        "months": grid,
        "weekdays": SHORT_DAYS,
        "provisional": not known,
        "loadable": number in YEARS_KNOWN and not known,
        "working": sum(cell.working for month in grid for week in month.weeks for cell in week if cell),
        "former": number - 1 if number > FIRST_YEAR else None,
        "next": number + 1 if number < LAST_YEAR else None,
        "may_change": holds_everywhere(who(request), "directory.change"),
    }
    return render(request, "office/calendar.html", shown)


def load(request: HttpRequest, number: int) -> HttpResponse:
    """Load the holidays of a year."""
    require_everywhere(request, "directory.change")
    _check_year(number)
    form = Confirm(*posted(request))
    if take(form, lambda _: load_calendar_year(number, by=who(request))):
        n = form.outcome
        told = Text(f"已载入，{n}天和平常不一样。", f"Loaded: {n} days differ from the week's rule.")
        return done(request, told, "office-calendar-year", number)
    lead = (
        Text("按国务院办公厅公布的放假和调休安排。", "As announced by the General Office of the State Council."),
        Text("您单独改过的日子不动。", "Days you have switched yourselves stay."),
    )
    title = Text(f"载入{number}年的放假安排", f"Load the holidays of {number}")
    return sheet(request, form, title, Text("载入", "Load"), lead=lead, back=_back(number), back_name=_name(number))


def day(request: HttpRequest, number: int, month: int, date: int) -> HttpResponse:
    """Switch one day."""
    require_everywhere(request, "directory.change")
    _check_year(number)
    one = _day(number, month, date)
    form = Switch(*posted(request))

    def act(asked: dict[str, str]) -> CalendarDay:
        return set_calendar_day(one, working=asked["working"] == WORK, name=asked["name"], by=who(request))

    if take(form, act):
        return done(request, Text("已改好，以后的期限按它算。", "Changed; deadlines follow it."), *_route(number))
    title = Text(
        f"{number}年{month}月{date}日，{WEEKDAYS[one.weekday()]}", f"{one:%A}, {date} {MONTHS[month - 1]} {number}"
    )
    lead = (_now(one),)
    return sheet(request, form, title, Text("保存", "Save"), lead=lead, back=_back(number), back_name=_name(number))


def _now(one: dt.date) -> Text:
    now = Text("上班", "worked") if office_calendar().is_working(one) else Text("休息", "off")
    return Text(f"现在这一天{now.zh}。", f"At present it is {now.en}.")


def _month(number: int, month: int, days: list[CalendarDay]) -> Month:
    kept = calendar_of(days)
    weeks = tuple(
        tuple(_cell(one, kept.is_working(one)) if one.month == month else None for one in week)
        for week in calendar.Calendar().monthdatescalendar(number, month)
    )
    named: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for one in days:
        if one.day.month == month:
            named[one.working, one.name_zh].append(one.day.day)
    lines = tuple((working, _dates(dates), name) for (working, name), dates in named.items())
    return Month(month, Text(f"{month}月", MONTHS[month - 1]), weeks, lines)


def _dates(dates: list[int]) -> Text:
    return Text("、".join(map(str, dates)) + "日", ", ".join(map(str, dates)))


def _cell(one: dt.date, working: bool) -> Cell:
    return Cell(one, working, working != (one.weekday() < calendar.SATURDAY))


def _day(number: int, month: int, date: int) -> dt.date:
    try:
        return dt.date(number, month, date)
    except (ValueError, OverflowError):
        raise Http404("no such day") from None


def _check_year(number: int) -> None:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404(str(number))


def _back(number: int) -> str:
    return reverse("office-calendar-year", args=[number])


def _route(number: int) -> tuple[str, int]:
    return "office-calendar-year", number


def _name(number: int) -> Text:
    return Text(f"{number}年日历", f"Calendar of {number}")
