"""Texts, choices, days, yes and no."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from pingyi.analysis.engine import name
from pingyi.analysis.kinds import Column
from pingyi.analysis.reading.checks.check import Check, listed, shortened
from pingyi.wording import Text

LONGEST_TEXT: Final = 200
TRUE_WORDS: Final = ("1", "true", "TRUE", "True", "是")
FALSE_WORDS: Final = ("0", "false", "FALSE", "False", "否")
Days = tuple[dt.date, dt.date]  # the first and the last


def text_checks(column: Column) -> Iterator[Check]:
    """Yield the checks of free text."""
    cell = name(column.name)
    yield Check(
        "text_too_long",
        column.name,
        f"coalesce(length({cell}) > {LONGEST_TEXT}, false)",
        lambda text: Text(
            f"“{shortened(text)}”有 {len(text)} 字。", f"“{shortened(text)}” has {len(text)} characters."
        ),
        Text(f"请不要超过 {LONGEST_TEXT} 字。", f"At most {LONGEST_TEXT} characters, please."),
    )
    yield Check(
        "text_not_plain",
        column.name,
        f"coalesce(regexp_matches({cell}, '[\\x00-\\x1f\\x7f]'), false)",
        _with_control,
        Text(
            "请写成一行，去掉换行、制表符和看不见的字符。", "One line, without line breaks, tabs and unseen characters."
        ),
    )


def _with_control(text: str) -> Text:
    shown = shortened(" ".join(text.split()))
    if "\n" in text or "\r" in text:
        return Text(f"“{shown}”里有换行。", f"“{shown}” has a line break in it.")
    return Text(f"“{shown}”里有制表符或看不见的字符。", f"“{shown}” has a tab or an unseen character in it.")


def choice(column: Column) -> Check:
    """Return the check of a column with a few words."""
    said = ", ".join(column.choices)
    return Check(
        "not_a_choice",
        column.name,
        f"coalesce({name(column.name)} NOT IN ({listed(column.choices)}), false)",
        lambda text: Text(
            f"“{shortened(text)}”不在允许的值里。", f"“{shortened(text)}” is not one of the allowed values."
        ),
        Text(f"可填：{said}。", f"Allowed: {said}."),
    )


def date_checks(column: Column, days: Days) -> Iterator[Check]:
    """Yield the checks of days, which lie within `days`."""
    cell = name(column.name)
    first, last = (day.isoformat() for day in days)
    yield Check(
        "not_a_date",
        column.name,
        f"({cell} IS NOT NULL AND coalesce(TRY_CAST({cell} AS DATE)::VARCHAR <> {cell}, true))",
        lambda text: Text(f"“{text}”不是有效的日期。", f"“{text}” is not a date."),
        Text("请写成 2026-03-05 这样。", "Write it like 2026-03-05."),
    )
    yield Check(
        "day_out_of_range",
        column.name,
        f"coalesce(TRY_CAST({cell} AS DATE)::VARCHAR = {cell}"
        f" AND TRY_CAST({cell} AS DATE) NOT BETWEEN DATE '{first}' AND DATE '{last}', false)",
        lambda text: Text(
            f"日期“{shortened(text)}”不在本次评议的年份前后。",
            f"The day “{shortened(text)}” is far from the year of the campaign.",
        ),
        Text(f"应在 {first} 到 {last} 之间。", f"It lies between {first} and {last}."),
    )


def boolean(column: Column) -> Check:
    """Return the check of yes and no."""
    cell = name(column.name)
    return Check(
        "not_yes_or_no",
        column.name,
        f"coalesce({cell} NOT IN ({listed((*TRUE_WORDS, *FALSE_WORDS))}), false)",
        lambda text: Text(f"“{text}”不是“是”或“否”。", f"“{text}” is neither yes nor no."),
        Text("请填 1（是）或 0（否）。", "Write 1 (yes) or 0 (no)."),
    )
