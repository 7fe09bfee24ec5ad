"""Columns of a formula as numbers: a number as it stands, a categorical column as indicators of all but one level."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.plans.refusals import wrong
from pingyi.analysis.plans.table import Column, Table

Array = NDArray[np.float64]
INTERCEPT: Final = "(Intercept)"


def model_columns(table: Table, terms: Sequence[str]) -> tuple[list[str], Array, NDArray[np.bool_]]:
    """Return the names, the columns (N, P) with an intercept first, and which rows have every value."""
    labels, columns = [INTERCEPT], [np.ones(table.rows)]
    present = np.ones(table.rows, dtype=bool)
    for term in terms:
        column = table[term]
        present &= column.present
        if column.numbers is not None:
            labels.append(term)
            columns.append(np.where(column.present, column.numbers, 0.0))
        else:
            labels += [f"{term}{level}" for level in column.levels[1:]]
            columns += [(column.codes == k).astype(float) for k in range(1, len(column.levels))]
    return labels, np.stack(columns, axis=1), present


def response(column: Column) -> Array:
    """Return the left side of a formula: numbers, or 1 for the second of two levels."""
    if column.numbers is not None:
        return np.where(column.present, column.numbers, 0.0)
    if len(column.levels) != 2:
        raise wrong(
            f"“{column.name}”有{len(column.levels)}类，不能作为因变量。",
            f"“{column.name}” has {len(column.levels)} levels and cannot stand on the left.",
            "请用数字列，或者只有两类的列。",
            "Take a numeric column, or one of two levels.",
        )
    return np.asarray(column.codes == 1, dtype=float)


def split_formula(formula: str) -> tuple[str, list[str]]:
    """Return the left side and the terms of "y ~ a + b"."""
    left, tilde, right = formula.partition("~")
    terms = [term.strip() for term in right.split("+") if term.strip() not in ("", "1")]
    if not tilde or not left.strip():
        raise wrong(
            f"公式看不懂：“{formula}”。",
            f"The formula cannot be read: “{formula}”.",
            "请写成：y ~ a + b。",
            "Write: y ~ a + b.",
        )
    return left.strip(), terms
