"""The expressions of `where`: comparisons of columns with numbers and words, joined by and, or, not.

Only these are read, from the syntax tree; nothing is run. Column names may contain dots. Missing values fail every
comparison.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.engine import literal
from pingyi.analysis.plans.refusals import wrong
from pingyi.analysis.plans.table import Column, Table
from pingyi.wording import Refused

Mask = NDArray[np.bool_]
OPERATORS: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

SQL: Final = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>"}


def members(table: Table, where: str | None) -> Mask:
    """Return which rows fulfil `where`; all without one. Refused `wrong_where`, `unknown_name`."""
    if where is None:
        return np.ones(table.rows, dtype=bool)
    try:
        tree = ast.parse(where.strip(), mode="eval").body
    except SyntaxError as error:
        raise _wrong(where) from error
    return _truth(table, tree, where)


def _truth(table: Table, node: ast.expr, where: str) -> Mask:
    if isinstance(node, ast.BoolOp):
        parts = [_truth(table, value, where) for value in node.values]
        joined = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        return np.asarray(joined.reduce(parts))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ~_truth(table, node.operand, where)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPERATORS:
        return _compared(table[_name(node.left, where)], OPERATORS[type(node.ops[0])], node.comparators[0], where)
    raise _wrong(where)


def as_sql(where: str | None, text: Callable[[str], str], number: Callable[[str], str]) -> str:
    """Return the same condition as SQL; `text` and `number` give the expressions of a column, refused if unknown."""
    if where is None:
        return "true"
    try:
        tree = ast.parse(where.strip(), mode="eval").body
    except SyntaxError as error:
        raise _wrong(where) from error
    return _sql(tree, where, text, number)


def _sql(node: ast.expr, where: str, text: Callable[[str], str], number: Callable[[str], str]) -> str:
    if isinstance(node, ast.BoolOp):
        parts = [_sql(value, where, text, number) for value in node.values]
        return f"({(' AND ' if isinstance(node.op, ast.And) else ' OR ').join(parts)})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"(NOT {_sql(node.operand, where, text, number)})"
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SQL:
        value = _constant(node.comparators[0], where)
        column = (text if isinstance(value, str) else number)(_name(node.left, where))
        said = literal(value) if isinstance(value, str) else repr(float(value))
        return f"coalesce({column} {SQL[type(node.ops[0])]} {said}, false)"
    raise _wrong(where)


def _compared(column: Column, compare: Callable[[Any, Any], Any], node: ast.expr, where: str) -> Mask:
    value = _constant(node, where)
    if isinstance(value, str):
        return np.array([one is not None and bool(compare(one, value)) for one in column.text])
    return np.asarray(column.present & compare(column.needed(), value))


def _constant(node: ast.expr, where: str) -> str | float:
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, node = -1, node.operand
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float | str):
        raise _wrong(where)
    return node.value if isinstance(node.value, str) else sign * node.value


def _name(node: ast.expr, where: str) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value, where)}.{node.attr}"
    raise _wrong(where)


def _wrong(where: str) -> Refused:
    return wrong(
        f"条件看不懂：“{where}”。",
        f"The condition cannot be read: “{where}”.",
        '请写成例如：age >= 60 and sex == "f"。',
        'Write for instance: age >= 60 and sex == "f".',
        "wrong_where",
    )
