"""Calendar days as numbers, without a clock: days since 1970-01-01 in the Gregorian calendar, years 1 to 9999."""

import re

_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH = 719_162  # days from 0001-01-01 to 1970-01-01
_LAST = 2_932_896  # 9999-12-31
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def day_number(text: str) -> int | None:
    """Return the days since 1970-01-01 of an ISO day such as "2026-03-05"; None when there is no such day."""
    found = ISO_DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    if not (year and 1 <= month <= 12 and 1 <= day <= _length(year, month)):
        return None
    return _before_year(year) + sum(_length(year, earlier) for earlier in range(1, month)) + day - 1 - _EPOCH


def day_text(number: int) -> str | None:
    """Return the ISO day of `number` days since 1970-01-01; None outside the years 1 to 9999."""
    if not -_EPOCH <= number <= _LAST:
        return None
    days = number + _EPOCH
    year = days * 400 // 146_097 + 1
    while _before_year(year) > days:
        year -= 1
    while _before_year(year + 1) <= days:
        year += 1
    left, month = days - _before_year(year), 1
    while left >= _length(year, month):
        left -= _length(year, month)
        month += 1
    return f"{year:04d}-{month:02d}-{left + 1:02d}"


def _before_year(year: int) -> int:
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTHS[month - 1] + (month == 2 and leap)
