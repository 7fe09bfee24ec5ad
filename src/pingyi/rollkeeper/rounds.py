"""`roll batch`: people added while a campaign runs. Few at a time would give away who is who, so small cells wait."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pingyi.protocol import manifest as manifests
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.entries import RollBatch
from pingyi.protocol.manifest import Manifest
from pingyi.rollkeeper import making, planning, surveying, wrongs
from pingyi.rollkeeper.desk import Desk, write_private
from pingyi.rollkeeper.drafts import cell_of
from pingyi.rollkeeper.eligibility import parse, people
from pingyi.rollkeeper.invitations import Making
from pingyi.rollkeeper.letters.glyphs import SHIPPED, glyphs_of
from pingyi.rollkeeper.letters.printing import check_manifest
from pingyi.rollkeeper.merging import K_WITH_STAFF
from pingyi.rollkeeper.units import read_units
from pingyi.wording import Issue, Refused, Text

LEAST = 50  # keys that a batch adds to every cell it touches
PATIENCE = timedelta(days=30)
LAST = timedelta(days=14)  # between the last batch and the earliest opening of envelopes
WAITING, ENTRY = "keep/waiting.tsv", "public/batch.entry"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who waits for enough others, since a day (YYYY-MM-DD)."""

    since: str
    cell: int
    line: str


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: its number, its entry for the log (None when nobody was added), who waits, cells overdue."""

    number: int
    entry: RollBatch | None
    waiting: int
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desired:
    """What a round works with: the new people, if any, the manifest, M's key, the moment, the font of the letters."""

    listed: Path | None
    manifest: bytes
    seed: bytes
    now: datetime
    font: Path = SHIPPED


def add_round(desk: Desk, desired: Desired, settings: making.Settings) -> Round:
    """Add a round whole or not at all; raises `Refused` when it is too late, or with what is wrong in the list."""
    manifest = Manifest.parse(desired.manifest)
    cells = check_manifest(desk, manifest)
    _check_time(manifest, desired.now)
    number = desk.rounds()[-1] + 1
    everybody = [*_waiting(desk, number - 1), *_new(desk, desired, cells)]
    taken, left = divide(everybody, manifest.batch_max)
    with desk.locked(), desk.making(desk.roll(number)) as folder:
        entry = _batch(desk, folder, taken, desired, settings) if taken else None
        text = "".join(f"{one.since}\t{one.cell}\t{one.line}\n" for one in left)
        write_private(folder / WAITING, text.encode("utf-8"))
    return Round(number, entry, len(left), tuple(_overdue(left, cells, desired.now)))


def divide(everybody: list[Waiting], most: int) -> tuple[list[Waiting], list[Waiting]]:
    """Return who is added now and who waits: a cell gets none or 50 to `most`, those first who wait longest."""
    by_cell: defaultdict[int, list[Waiting]] = defaultdict(list)
    for one in sorted(everybody, key=lambda one: one.since):
        by_cell[one.cell].append(one)
    taken, left = [], []
    for cell in sorted(by_cell):
        count = min(len(by_cell[cell]), most)
        count = count if count >= LEAST else 0
        taken += by_cell[cell][:count]
        left += by_cell[cell][count:]
    return taken, left


def _batch(desk: Desk, folder: Path, taken: list[Waiting], desired: Desired, settings: making.Settings) -> RollBatch:
    counted = Counter(one.cell for one in taken)
    counts = [counted[cell] for cell in range(len(planning.planned_cells(desk)))]
    longest = max(len(one.line.encode()) for one in taken)
    shared = Making(planning.read_plan(desk).campaign, settings.auditor, longest)
    placed = [(one.cell, one.line) for one in taken]
    _, made = making.write_roll(folder, placed, counts, shared, settings)
    seq = 1 + sum((desk.roll(number) / ENTRY).exists() for number in desk.rounds())
    entry = RollBatch(seq, made.count, made.root, made.map_root)
    signed = entry.signed(manifests.camp(desired.manifest), desired.seed)
    write_private(folder / ENTRY, signed.encode())
    return signed


def _new(desk: Desk, desired: Desired, cells: list[CellRecord]) -> list[Waiting]:
    if desired.listed is None:
        return []
    units = read_units(desk.plan / planning.UNITS)
    surveying.survey(desired.listed, units.keys(), glyphs_of(desired.font))
    places = cell_of(planning.planned_cells(desk))
    known = _known(desk)
    issues, new = [], []
    for person in people(desired.listed):
        cell = places.get((person.unit, person.channel))
        if cell is None:
            what = Text("没有这个单位、这种方式的计票单元。", "There is no cell for this unit and channel.")
            issues.append(wrongs.row(person, "unit", "cell_missing", what))
        elif person.is_staff and cells[cell].k < K_WITH_STAFF:
            what = Text("这个计票单元计划时没有本单位人员。", "This cell was planned without staff of the rated unit.")
            issues.append(wrongs.row(person, "staff", "staff_unplanned", what))
        elif surveying.sign_of(person.person) in known:
            what = Text("以前已经邀请过，或正在等待。", "Was invited before, or is waiting.")
            issues.append(wrongs.row(person, "person", "person_known", what))
        else:
            new.append(Waiting(f"{desired.now:%Y-%m-%d}", cell, person.line))
    wrongs.refuse_rows(issues[: wrongs.MOST], len(issues))
    return new


def _known(desk: Desk) -> set[bytes]:
    """Return the signs of all who were invited or wait."""
    numbers = desk.rounds()
    signs = {surveying.sign_of(parse(0, one.line).person) for one in _waiting(desk, numbers[-1])}
    for number in numbers:
        path = desk.roll(number) / making.KNOWN
        content = path.read_bytes() if path.exists() else b""
        signs |= {content[at : at + surveying.SIGN] for at in range(0, len(content), surveying.SIGN)}
    return signs


def _waiting(desk: Desk, number: int) -> list[Waiting]:
    path = desk.roll(number) / WAITING
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    parts = (line.split("\t", 2) for line in lines)
    return [Waiting(since, int(cell), line) for since, cell, line in parts]


def _overdue(left: list[Waiting], cells: list[CellRecord], now: datetime) -> Iterator[str]:
    before = f"{now - PATIENCE:%Y-%m-%d}"
    for cell in sorted({one.cell for one in left if one.since < before}):
        yield cells[cell].name_zh


def _check_time(manifest: Manifest, now: datetime) -> None:
    if manifest.batch_max < LEAST:
        what = Text("这次评议没有规定分批。", "This campaign has no batches.")
        raise Refused(Issue("no_batches", what, Text("批次上限写在评议清单里。", "The manifest fixes their size.")))
    closes = datetime.fromisoformat(manifest.closes).astimezone(UTC)
    if now + LAST > closes:
        what = Text("离截止不足14天，不能再加人。", "Fewer than 14 days are left; nobody can be added.")
        raise Refused(Issue("too_late", what, Text("请把他们列入下一次评议。", "Invite them to the next campaign.")))
