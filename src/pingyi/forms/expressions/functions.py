"""The functions that need only the values of their arguments, by name. Names and meanings are those of ODK XForms."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from functools import reduce
from operator import add

from pingyi.forms.expressions.patterns import pattern
from pingyi.forms.expressions.values import (
    Moment,
    Value,
    is_empty,
    moment,
    number_text,
    to_boolean,
    to_day,
    to_number,
    to_text,
)

_EXACT = Context(prec=1200)
FORMAT_CODES = frozenset("YymndeHhMS3")


@dataclass(frozen=True, slots=True)
class Function:
    """How many arguments a function takes, and what it makes of them; `spreads` takes all instances of a repeat."""

    least: int
    most: int | None
    apply: Callable[[list[Value]], Value]
    spreads: bool = False


def _texts(judge: Callable[[str, str], bool]) -> Callable[[list[Value]], Value]:
    return lambda values: judge(to_text(values[0]), to_text(values[1]))


def _selected_at(values: list[Value]) -> Value:
    chosen, at = to_text(values[0]).split(), to_number(values[1])
    return chosen[int(at)] if math.isfinite(at) and 0 <= int(at) < len(chosen) else ""


def _substr(values: list[Value]) -> Value:
    text = to_text(values[0])
    ends = [to_number(value) for value in values[1:]]
    if not all(map(math.isfinite, ends)):
        return ""
    start, end = [*map(int, ends), len(text)][:2]
    return text[slice(start if start >= 0 else max(0, len(text) + start), end)]


def _round(values: list[Value]) -> Value:
    number, places = to_number(values[0]), to_number(values[1]) if len(values) > 1 else 0.0
    if not (math.isfinite(number) and math.isfinite(places) and abs(places) <= 30):
        return ""
    exact = Decimal(number_text(number))
    step = Decimal(1).scaleb(-int(places))
    units = _EXACT.add(_EXACT.divide(exact, step), Decimal("0.5")).to_integral_value(ROUND_FLOOR, _EXACT)
    return float(_EXACT.multiply(units, step)) + 0.0


def _int(values: list[Value]) -> Value:
    number = to_number(values[0])
    return float(math.trunc(number)) if math.isfinite(number) else ""


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[list[Value]], Value]:
    def apply(values: list[Value]) -> Value:
        numbers = _numbers(values)
        return choose(numbers) if numbers else ""

    return apply


def _numbers(values: list[Value]) -> list[float]:
    return [number for number in map(to_number, values) if math.isfinite(number)]


def _regex(values: list[Value]) -> Value:
    expected = pattern(to_text(values[1]))
    return bool(expected and expected.fullmatch(to_text(values[0])))


def _format_date(values: list[Value]) -> Value:
    when = values[0] if isinstance(values[0], Moment) else moment(to_text(values[0])) or to_day(values[0])
    if not isinstance(when, Moment):
        return ""
    year, month, day = when.text[:10].split("-")
    hour, minute, second, milli = when.clock
    parts = {"Y": year, "y": year[2:], "m": month, "n": str(int(month)), "d": day, "e": str(int(day))}
    parts |= {"H": f"{hour:02d}", "h": str(hour), "M": f"{minute:02d}", "S": f"{second:02d}", "3": f"{milli:03d}"}
    first, *rest = to_text(values[1]).split("%")
    return first + "".join(parts.get(part[:1], "") + part[1:] for part in rest)


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda _: True),
    "false": Function(0, 0, lambda _: False),
    "not": Function(1, 1, lambda values: not to_boolean(values[0])),
    "selected": Function(2, 2, lambda values: to_text(values[1]).strip() in to_text(values[0]).split()),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, lambda values: float(len(to_text(values[0]).split()))),
    "count": Function(1, 1, lambda values: float(len(values)), spreads=True),
    "count-non-empty": Function(1, 1, lambda values: float(sum(not is_empty(value) for value in values)), spreads=True),
    "sum": Function(1, 1, lambda values: reduce(add, _numbers(values), 0.0), spreads=True),
    "min": Function(1, None, _extreme(min), spreads=True),
    "max": Function(1, None, _extreme(max), spreads=True),
    "join": Function(1, None, lambda values: to_text(values[0]).join(map(to_text, values[1:])), spreads=True),
    "concat": Function(1, None, lambda values: "".join(map(to_text, values)), spreads=True),
    "regex": Function(2, 2, _regex),
    "contains": Function(2, 2, _texts(lambda text, part: part in text)),
    "starts-with": Function(2, 2, _texts(str.startswith)),
    "ends-with": Function(2, 2, _texts(str.endswith)),
    "string-length": Function(1, 1, lambda values: float(len(to_text(values[0])))),
    "substr": Function(2, 3, _substr),
    "round": Function(1, 2, _round),
    "int": Function(1, 1, _int),
    "number": Function(1, 1, lambda values: to_number(values[0])),
    "abs": Function(1, 1, lambda values: abs(to_number(values[0]))),
    "date": Function(1, 1, lambda values: to_day(values[0])),
    "format-date": Function(2, 2, _format_date),
}
