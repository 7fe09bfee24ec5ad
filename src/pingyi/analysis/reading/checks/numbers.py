"""Integers, design weights and answers."""

from collections.abc import Collection, Iterator
from typing import Final

from pingyi.analysis.engine import name
from pingyi.analysis.kinds import SPECIAL_CODES, Column
from pingyi.analysis.reading.checks.check import Check, listed, shortened
from pingyi.wording import Text

_INTEGER: Final = "0|-?[1-9][0-9]*"
_LARGEST: Final = 2**63 - 1  # stands for any integer that is larger still


def integer_checks(column: Column) -> Iterator[Check]:
    """Yield the checks of a column of integers."""
    cell = name(column.name)
    yield Check(
        "not_integer",
        column.name,
        f"({cell} IS NOT NULL AND {_not_integer(cell)})",
        _not_an_integer,
        Text(
            "请写成整数，不带小数点、空格和千分号，例如 12。",
            "Write an integer without point, space or comma, for instance 12.",
        ),
    )
    yield from _design_weight_checks(column) if column.name == "weight_e6" else [_range(column)]


def _range(column: Column) -> Check:
    return Check(
        "out_of_range",
        column.name,
        f"coalesce({_number(column)} NOT BETWEEN {column.low} AND {column.high}, false)",
        lambda text: Text(f"“{shortened(text)}”超出范围。", f"“{shortened(text)}” is out of range."),
        Text(f"应在 {column.low} 到 {column.high} 之间。", f"It lies between {column.low} and {column.high}."),
    )


def _design_weight_checks(column: Column) -> Iterator[Check]:
    remedy = Text(
        "设计权数必须大于零，乘以 1,000,000 后写成整数。",
        "A design weight is greater than zero, times 1,000,000, as an integer.",
    )
    yield Check(
        "design_weight_not_positive",
        column.name,
        f"coalesce({_number(column)} < {column.low}, false)",
        lambda text: Text(
            f"设计权数“{shortened(text)}”不大于零。", f"The design weight “{shortened(text)}” is not positive."
        ),
        remedy,
    )
    yield Check(
        "design_weight_too_large",
        column.name,
        f"coalesce({_number(column)} > {column.high}, false)",
        lambda text: Text(f"设计权数“{shortened(text)}”太大。", f"The design weight “{shortened(text)}” is too large."),
        Text(
            f"乘以 1,000,000 以后最大是 {column.high}，请核对有没有多乘一次。",
            f"Times 1,000,000 it is at most {column.high}; check whether it was multiplied twice.",
        ),
    )


def item_checks(column: Column, scale: Collection[int]) -> Iterator[Check]:
    """Yield the checks of answers to an item; `scale` are its codes without the special ones."""
    cell = name(column.name)
    codes = [*sorted(scale), *sorted(SPECIAL_CODES, reverse=True)]
    off = f"{cell} NOT IN ({listed(map(str, codes))})"
    yield Check(
        "not_integer",
        column.name,
        f"coalesce({off} AND {_not_integer(cell)}, false)",
        _not_an_integer,
        Text(
            "请填答案的代码，是一个整数；没有问的留空。", "Give the code of the answer, an integer; empty = not asked."
        ),
    )
    yield Check(
        "answer_off_scale",
        column.name,
        f"coalesce({off} AND NOT {_not_integer(cell)}, false)",
        lambda text: Text(
            f"答案“{shortened(text)}”不在这道题的选项里。",
            f"The answer “{shortened(text)}” is not on the scale of this item.",
        ),
        Text(f"可填的代码：{_codes(scale)}。", f"Codes: {_codes(scale)}."),
    )


def _codes(scale: Collection[int]) -> str:
    return " ".join(map(str, [*sorted(scale), *sorted(SPECIAL_CODES, reverse=True)]))


def _number(column: Column) -> str:
    """Return SQL for the integer a cell says, however many digits it has; NULL when it says none."""
    cell = name(column.name)
    beyond = f"if(starts_with({cell}, '-'), {-_LARGEST}, {_LARGEST})"
    return f"CASE WHEN NOT {_not_integer(cell)} THEN coalesce(TRY_CAST({cell} AS BIGINT), {beyond}) END"


def _not_integer(cell: str) -> str:
    return f"coalesce(NOT regexp_full_match({cell}, '{_INTEGER}'), true)"


def _not_an_integer(text: str) -> Text:
    return Text(f"“{shortened(text)}”不是整数。", f"“{shortened(text)}” is not an integer.")
