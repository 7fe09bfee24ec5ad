"""Numbers and tables in published files: one way to write each, so that the files are the same bytes everywhere."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context
from typing import Final

SIGNIFICANT_DIGITS: Final = 9
_CONTEXT: Final = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_EVEN)


def decimal_text(value: float | int | None) -> str:
    """Return `value` as decimal text; None gives the empty text.

    An int is written in full. A float is its exact binary value rounded to 9 significant digits (a tie goes to the
    even digit), without exponent, trailing zeros, or the sign of a zero: 0.1 -> "0.1", 1e-7 -> "0.0000001".
    Raises ValueError for infinities and for what is not a number: a published file has no place for them.
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return str(int(value))
    rounded = _CONTEXT.create_decimal_from_float(value)
    if not rounded.is_finite():
        raise ValueError(f"{value} cannot be published")
    return f"{rounded.normalize(_CONTEXT):f}" if rounded else "0"


def csv_bytes(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV table: UTF-8, commas, quotes only where needed, one line feed per row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()
