"""What the trustees of a campaign of the tests find and say, from what they know: the fates of the ballots."""

from collections import Counter
from typing import TYPE_CHECKING

from pingyi.primitives.hashing import sha256
from pingyi.protocol import lists
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld, Counted, Opened, WithheldCells
from tests.ballots.plan import DUPLICATE, GOOD, INVALID, LATE, MISSING, UNDECRYPTABLE
from tests.ballots.voting import Ballot

if TYPE_CHECKING:
    from tests.ballots.world import World

LOST = (LATE, MISSING)  # when T1 opens


def of_cell(world: "World", cell: int) -> Counter[str]:
    """How many ballots of a cell had which fate."""
    return Counter(ballot.fate for ballot in world.ballots if ballot.cell == cell)


def opened_cells(world: "World") -> list[int]:
    """The cells with k ballots in the box."""
    return [cell for cell in range(len(world.plan.cast)) if of_cell(world, cell).total() >= world.plan.k]


def released_cells(world: "World") -> list[int]:
    """The cells with k valid ballots in the end."""
    final = Counter(one.cell for one in valid(world, 1))
    return [cell for cell in range(len(world.plan.cast)) if final[cell] >= world.plan.k]


def valid(world: "World", seq: int) -> list[Ballot]:
    """The ballots with tags in the first (0) or final (1) count."""
    fates = (GOOD, LATE) if seq else (GOOD,)
    cells = set(opened_cells(world))
    return [ballot for ballot in world.ballots if ballot.cell in cells and ballot.fate in fates]


def rows(world: "World") -> list[bytes]:
    """The records of the rows."""
    released = set(released_cells(world))
    return sorted(one.row for one in valid(world, 1) if one.cell in released)


def opened(world: "World") -> Opened:
    """What T1 says."""
    found = [(cell, of_cell(world, cell)) for cell in opened_cells(world)]
    listed = tuple(CellOpened(cell, fates[LATE] + fates[MISSING], fates[UNDECRYPTABLE]) for cell, fates in found)
    return Opened(campaign=world.camp, by=Party.T1, cells=listed, inner_root=inner_root(world))


def inner_root(world: "World") -> bytes:
    """Over what T1 hands to T2."""
    cells = set(opened_cells(world))
    unopened = (*LOST, UNDECRYPTABLE)
    given = [one for one in world.ballots if one.cell in cells and one.fate not in unopened]
    return lists.root(sorted(lists.in_cell(one.cell, sha256(one.inner)) for one in given))


def counted(world: "World", seq: int) -> Counted:
    """What T2 says."""
    found = tuple(_counted(cell, of_cell(world, cell), seq) for cell in opened_cells(world))
    return Counted(campaign=world.camp, by=Party.T2, seq=seq, cells=found, inner_root=inner_root(world))


def _counted(cell: int, fates: Counter[str], seq: int) -> CellCounted:
    missing = fates[MISSING] + (0 if seq else fates[LATE])
    return CellCounted(
        cell=cell,
        received=fates.total() - missing,
        valid=fates[GOOD] + (fates[LATE] if seq else 0),
        duplicate=fates[DUPLICATE],
        invalid=fates[INVALID] + fates[UNDECRYPTABLE],
        missing=missing,
    )


def withheld(world: "World") -> WithheldCells:
    """What T2 says of the cells that are not released."""
    released, cells = set(released_cells(world)), range(len(world.plan.cast))
    entry = Counter(ballot.cell for ballot in world.ballots)
    listed = tuple(CellWithheld(cell, entry[cell], unfinished(world, cell)) for cell in cells if cell not in released)
    return WithheldCells(campaign=world.camp, by=Party.T2, cells=listed)


def unfinished(world: "World", cell: int) -> int:
    """Entry tokens of a cell that never became a ballot."""
    issued = Counter(int.from_bytes(record[33:37], "big") for record in world.issued(Party.R))
    return max(0, issued[cell] - of_cell(world, cell).total())
