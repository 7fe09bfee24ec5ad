"""The heading of a table: every column known, none missing, none twice."""

from collections.abc import Collection, Sequence

from pingyi.analysis.kinds import ITEM_PREFIX, Column, Kind, columns_in_order, is_item
from pingyi.wording import Issue, Refused, Text


def check_headings(names: Sequence[str]) -> None:
    """Refuse a heading with a nameless column or the same column twice."""
    issues = [_nameless(place) for place, column in enumerate(names, 1) if not column]
    issues += [_twice(column) for column in sorted({c for c in names if c and names.count(c) > 1})]
    if issues:
        raise Refused(issues)


def check_columns(kind: Kind, names: Sequence[str], items: Collection[str]) -> tuple[Column, ...]:
    """Return the columns of a batch in canonical order.

    `items` are those the campaign asks. Raises `Refused` with every unknown and every missing column; an item column
    may be missing (it was not asked here), but not all of them.
    """
    known = {column.name for column in kind.columns}
    allowed = known | {ITEM_PREFIX + item for item in items} if kind.takes_items else known
    issues = [_unknown(kind, column, items) for column in names if column not in allowed]
    issues += [_missing(column.name) for column in kind.columns if column.name not in names]
    if kind.takes_items and not any(is_item(kind, column) for column in names):
        issues.append(_missing(f"{ITEM_PREFIX}…"))
    if issues:
        raise Refused(issues)
    return columns_in_order(kind, frozenset(names))


def _nameless(place: int) -> Issue:
    return Issue(
        "column_nameless",
        Text(f"第 {place} 列没有列名。", f"Column {place} has no name."),
        Text("请补上列名，或删去这一列。", "Name the column or delete it."),
        row=1,
    )


def _twice(column: str) -> Issue:
    return Issue(
        "column_twice",
        Text("这个列名出现了不止一次。", "This column occurs more than once."),
        Text("请只保留一列。", "Keep one of them."),
        row=1,
        field=column,
    )


def _unknown(kind: Kind, column: str, items: Collection[str]) -> Issue:
    if is_item(kind, column):
        remedy = Text(
            f"本次活动的问卷里没有这道题。可用的题：{_listed(items)}。",
            f"The questionnaire of this campaign has no such item. Items: {_listed(items)}.",
        )
    else:
        wanted = [column.name for column in kind.columns] + [f"{ITEM_PREFIX}…"] * kind.takes_items
        remedy = Text(
            f"请删去这一列，或改成规定的列名：{'、'.join(wanted)}。",
            f"Delete the column or use one of the names: {', '.join(wanted)}.",
        )
    return Issue("column_unknown", Text("不认识这一列。", "This column is not known."), remedy, row=1, field=column)


def _missing(column: str) -> Issue:
    return Issue(
        "column_missing",
        Text("缺少这一列。", "This column is missing."),
        Text("请补上这一列，列名照写。", "Add the column with exactly this name."),
        row=1,
        field=column,
    )


def _listed(items: Collection[str]) -> str:
    return " ".join(sorted(ITEM_PREFIX + item for item in items)) or "–"
