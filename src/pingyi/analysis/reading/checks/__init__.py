"""What is wrong with a cell, as SQL conditions over text cells, each with the sentence that is said about it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from pingyi.analysis.engine import name
from pingyi.analysis.kinds import ITEM_PREFIX, Column
from pingyi.analysis.reading.checks.check import Check, listed
from pingyi.analysis.reading.checks.numbers import integer_checks, item_checks
from pingyi.analysis.reading.checks.words import TRUE_WORDS, Days, boolean, choice, date_checks, text_checks
from pingyi.wording import Text

__all__ = ["EVERY_DAY", "Check", "Days", "checks_of", "typed"]

EVERY_DAY: Final = (dt.date(2000, 1, 1), dt.date(2100, 12, 31))  # where nobody says which days a batch may name

Scales = Mapping[str, Collection[int]]


def checks_of(column: Column, scales: Scales, days: Days) -> Iterator[Check]:
    """Yield the checks of one column.

    `scales` gives the codes each item allows beside the special ones, `days` the first and the last day.
    """
    if column.required:
        yield _required(column)
    match column.type:
        case "integer":
            yield from integer_checks(column)
        case "item":
            yield from item_checks(column, scales[column.name.removeprefix(ITEM_PREFIX)])
        case "text":
            yield from [choice(column)] if column.choices else text_checks(column)
        case "date":
            yield from date_checks(column, days)
        case "boolean":
            yield boolean(column)


def typed(column: Column) -> str:
    """Return the SQL expression that turns a checked text cell into a value of the column's type."""
    cell = name(column.name)
    match column.type:
        case "integer":
            return f"{cell}::BIGINT"
        case "item":
            return f"{cell}::SMALLINT"
        case "date":
            return f"{cell}::DATE"
        case "boolean":
            return f"{cell} IN ({listed(TRUE_WORDS)})"
        case _:
            return cell


def _required(column: Column) -> Check:
    return Check(
        "cell_empty",
        column.name,
        f"{name(column.name)} IS NULL",
        lambda _: Text("这一格不能为空。", "This cell must not be empty."),
        Text("请补上内容。", "Fill it in."),
    )
