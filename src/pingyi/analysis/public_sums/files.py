"""Public sums as a CSV file and back, to the last bit.

Only what belongs to a single item. Sums over a pair of items would tell how many answered one and not the other, and,
subtracted from the sums of the item, what those few said; pairs travel as covariances (`covariances`).
"""

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pingyi.analysis.canonical import csv_bytes
from pingyi.estimation.sums import Pair, Row, Sums
from pingyi.wording import Refused, Text

SUMS_FILE: Final = "sums.csv"
_FIGURES: Final = ("rows", "psus", "w", "wy", "w2", "w2y", "w2y2", "wy2")  # as in `Sums`
_SQUARES: Final = ("ww", "wwy", "wywy")  # of the item with itself
_OF_ITEM: Final = ("y_min", "y_max", "point_scale", "weight_scale")
_HEADING: Final = ("domain", "item", "stratum", "psus_sampled", *_FIGURES, *_SQUARES, *_OF_ITEM)


def without_pairs(sums: Sums) -> Sums:
    """Return `sums` with the products of each item with itself only."""
    own = [(k, k) for k in range(len(sums.items))]
    return replace(
        sums,
        ww={pair: sums.ww[pair] for pair in own},
        wwy={pair: sums.wwy[pair] for pair in own},
        wywy={pair: sums.wywy[pair] for pair in own},
    )


def write_sums(sums: Mapping[str, Sums], published: Mapping[str, Collection[str]]) -> bytes:
    """Return the file: the sums of the `published` items of every domain.

    Rows are sorted by domain, item in the order of the sums, and stratum; the same sums give the same bytes.
    """
    return csv_bytes(_HEADING, (row for domain in sorted(sums) for row in _rows(domain, sums, published)))


def read_sums(content: bytes) -> dict[str, Sums]:
    """Return the sums that the file holds, by domain. Raises `Refused` when it is not what was written."""
    try:
        return {domain: _sums(rows) for domain, rows in grouped(content, _HEADING).items()}
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise unreadable() from error


def grouped(content: bytes, heading: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Return the rows of a table by domain; raises ValueError when it is cut short or of other columns."""
    if not content.endswith(b"\n"):
        raise ValueError("cut short")
    reader = csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != tuple(heading):
        raise ValueError("heading")
    domains: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in reader:
        if None in row.values() or None in row:
            raise ValueError("cells")
        domains[row["domain"]].append(row)
    return domains


def unreadable() -> Refused:
    """Return the refusal of a damaged file."""
    return Refused.because(
        "unreadable_sums",
        Text("公开的汇总文件读不出来。", "The public sums cannot be read."),
        Text("请重新下载结果包。", "Download the package again."),
    )


def _rows(domain: str, sums: Mapping[str, Sums], published: Mapping[str, Collection[str]]) -> Iterator[list[object]]:
    one = sums[domain]
    figures: list[Sequence[Row]] = [getattr(one, figure) for figure in _FIGURES]
    for k, item in enumerate(one.items):
        if item not in published.get(domain, ()):
            continue
        ends = ["" if end[k] is None else end[k] for end in (one.y_min, one.y_max)]
        squares = [getattr(one, square)[k, k] for square in _SQUARES]
        for h, stratum in enumerate(one.strata):
            values = [*(figure[k][h] for figure in figures), *(square[h] for square in squares)]
            yield [domain, item, stratum, one.psus_sampled[h], *values, *ends, one.point_scale[k], one.weight_scale]


def _sums(rows: list[dict[str, str]]) -> Sums:
    items = tuple(dict.fromkeys(row["item"] for row in rows))
    strata = tuple(dict.fromkeys(row["stratum"] for row in rows))
    if len(rows) != len(items) * len(strata):
        raise ValueError("rows")
    firsts = [rows[k * len(strata)] for k in range(len(items))]

    def table(figure: str) -> tuple[Row, ...]:
        column = [int(row[figure]) for row in rows]
        return tuple(tuple(column[k : k + len(strata)]) for k in range(0, len(column), len(strata)))

    def squares(figure: str) -> dict[Pair, Row]:
        return {(k, k): row for k, row in enumerate(table(figure))}

    def ends(figure: str) -> tuple[int | None, ...]:
        return tuple(int(first[figure]) if first[figure] else None for first in firsts)

    return Sums(
        items=items,
        strata=strata,
        psus_sampled=table("psus_sampled")[0],
        **{figure: table(figure) for figure in _FIGURES},
        ww=squares("ww"),
        wwy=squares("wwy"),
        wywy=squares("wywy"),
        y_min=ends("y_min"),
        y_max=ends("y_max"),
        point_scale=tuple(int(first["point_scale"]) for first in firsts),
        weight_scale=int(firsts[0]["weight_scale"]),
    )
