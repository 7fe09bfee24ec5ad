"""What is wrong with a cell, as SQL conditions over text cells, each with the sentence that is said about it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from pingyi.analysis.engine import literal, name
from pingyi.analysis.kinds import ITEM_PREFIX, SPECIAL_CODES, Column
from pingyi.wording import Issue, Text

LONGEST_TEXT = 200
TRUE_WORDS = ("1", "true", "TRUE", "True", "是")
FALSE_WORDS = ("0", "false", "FALSE", "False", "否")

Scales = Mapping[str, Collection[int]]


@dataclass(frozen=True, slots=True)
class Check:
    """One condition `bad` on one column, and what is said when a cell meets it."""

    code: str
    column: str
    bad: str  # SQL, never NULL
    what: Callable[[str], Text]  # from the cell's text
    remedy: Text

    def issue(self, row: int, cell: str | None) -> Issue:
        """Return what is said about the cell in `row`."""
        return Issue(self.code, self.what(cell or ""), self.remedy, row, self.column)


def checks_of(column: Column, scales: Scales) -> Iterator[Check]:
    """Yield the checks of one column; `scales` gives the codes each item allows beside the special ones."""
    if column.required:
        yield _required(column)
    match column.type:
        case "integer":
            yield from _integer_checks(column)
        case "item":
            yield from _item_checks(column, scales[column.name.removeprefix(ITEM_PREFIX)])
        case "text":
            yield _choice(column) if column.choices else _plain_text(column)
        case "date":
            yield _date(column)
        case "boolean":
            yield _boolean(column)


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
            return f"{cell} IN ({_words(TRUE_WORDS)})"
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


def _integer_checks(column: Column) -> Iterator[Check]:
    cell = name(column.name)
    yield Check(
        "not_integer",
        column.name,
        f"({cell} IS NOT NULL AND {_not_integer(cell)})",
        lambda text: Text(f"“{text}”不是整数。", f"“{text}” is not an integer."),
        Text(
            "请写成整数，不带小数点、空格和千分号，例如 12。",
            "Write an integer without point, space or comma, for instance 12.",
        ),
    )
    yield Check(
        "design_weight_not_positive" if column.name == "weight_e6" else "out_of_range",
        column.name,
        f"coalesce(TRY_CAST({cell} AS BIGINT) NOT BETWEEN {column.low} AND {column.high}, false)",
        _out_of_range(column),
        _range_remedy(column),
    )


def _out_of_range(column: Column) -> Callable[[str], Text]:
    if column.name == "weight_e6":
        return lambda text: Text(f"设计权数“{text}”不在允许的范围。", f"The design weight “{text}” is out of range.")
    return lambda text: Text(f"“{text}”超出范围。", f"“{text}” is out of range.")


def _range_remedy(column: Column) -> Text:
    if column.name == "weight_e6":
        return Text(
            "设计权数必须大于零，乘以 1,000,000 后写成整数。",
            "A design weight is greater than zero, times 1,000,000, as an integer.",
        )
    return Text(f"应在 {column.low} 到 {column.high} 之间。", f"It lies between {column.low} and {column.high}.")


def _not_integer(cell: str) -> str:
    return f"coalesce(TRY_CAST({cell} AS BIGINT)::VARCHAR <> {cell}, true)"


def _item_checks(column: Column, scale: Collection[int]) -> Iterator[Check]:
    cell = name(column.name)
    codes = [*sorted(scale), *sorted(SPECIAL_CODES, reverse=True)]
    off = f"{cell} NOT IN ({_words(map(str, codes))})"
    yield Check(
        "not_integer",
        column.name,
        f"coalesce({off} AND {_not_integer(cell)}, false)",
        lambda text: Text(f"“{text}”不是整数。", f"“{text}” is not an integer."),
        Text(
            "请填答案的代码，是一个整数；没有问的留空。", "Give the code of the answer, an integer; empty = not asked."
        ),
    )
    yield Check(
        "answer_off_scale",
        column.name,
        f"coalesce({off} AND NOT {_not_integer(cell)}, false)",
        lambda text: Text(
            f"答案“{text}”不在这道题的选项里。", f"The answer “{text}” is not on the scale of this item."
        ),
        Text(f"可填的代码：{_codes(scale)}。", f"Codes: {_codes(scale)}."),
    )


def _codes(scale: Collection[int]) -> str:
    return " ".join(map(str, [*sorted(scale), *sorted(SPECIAL_CODES, reverse=True)]))


def _plain_text(column: Column) -> Check:
    cell = name(column.name)
    return Check(
        "text_not_plain",
        column.name,
        f"coalesce(length({cell}) > {LONGEST_TEXT} OR regexp_matches({cell}, '[\\x00-\\x1f\\x7f]'), false)",
        lambda text: Text(f"“{text[:20]}…”太长或含有换行。", f"“{text[:20]}…” is too long or has a line break in it."),
        Text(f"请写成一行，不超过 {LONGEST_TEXT} 字。", f"One line of at most {LONGEST_TEXT} characters."),
    )


def _choice(column: Column) -> Check:
    listed = ", ".join(column.choices)
    return Check(
        "not_a_choice",
        column.name,
        f"coalesce({name(column.name)} NOT IN ({_words(column.choices)}), false)",
        lambda text: Text(f"“{text}”不在允许的值里。", f"“{text}” is not one of the allowed values."),
        Text(f"可填：{listed}。", f"Allowed: {listed}."),
    )


def _date(column: Column) -> Check:
    cell = name(column.name)
    return Check(
        "not_a_date",
        column.name,
        f"({cell} IS NOT NULL AND coalesce(TRY_CAST({cell} AS DATE)::VARCHAR <> {cell}, true))",
        lambda text: Text(f"“{text}”不是有效的日期。", f"“{text}” is not a date."),
        Text("请写成 2026-03-05 这样。", "Write it like 2026-03-05."),
    )


def _boolean(column: Column) -> Check:
    cell = name(column.name)
    return Check(
        "not_yes_or_no",
        column.name,
        f"coalesce({cell} NOT IN ({_words((*TRUE_WORDS, *FALSE_WORDS))}), false)",
        lambda text: Text(f"“{text}”不是“是”或“否”。", f"“{text}” is neither yes nor no."),
        Text("请填 1（是）或 0（否）。", "Write 1 (yes) or 0 (no)."),
    )


def _words(words: "Collection[str] | map[str]") -> str:
    return ", ".join(literal(word) for word in words)
