"""Stage-1 sums: the exact integers between the evidence and the estimates.

A SQL engine (or `pingyi.estimation.arrays`) reduces the rows of one domain - a unit, or a group of units - to a few
integers per item and stratum. With them stage 2 gives means, their linearised variances and covariances and design
effects. Integers add exactly, so any engine, any order and any split by day or prefecture gives the same figures to
the last bit.

Source: the ultimate-cluster variance needs only sums over PSUs of products of PSU totals (Särndal, Swensson and
Wretman 1992, 5.5 and 5.7; the format is contracts 2).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pingyi.wording import Issue, Refused, Text

WEIGHT_SCALE: Final = 1_000_000

Row = tuple[int, ...]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """The stage-1 sums of one domain: K items, H strata.

    `w` stands for the design weight times `weight_scale`, `y` for the points times the item's `point_scale`, and z
    for the sum of w (or of w*y) over one PSU. A row counts for an item only if it gave a valid answer to it. Pairs
    (i, j) of different items may be absent where their covariance was not asked for.
    """

    items: tuple[str, ...]  # K names
    strata: tuple[str, ...]  # H, sorted
    psus_sampled: Row  # H: PSUs in the sample of the stratum, with or without members of the domain
    rows: tuple[Row, ...]  # K x H: valid answers
    psus: tuple[Row, ...]  # K x H: PSUs with members
    w: tuple[Row, ...]  # K x H: sum of z_w
    wy: tuple[Row, ...]  # K x H: sum of z_wy
    ww: Mapping[Pair, Row]  # (i, j), i <= j -> H: sum of z_w_i * z_w_j
    wwy: Mapping[Pair, Row]  # every ordered (i, j) -> H: sum of z_w_i * z_wy_j
    wywy: Mapping[Pair, Row]  # (i, j), i <= j -> H: sum of z_wy_i * z_wy_j
    w2: tuple[Row, ...]  # K x H over rows: sum of w^2
    w2y: tuple[Row, ...]  # sum of w^2 * y
    w2y2: tuple[Row, ...]  # sum of w^2 * y^2
    wy2: tuple[Row, ...]  # sum of w * y^2
    y_min: tuple[int | None, ...]  # K, None without a valid answer
    y_max: tuple[int | None, ...]
    point_scale: Row  # K: points = y / point_scale
    weight_scale: int = field(default=WEIGHT_SCALE)


def add_sums(first: Sums, second: Sums) -> Sums:
    """Add the sums of two parts of one domain, for instance two days or two prefectures.

    No PSU may lie in both parts: products of PSU totals do not add up when a PSU is split. A stratum may; its sampled
    PSUs are then those of both parts together. Raises `Refused` when items or scales differ.
    """
    if (first.items, first.point_scale, first.weight_scale) != (second.items, second.point_scale, second.weight_scale):
        raise Refused(
            Issue(
                "sums_differ",
                Text("两部分汇总的题目或刻度不一样。", "The two parts have different items or scales."),
                Text("请用同一套题目和刻度汇总后再相加。", "Sum both parts with the same items and scales."),
            )
        )
    strata = tuple(sorted({*first.strata, *second.strata}))
    a, b = _Placed(first, strata), _Placed(second, strata)
    return Sums(
        items=first.items,
        strata=strata,
        psus_sampled=_added(a.place(first.psus_sampled), b.place(second.psus_sampled)),
        rows=_tables(a, first.rows, b, second.rows),
        psus=_tables(a, first.psus, b, second.psus),
        w=_tables(a, first.w, b, second.w),
        wy=_tables(a, first.wy, b, second.wy),
        ww=_products(a, first.ww, b, second.ww),
        wwy=_products(a, first.wwy, b, second.wwy),
        wywy=_products(a, first.wywy, b, second.wywy),
        w2=_tables(a, first.w2, b, second.w2),
        w2y=_tables(a, first.w2y, b, second.w2y),
        w2y2=_tables(a, first.w2y2, b, second.w2y2),
        wy2=_tables(a, first.wy2, b, second.wy2),
        y_min=tuple(_extreme(min, pair) for pair in zip(first.y_min, second.y_min, strict=True)),
        y_max=tuple(_extreme(max, pair) for pair in zip(first.y_max, second.y_max, strict=True)),
        point_scale=first.point_scale,
        weight_scale=first.weight_scale,
    )


class _Placed:
    """Places a row over the strata of one part into a row over the strata of the whole."""

    def __init__(self, part: Sums, strata: Sequence[str]) -> None:
        where = {stratum: h for h, stratum in enumerate(part.strata)}
        self.places = [where.get(stratum) for stratum in strata]

    def place(self, row: Row) -> Row:
        return tuple(0 if h is None else row[h] for h in self.places)


def _added(one: Row, other: Row) -> Row:
    return tuple(x + y for x, y in zip(one, other, strict=True))


def _tables(a: _Placed, one: Iterable[Row], b: _Placed, other: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(_added(a.place(x), b.place(y)) for x, y in zip(one, other, strict=True))


def _products(a: _Placed, one: Mapping[Pair, Row], b: _Placed, other: Mapping[Pair, Row]) -> dict[Pair, Row]:
    return {pair: _added(a.place(one[pair]), b.place(other[pair])) for pair in one if pair in other}


def _extreme(choose: Callable[[list[int]], int], pair: tuple[int | None, int | None]) -> int | None:
    known = [value for value in pair if value is not None]
    return choose(known) if known else None
