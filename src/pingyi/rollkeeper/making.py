"""`roll make`: codes, keys, the roll, the committed and sealed map of people, and the cells with their proofs."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from pingyi.ledger.trees import Frontier
from pingyi.primitives import canonical
from pingyi.protocol import cells as cell_files
from pingyi.protocol import lists
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.fields import EXACT, Fields
from pingyi.rollkeeper import invitations, planning, spools, surveying, wrongs
from pingyi.rollkeeper.crew import Progress, chunks, spread, unseen
from pingyi.rollkeeper.desk import Desk, sync_folder, write_private
from pingyi.rollkeeper.drafts import Draft, cell_of
from pingyi.rollkeeper.eligibility import parse, people
from pingyi.rollkeeper.invitations import Making
from pingyi.rollkeeper.moduli import KeyPair, read_moduli
from pingyi.wording import Refused, Text

ROLL_FILE, CELLS_FILE = "roll.json", "cells.jsonl"
CODES, MAP, KNOWN = "secret/codes.bin", "keep/map.bin", "keep/known.bin"
FIRST = Text("请先运行 pingyi roll make。", "Run pingyi roll make first.")
_PIECE = 2_000  # people in one piece of work
Placed = Iterable[tuple[int, str]]  # cell and line of each person


@dataclass(frozen=True, slots=True)
class RollMade:
    """What a roll is, as the manifest (or the log entry of a batch) will say it."""

    campaign: str
    count: int
    root: bytes
    map_root: bytes
    cells: int
    cells_root: bytes

    def encode(self) -> bytes:
        """Return the bytes of `roll.json`."""
        roll = {"count": self.count, "root": self.root.hex(), "map_root": self.map_root.hex()}
        cells = {"cells": self.cells, "cells_root": self.cells_root.hex()}
        return canonical.encode({"campaign": self.campaign, "roll": roll, **cells})


@dataclass(frozen=True, slots=True)
class Settings:
    """Who may open the map (65-byte HPKE key of the auditor), how many processes, and who counts along."""

    auditor: bytes
    workers: int = 1
    progress: Progress = unseen


def make_roll(desk: Desk, listed: Path | None, keys: tuple[Path, Path], settings: Settings) -> RollMade:
    """Make roll 0 whole or not at all; `listed` is the planned list, None for a continuous programme."""
    plan, drafts = planning.read_plan(desk), planning.planned_cells(desk)
    if plan.list != (surveying.digest_of(listed) if listed else ""):
        raise _other_list()
    pairs = read_moduli(*keys, len(drafts))
    making = Making(plan.campaign, settings.auditor, plan.longest)
    placed = _placed(listed, drafts) if listed else ()
    with desk.locked(), desk.making(desk.roll(0)) as folder:
        roots, made = write_roll(folder, placed, [draft.invited if listed else 0 for draft in drafts], making, settings)
        lines = [_record(*parts).encode_line() for parts in zip(drafts, pairs, roots, strict=True)]
        whole = RollMade(plan.campaign, made.count, made.root, made.map_root, len(lines), cell_files.root(lines))
        _write_cells(folder / "public", lines, whole)
    return whole


def write_roll(
    folder: Path, placed: Placed, counts: list[int], making: Making, settings: Settings
) -> tuple[list[tuple[int, bytes]], RollMade]:
    """Write roll, map and codes below `folder`; return count and root of each cell, and of the whole."""
    bounds = spools.bounds(counts)
    codes = spools.Spool(folder / "codes", spools.files_for(sum(counts)))
    entries = spools.Spool(folder / "entries", len(bounds))
    dice = random.SystemRandom()
    work = ((making, piece) for piece in chunks(_noting(placed, folder / KNOWN), _PIECE))
    for piece in spread(invitations.make_all, work, settings.workers):
        for made in piece:
            entries.add(spools.place(bounds, made.entry), made.entry)
            codes.add(dice.randrange(codes.count), made.invitation)
        settings.progress(len(piece))
    _write_codes(folder / CODES, codes, dice)
    roll = _Roll(folder, len(counts), invitations.entry_size(making.room))
    roll.write(entries)
    if [size for size, _ in roll.cells()] != counts:
        raise _other_list()
    return roll.cells(), roll.made(making.campaign)


def read_made(folder: Path) -> RollMade:
    """Read `roll.json` of a roll folder."""
    path = folder / "public" / ROLL_FILE
    if not path.exists():
        raise wrongs.missing(ROLL_FILE, FIRST)
    fields = Fields(canonical.decode(path.read_bytes()), ROLL_FILE, ("campaign", "roll", "cells", "cells_root"))
    roll = fields.inner("roll", ("count", "root", "map_root"))
    numbers = roll.number("count", 0, EXACT), roll.octets("root", 32), roll.octets("map_root", 32)
    return RollMade(
        fields.text("campaign"), *numbers, fields.number("cells", 0, EXACT), fields.octets("cells_root", 32)
    )


class _Roll:
    """The roll file and the map beside it, written in ascending order, with all their roots."""

    def __init__(self, folder: Path, cells: int, entry_size: int) -> None:
        self._folder, self._size = folder, entry_size
        self._cells = [Frontier() for _ in range(cells)]
        self._keys, self._people = Frontier(), Frontier()

    def write(self, entries: spools.Spool) -> None:
        """Take the entries file by file, sorted."""
        part, sealed = self._folder / "public" / "roll.part", self._folder / MAP
        write_private(part, b"")
        write_private(sealed, b"")
        with part.open("ab") as keys, sealed.open("ab") as rest:
            for number in range(entries.count):
                for entry in sorted(lists.split(entries.take(number), self._size)):
                    keys.write(entry[: lists.ROLL])
                    rest.write(entry[lists.ROLL :])
                    self._count(entry)
        entries.close()
        target = self._folder / "public" / lists.path("roll", self._keys.root())
        target.parent.mkdir(mode=0o700)
        part.rename(target)
        sync_folder(target.parent)

    def cells(self) -> list[tuple[int, bytes]]:
        """Return count and root of each cell."""
        return [(cell.size, cell.root()) for cell in self._cells]

    def made(self, campaign: str) -> RollMade:
        """Return what the whole is; cells are not its matter."""
        return RollMade(campaign, self._keys.size, self._keys.root(), self._people.root(), 0, bytes(32))

    def _count(self, entry: bytes) -> None:
        record = entry[: lists.ROLL]
        self._keys.append(record)
        self._people.append(entry[lists.ROLL : lists.ROLL + invitations.HASH])
        self._cells[lists.parts(record)[0]].append(record)


def _placed(listed: Path, drafts: list[Draft]) -> Iterator[tuple[int, str]]:
    cells = cell_of(drafts)
    return ((cells[person.unit, person.channel], person.line) for person in people(listed))


def _noting(placed: Placed, known: Path) -> Iterator[tuple[int, str]]:
    """Pass the people on, and note who they are, so that a later round invites nobody a second time."""
    write_private(known, b"")
    with known.open("ab") as out:
        for cell, line in placed:
            out.write(surveying.sign_of(parse(0, line).person))
            yield cell, line


def _write_codes(path: Path, spool: spools.Spool, dice: random.Random) -> None:
    """Write the codes in an order that chance alone decided: a file by lot, then its place in the file by lot."""
    write_private(path, b"")
    with path.open("ab") as out:
        for number in range(spool.count):
            parts = list(invitations.unpacked(spool.take(number)))
            dice.shuffle(parts)
            out.write(b"".join(parts))
    spool.close()


def _record(draft: Draft, keys: KeyPair, roll: tuple[int, bytes]) -> CellRecord:
    return CellRecord(
        index=draft.index,
        unit=draft.unit,
        name_zh=draft.name_zh,
        name_en=draft.name_en,
        parents=draft.parents,
        ballot_key=keys[0],
        entry_key=keys[1],
        roll_count=roll[0],
        roll_root=roll[1],
        channel=cast(Literal["letter", "sms"], draft.channel),
        k=draft.k,
    )


def _write_cells(public: Path, lines: list[bytes], made: RollMade) -> None:
    write_private(public / CELLS_FILE, b"".join(line + b"\n" for line in lines))
    for path, content in cell_files.proofs(lines):
        write_private(public / path, content)
    write_private(public / ROLL_FILE, made.encode())


def _other_list() -> Refused:
    return Refused.because(
        "list_differs",
        Text("这份名单不是计划时的那一份。", "This is not the list that was planned for."),
        Text("请用原来的名单；名单变了，请重新运行 roll plan。", "Use the same list; if it changed, plan again."),
    )
