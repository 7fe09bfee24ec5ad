"""Rows of figures from the engine, put together as `Sums`, one per domain."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pingyi.analysis.stage1.queries import ELEMENT_FIGURES, PAIR_FIGURES, PSU_FIGURES
from pingyi.analysis.stage1.sources import Points
from pingyi.estimation.sums import Pair, Row, Sums

Figures = Sequence[Any]
ByStratum = dict[str, Figures]


def assemble(
    points: Mapping[str, Points],
    pairs: Sequence[Pair],
    *,
    sampled: Mapping[str, int],
    elements: Sequence[Figures],
    psus: Sequence[Figures],
    weight_scale: int,
    whole: Collection[str],
) -> dict[str, Sums]:
    """Return one `Sums` per domain, by name.

    `elements` and `psus` hold domain, stratum and the figures in the order of `queries.element_sums` and
    `queries.psu_sums`; `sampled` the sampled PSUs per stratum. Domains in `whole` come out over every stratum, even
    without members; the others over the strata in which they have members.
    """
    of_elements, of_psus = _by_domain(elements), _by_domain(psus)
    assembled = {}
    for domain in sorted({*of_elements, *whole}):
        strata = sorted(sampled if domain in whole else of_elements[domain])
        reader = _Reader(strata, of_elements[domain], of_psus[domain], (len(points), len(pairs)))
        assembled[domain] = reader.sums(points, pairs, tuple(sampled[h] for h in strata), weight_scale)
    return assembled


def _by_domain(rows: Sequence[Figures]) -> dict[str, ByStratum]:
    domains: dict[str, ByStratum] = defaultdict(dict)
    for domain, stratum, *figures in rows:
        domains[domain][stratum] = figures
    return domains


class _Reader:
    """Reads the figures of one domain over its strata; what is missing counts as nothing."""

    def __init__(self, strata: Sequence[str], elements: ByStratum, psus: ByStratum, shape: tuple[int, int]) -> None:
        self.strata = strata
        self.items, pairs = shape
        no_elements: Figures = [None] * (ELEMENT_FIGURES * self.items)
        no_psus: Figures = [None] * (PSU_FIGURES * self.items + PAIR_FIGURES * pairs)
        self.elements = list(zip(*(elements.get(h, no_elements) for h in strata), strict=True))
        self.psus = list(zip(*(psus.get(h, no_psus) for h in strata), strict=True))

    def each(self, figure: int) -> tuple[Row, ...]:
        """Return one element figure, items by strata."""
        return tuple(_whole(self.elements[k * ELEMENT_FIGURES + figure]) for k in range(self.items))

    def extremes(self, figure: int, choose: Any) -> tuple[int | None, ...]:
        """Return the least or greatest points per item, None without an answer."""
        columns = (self.elements[k * ELEMENT_FIGURES + figure] for k in range(self.items))
        return tuple(choose((int(v) for v in column if v is not None), default=None) for column in columns)

    def of_psus(self, figure: int) -> tuple[Row, ...]:
        """Return one PSU figure, items by strata."""
        return tuple(_whole(self.psus[k * PSU_FIGURES + figure]) for k in range(self.items))

    def product(self, place: int, figure: int) -> Row:
        """Return one of the four sums of products of the pair at `place`, by strata."""
        return _whole(self.psus[self.items * PSU_FIGURES + place * PAIR_FIGURES + figure])

    def sums(self, points: Mapping[str, Points], pairs: Sequence[Pair], sampled: Row, weight_scale: int) -> Sums:
        """Return the whole."""
        places = list(enumerate(pairs))
        return Sums(
            items=tuple(points),
            strata=tuple(self.strata),
            psus_sampled=sampled,
            rows=self.each(0),
            psus=self.of_psus(0),
            w=self.of_psus(1),
            wy=self.of_psus(2),
            ww={pair: self.product(place, 0) for place, pair in places},
            wwy={(i, j): self.product(place, 1) for place, (i, j) in places}
            | {(j, i): self.product(place, 2) for place, (i, j) in places},
            wywy={pair: self.product(place, 3) for place, pair in places},
            w2=self.each(1),
            w2y=self.each(2),
            w2y2=self.each(3),
            wy2=self.each(4),
            y_min=self.extremes(5, min),
            y_max=self.extremes(6, max),
            point_scale=tuple(scale.scale for scale in points.values()),
            weight_scale=weight_scale,
        )


def _whole(figures: Figures) -> Row:
    return tuple(0 if figure is None else int(figure) for figure in figures)
