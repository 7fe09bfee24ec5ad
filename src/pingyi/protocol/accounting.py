"""The counts of each cell and what must hold between them (protocol 4, `accounts`, and 11.8).

Trustees take `opened_cells` and `withheld` from here and check what they are about to state with the same `wrong` that
every verifier runs. A problem is a short English sentence that names the cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld

LEAST_BATCH = 50  # keys that a batch adds to a cell it touches
CELL_FLAG, CAMPAIGN_FLAG = 100, 1000  # flagged above 1 of so many ballots


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCounts:
    """What log and files say of one cell. None: the package has not come so far, or the file was withdrawn."""

    cell: int
    k: int
    roll: int  # keys, all batches counted; of withdrawn batches the most that there can have been
    cast: int = 0  # ballots in the log
    ballot: int | None = None  # issuance records of S
    entry: int | None = None  # issuance records of R
    first_tags: int | None = None
    final_tags: int | None = None
    rows: int | None = None

    @property
    def is_opened(self) -> bool:
        """Whether the trustees open this cell."""
        return self.cast >= self.k

    @property
    def is_released(self) -> bool:
        """Whether the rows of this cell are published."""
        return (self.final_tags or 0) >= self.k


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the trustees' statements say so far."""

    opened: Sequence[CellOpened] | None = None
    first: Sequence[CellCounted] | None = None
    final: Sequence[CellCounted] | None = None
    withheld: Sequence[CellWithheld] | None = None


def opened_cells(cells: Iterable[CellCounts]) -> tuple[int, ...]:
    """Return the cells that are opened: those with as many ballots in the box as k, or more."""
    return tuple(one.cell for one in cells if one.is_opened)


def withheld(cells: Iterable[CellCounts]) -> tuple[CellWithheld, ...]:
    """Return what the statement `withheld` says: every cell not released, its ballots, entry tokens never cast."""
    return tuple(CellWithheld(one.cell, one.cast, (one.entry or 0) - one.cast) for one in cells if not one.is_released)


def wrong(cells: Sequence[CellCounts], stated: Stated) -> list[str]:
    """Return every rule that the counts break; `cells` are all cells of the campaign in order. Empty: they add up.

    Where the final tags are not there, the final count's valid ballots stand for them.
    """
    if stated.final is not None:
        valid = {row.cell: row.valid for row in stated.final}
        cells = [
            one if one.final_tags is not None else replace(one, final_tags=valid.get(one.cell, 0)) for one in cells
        ]
    found = [problem for one in cells for problem in _wrong_bounds(one)]
    if stated.opened is not None:
        found += _wrong_cells("opened", cells, stated.opened)
    for seq, count in enumerate((stated.first, stated.final)):
        if count is not None:
            found += _wrong_cells(f"count {seq}", cells, count)
            found += _wrong_sums(seq, {one.cell: one for one in cells}, count)
    if stated.opened is not None and stated.first is not None:
        found += _wrong_first(stated.opened, stated.first)
    if stated.first is not None and stated.final is not None:
        found += _wrong_final(stated.first, stated.final)
    if stated.withheld is not None and not _are_withheld(cells, stated.withheld):
        found.append("withheld: not exactly the cells that are not released, with their counts")
    return found


def _are_withheld(cells: Sequence[CellCounts], stated: Sequence[CellWithheld]) -> bool:
    """Compare with what should be stated; where R's records are not there, what they would give is believed."""
    unknown = {one.cell for one in cells if one.entry is None}
    expected = [row if row.cell not in unknown else row._replace(unfinished=0) for row in withheld(cells)]
    return expected == [row if row.cell not in unknown else row._replace(unfinished=0) for row in stated]


def _wrong_bounds(one: CellCounts) -> Iterator[str]:
    """Nothing comes from nothing: box <= entry tokens <= roll, tags <= ballot tokens <= roll, rows = tags."""
    if one.entry is not None and not one.cast <= one.entry <= one.roll:
        yield f"cell {one.cell}: not ballots <= entry tokens <= roll"
    if one.ballot is not None and one.ballot > one.roll:
        yield f"cell {one.cell}: more ballot tokens than keys on the roll"
    tags = max(one.first_tags or 0, one.final_tags or 0)
    if one.ballot is not None and tags > one.ballot:
        yield f"cell {one.cell}: more tags than ballot tokens"
    if tags and not one.is_opened:
        yield f"cell {one.cell}: tags in a cell that is not opened"
    if None not in (one.rows, one.final_tags) and one.rows != (one.final_tags if one.is_released else 0):
        yield f"cell {one.cell}: rows are not the final tags of a released cell"


def _wrong_cells(what: str, cells: Sequence[CellCounts], rows: Sequence[CellOpened | CellCounted]) -> list[str]:
    named = tuple(row.cell for row in rows)
    return [] if named == opened_cells(cells) else [f"{what}: does not name exactly the cells to be opened"]


def _wrong_sums(seq: int, cells: Mapping[int, CellCounts], count: Sequence[CellCounted]) -> Iterator[str]:
    for row in count:
        one = cells.get(row.cell)
        if one is None:
            continue  # named above
        tags = one.first_tags if seq == 0 else one.final_tags
        if row.received != row.valid + row.duplicate + row.invalid:
            yield f"count {seq} cell {row.cell}: received is not valid + duplicate + invalid"
        if row.received + row.missing != one.cast:
            yield f"count {seq} cell {row.cell}: received + missing is not the ballots in the box"
        if tags is not None and row.valid != tags:
            yield f"count {seq} cell {row.cell}: valid is not the tags listed"


def _wrong_first(opened: Sequence[CellOpened], first: Sequence[CellCounted]) -> Iterator[str]:
    by_cell = {row.cell: row for row in opened}
    for row in first:
        outer = by_cell.get(row.cell)
        if outer and (row.missing != outer.missing or row.invalid < outer.undecryptable):
            yield f"count 0 cell {row.cell}: another missing than T1's, or fewer invalid than T1 could not open"


def _wrong_final(first: Sequence[CellCounted], final: Sequence[CellCounted]) -> Iterator[str]:
    by_cell = {row.cell: row for row in first}
    for row in final:
        old = by_cell.get(row.cell)
        if old and (row.missing > old.missing or row.invalid > old.invalid or row.duplicate < old.duplicate):
            yield f"count 1 cell {row.cell}: missing or invalid rise, or duplicate falls"


@dataclass(frozen=True, slots=True)
class Flags:
    """Figures that ask for a look and never decide: cells with many lost ballots, and whether the campaign has."""

    cells: tuple[int, ...]
    campaign: bool


def flags(cells: Iterable[CellCounts], final: Sequence[CellCounted]) -> Flags:
    """Return where invalid + missing are above 1 % of a cell's ballots, or 0.1 % of all ballots in the box."""
    cast = {one.cell: one.cast for one in cells}
    lost = {row.cell: row.invalid + row.missing for row in final}
    marked = tuple(cell for cell, count in lost.items() if CELL_FLAG * count > cast.get(cell, 0))
    return Flags(marked, CAMPAIGN_FLAG * sum(lost.values()) > sum(cast.values()))


def reviews(cells: Iterable[CellCounts]) -> tuple[int, ...]:
    """Return the cells within 10 ballots of k in which more than 5 % of the entry tokens never became a ballot."""
    known = [(one, one.entry - one.cast) for one in cells if one.entry is not None]
    return tuple(one.cell for one, lost in known if abs(one.cast - one.k) <= 10 and 20 * lost > (one.entry or 0))


def is_batch(keys: int, batch_max: int) -> bool:
    """Say whether a batch may add this many keys to one cell: none, or 50 up to the manifest's most."""
    return keys == 0 or LEAST_BATCH <= keys <= batch_max
