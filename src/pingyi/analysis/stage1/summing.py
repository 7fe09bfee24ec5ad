# ruff: noqa: S608 - the name of the table is our own
"""Stage-1 sums of the three kinds of evidence that carry answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pingyi.analysis.stage1 import queries
from pingyi.analysis.stage1.assembly import assemble
from pingyi.analysis.stage1.domains import Memberships, place_domains
from pingyi.analysis.stage1.protection import protected
from pingyi.analysis.stage1.runners import Runner, chosen
from pingyi.analysis.stage1.sources import (
    SMALLEST_CELL,
    Points,
    Source,
    ballot_source,
    rating_source,
    sample_source,
)
from pingyi.estimation.sums import Pair, Sums

ALIKE: Final = "alike"  # the table of `queries.alike`


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to sum.

    `pairs` names the item pairs whose covariances are wanted; None means all. Domains in which no item has
    `least_rows` valid answers are left out. `as_part`: the sums are one part, a day or a prefecture, to be added to
    others (`estimation.sums.add_sums`), so every domain comes out over every stratum of the part, even without
    members: PSUs of the sample count wherever they are. `least_rows` is then for later. `smallest` takes out groups
    of fewer people before summing (`stage1.protection`); 0 sums everything.
    """

    points: Mapping[str, Points]
    memberships: Memberships
    pairs: Iterable[tuple[str, str]] | None = None
    least_rows: int = 1
    as_part: bool = False
    smallest: int = 0


def sample_sums(paths: Sequence[Path], request: Request, on: Runner | None = None) -> dict[str, Sums]:
    """Return the sums of a probability sample, one `Sums` per domain; `paths` are canonical batches, in any order.

    `on` is the engine that reads them, DuckDB unless another is given; the sums are the same to the last bit.
    """
    with chosen(on) as runner:
        return sums_of(runner, sample_source(runner, paths, list(request.points)), request)


def ballot_sums(
    paths: Sequence[Path], request: Request, on: Runner | None = None, *, smallest_cell: int = SMALLEST_CELL
) -> dict[str, Sums]:
    """Return the sums of ballots in cells with at least `smallest_cell` rows, one `Sums` per domain."""
    with chosen(on) as runner:
        return sums_of(runner, ballot_source(runner, paths, list(request.points), smallest_cell), request)


def rating_sums(paths: Sequence[Path], request: Request, on: Runner | None = None) -> dict[str, Sums]:
    """Return the sums of ratings, one `Sums` per domain; the one item is `level`."""
    with chosen(on) as runner:
        return sums_of(runner, rating_source(runner, paths), request)


def sums_of(runner: Runner, source: Source, request: Request) -> dict[str, Sums]:
    """Return the sums of rows in any shape that `Source` names, one `Sums` per domain."""
    items = tuple(request.points)
    pairs = _pairs(items, request.pairs)
    memberships = list(request.memberships)
    source = protected(runner, source, request.points, request.smallest) if request.smallest else source
    place_domains(runner, memberships)
    rows = _rows(runner, source, request.points)
    found = assemble(
        request.points,
        pairs,
        sampled={stratum: int(psus) for stratum, psus in runner.rows(queries.sampled_psus(rows))},
        elements=runner.rows(queries.element_sums(rows, len(items), runner.wide)),
        psus=runner.rows(queries.psu_sums(rows, len(items), pairs, runner.wide)),
        weight_scale=source.weight_scale,
        whole={domain for _, domain in memberships} if request.as_part else (),
    )
    if request.as_part:
        return found
    return {domain: sums for domain, sums in found.items() if max(map(sum, sums.rows), default=0) >= request.least_rows}


def _rows(runner: Runner, source: Source, points: Mapping[str, Points]) -> str:
    """Return what to sum: for one item a table much smaller than the file, which then is read only once."""
    if len(points) > 1:
        return queries.scored(source, points, runner.wide)
    runner.keep(ALIKE, queries.alike(source, points, runner.wide))
    return f"SELECT * FROM {ALIKE}"


def _pairs(items: tuple[str, ...], wanted: Iterable[tuple[str, str]] | None) -> list[Pair]:
    """Return pairs of places (i <= j), each item with itself included."""
    place = {item: k for k, item in enumerate(items)}
    own = {(k, k) for k in range(len(items))}
    if wanted is None:
        return [(i, j) for i in range(len(items)) for j in range(i, len(items))]
    return sorted(own | {(min(i, j), max(i, j)) for i, j in ((place[a], place[b]) for a, b in wanted)})
