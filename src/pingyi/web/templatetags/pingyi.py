"""Template tags of the house; loaded into every template."""

import datetime as dt
import re

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from pingyi.web.templatetags import drawings
from pingyi.wording import Text

register = template.Library()
register.tags.update(drawings.register.tags)  # one built-in library for all templates

EARLY_MONTHS = ("January", "February", "March", "April", "May", "June")
LATE_MONTHS = ("July", "August", "September", "October", "November", "December")
HAN = re.compile("[\u4e00-\u9fff]")
MONTHS = (*EARLY_MONTHS, *LATE_MONTHS)


@register.simple_tag
def say(text: Text | str | None) -> str:
    """Say a bilingual text in the language of the page; a plain string as it is, nothing for None."""
    return text.say(get_language() or "zh") if isinstance(text, Text) else text or ""


@register.filter
def tongue(text: str | None) -> str:
    """Return ` lang="zh-CN"` for Chinese words on an English page, so that they are read out as such; else nothing."""
    return mark_safe(' lang="zh-CN"') if is_english() and text and HAN.search(text) else ""


@register.simple_tag(takes_context=True)
def to(context: template.Context, route: str, *args: object, **asked: object) -> str:
    """Return the address of a public page; keeps the large text a reader has chosen. `asked` is the query."""
    house = context.get("house")
    query = {name: str(value) for name, value in asked.items() if value not in (None, "")}
    if house and house.large:
        query["text"] = "large"
    return reverse(route, args=args) + (f"?{urlencode(query)}" if query else "")


@register.filter
def points(value: float | None) -> str:
    """Write points with one decimal; a dash where there are none."""
    return "—" if value is None else f"{value:.1f}"


@register.filter
def count(value: int | None) -> str:
    """Write a number of things: 4216 in Chinese, 4,216 in English; a dash where there is none."""
    if value is None:
        return "—"
    return f"{value:,}" if is_english() else str(value)


@register.filter
def upto(lower: float | None, upper: float | None) -> str:
    """Write an interval: 78.3至84.2, 78.3 to 84.2."""
    return f"{points(lower)}{' to ' if is_english() else '至'}{points(upper)}"


@register.filter
def day(moment: dt.date) -> str:
    """Write a day without its year: 11月23日, 23 November."""
    on = _local(moment)
    return f"{on.day} {MONTHS[on.month - 1]}" if is_english() else f"{on.month}月{on.day}日"


@register.filter
def full_day(moment: dt.date) -> str:
    """Write a day with its year: 2026年11月23日, 23 November 2026."""
    year = _local(moment).year
    return f"{day(moment)} {year}" if is_english() else f"{year}年{day(moment)}"


@register.filter
def until(moment: dt.datetime) -> str:
    """Write the end of a span: midnight is 24时 of the day before, as offices write it."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) == (0, 0):
        last = local.date() - dt.timedelta(days=1)
        return f"the end of {full_day(last)}" if is_english() else f"{full_day(last)}24时"
    minute = f"{local.minute}分" if local.minute else ""
    return f"{full_day(local)}, {local:%H:%M}" if is_english() else f"{full_day(local)}{local.hour}时{minute}"


def is_english() -> bool:
    """Tell whether the page is written in English."""
    return (get_language() or "").startswith("en")


def _local(moment: dt.date) -> dt.date:
    return timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
