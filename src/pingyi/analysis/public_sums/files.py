"""Public sums as two CSV files and back, to the last bit."""

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pingyi.estimation.sums import Pair, Row, Sums
from pingyi.wording import Refused, Text

ITEM_FILE: Final = "sums.csv"
PAIR_FILE: Final = "pairs.csv"
_FIGURES: Final = ("rows", "psus", "w", "wy", "w2", "w2y", "w2y2", "wy2")  # as in `Sums`
_OF_ITEM: Final = ("y_min", "y_max", "point_scale", "weight_scale")
_ITEM_HEADING: Final = ("domain", "item", "stratum", "psus_sampled", *_FIGURES, *_OF_ITEM)
_PAIR_HEADING: Final = ("domain", "item_i", "item_j", "stratum", "ww", "wwy", "wyw", "wywy")


def write_sums(sums: Mapping[str, Sums], published: Mapping[str, Collection[str]]) -> dict[str, bytes]:
    """Return the two files by name: the sums of the `published` items of every domain, and their pairs.

    Rows are sorted by domain, item in the order of the sums, and stratum; the same sums give the same bytes.
    """
    items = _csv(_ITEM_HEADING, (row for domain in sorted(sums) for row in _item_rows(domain, sums, published)))
    pairs = _csv(_PAIR_HEADING, (row for domain in sorted(sums) for row in _pair_rows(domain, sums, published)))
    return {ITEM_FILE: items, PAIR_FILE: pairs}


def read_sums(files: Mapping[str, bytes]) -> dict[str, Sums]:
    """Return the sums that the two files hold, by domain. Raises `Refused` when they are not what was written."""
    try:
        items = _grouped(files[ITEM_FILE], _ITEM_HEADING)
        pairs = _grouped(files[PAIR_FILE], _PAIR_HEADING)
        return {domain: _sums(rows, pairs.get(domain, [])) for domain, rows in items.items()}
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise _unreadable() from error


def _item_rows(
    domain: str, sums: Mapping[str, Sums], published: Mapping[str, Collection[str]]
) -> Iterator[list[object]]:
    one = sums[domain]
    figures: list[Sequence[Row]] = [getattr(one, figure) for figure in _FIGURES]
    for k, item in enumerate(one.items):
        if item not in published.get(domain, ()):
            continue
        ends = ["" if end[k] is None else end[k] for end in (one.y_min, one.y_max)]
        for h, stratum in enumerate(one.strata):
            values = [figure[k][h] for figure in figures]
            scales = [one.point_scale[k], one.weight_scale]
            yield [domain, item, stratum, one.psus_sampled[h], *values, *ends, *scales]


def _pair_rows(
    domain: str, sums: Mapping[str, Sums], published: Mapping[str, Collection[str]]
) -> Iterator[list[object]]:
    one, shown = sums[domain], published.get(domain, ())
    for i, j in sorted(one.ww):
        if one.items[i] not in shown or one.items[j] not in shown:
            continue
        products = (one.ww[i, j], one.wwy[i, j], one.wwy[j, i], one.wywy[i, j])
        for h, stratum in enumerate(one.strata):
            yield [domain, one.items[i], one.items[j], stratum, *(product[h] for product in products)]


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()


def _grouped(content: bytes, heading: Sequence[str]) -> dict[str, list[dict[str, str]]]:
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


def _sums(rows: list[dict[str, str]], pairs: list[dict[str, str]]) -> Sums:
    items = tuple(dict.fromkeys(row["item"] for row in rows))
    strata = tuple(dict.fromkeys(row["stratum"] for row in rows))
    if len(rows) != len(items) * len(strata) or len(pairs) % len(strata):
        raise ValueError("rows")
    firsts = [rows[k * len(strata)] for k in range(len(items))]

    def table(figure: str) -> tuple[Row, ...]:
        column = [int(row[figure]) for row in rows]
        return tuple(tuple(column[k : k + len(strata)]) for k in range(0, len(column), len(strata)))

    def ends(figure: str) -> tuple[int | None, ...]:
        return tuple(int(first[figure]) if first[figure] else None for first in firsts)

    products = _products(pairs, items, len(strata))
    return Sums(
        items=items,
        strata=strata,
        psus_sampled=table("psus_sampled")[0],
        **{figure: table(figure) for figure in _FIGURES},
        ww=products["ww"],
        wwy=products["wwy"] | {(j, i): row for (i, j), row in products["wyw"].items()},
        wywy=products["wywy"],
        y_min=ends("y_min"),
        y_max=ends("y_max"),
        point_scale=tuple(int(first["point_scale"]) for first in firsts),
        weight_scale=int(firsts[0]["weight_scale"]),
    )


def _products(pairs: list[dict[str, str]], items: tuple[str, ...], strata: int) -> dict[str, dict[Pair, Row]]:
    products: dict[str, dict[Pair, Row]] = {name: {} for name in ("ww", "wwy", "wyw", "wywy")}
    for start in range(0, len(pairs), strata):
        block = pairs[start : start + strata]
        pair = items.index(block[0]["item_i"]), items.index(block[0]["item_j"])
        for name, rows in products.items():
            rows[pair] = tuple(int(row[name]) for row in block)
    return products


def _unreadable() -> Refused:
    return Refused.because(
        "unreadable_sums",
        Text("公开的汇总文件读不出来。", "The public sums cannot be read."),
        Text("请重新下载结果包。", "Download the package again."),
    )
