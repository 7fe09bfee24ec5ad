"""The four kinds of value and how one becomes another. Empty is the empty text; it is neither zero nor false."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from pingyi.forms.expressions.days import day_number, day_text

_NUMERAL = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_CLOCK = re.compile(r"T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day ("2026-03-05"), or a day with its time ("2026-03-05T09:30:00.000+08:00") as the office's clock shows it."""

    text: str

    @property
    def clock(self) -> tuple[int, int, int, int]:
        """Hour, minute, second and millisecond; all zero for a day."""
        found = _CLOCK.match(self.text, 10)
        if not found:
            return 0, 0, 0, 0
        hour, minute, second, fraction = found.groups()
        return int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(3, "0")[:3])

    @property
    def days(self) -> float:
        """Days since 1970-01-01, the time of day as a fraction."""
        hour, minute, second, milli = self.clock
        return (day_number(self.text[:10]) or 0) + (((hour * 60 + minute) * 60 + second) * 1000 + milli) / 86_400_000


Value = str | float | bool | Moment


def moment(text: str) -> Moment | None:
    """Return the moment that ISO text names, None when it names none."""
    if day_number(text[:10]) is None or not (len(text) == 10 or _CLOCK.match(text, 10)):
        return None
    return Moment(text)


def is_empty(value: Value) -> bool:
    """Whether nothing was answered; a number that cannot be computed counts as nothing."""
    return value == "" or (isinstance(value, float) and not math.isfinite(value))


def to_text(value: Value) -> str:
    """Return the text of a value: whole numbers without a point, others with all their digits, never an exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value.text if isinstance(value, Moment) else value


def number_text(value: float) -> str:
    """Return the shortest decimal text that reads back as the same number; empty when it is none."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def to_number(value: Value) -> float:
    """Return the number of a value; NaN for empty and for text that is no numeral. Days count from 1970-01-01."""
    if isinstance(value, (bool, float)):
        return float(value)
    if isinstance(value, Moment):
        return value.days
    numeral = value.strip(" \t\r\n")
    if _NUMERAL.fullmatch(numeral):
        return float(numeral)
    day = day_number(numeral)
    return math.nan if day is None else float(day)


def to_boolean(value: Value) -> bool:
    """Return whether a value counts as true: numbers other than zero, any text that is not empty, any day."""
    if is_empty(value):
        return False
    return value != 0 if isinstance(value, float) else bool(value)


def to_day(value: Value) -> Value:
    """Return the day of a moment, of ISO text or of a number of days; empty when there is none."""
    if isinstance(value, Moment):
        return Moment(value.text[:10])
    if isinstance(value, str):
        named = moment(value)
        return Moment(named.text[:10]) if named else ""
    number = to_number(value)
    text = day_text(math.trunc(number)) if math.isfinite(number) else None
    return Moment(text) if text else ""
