"""The call-back audit: people drawn by a public value are asked whether they took part (protocol 4 and 11.10)."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

from pingyi.ledger import trees
from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol import audit, lists
from pingyi.protocol import manifest as manifests
from pingyi.protocol.entries import RollBatch, parse
from pingyi.protocol.fields import EXACT, U32, Fields
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.rollkeeper import invitations, making, rounds, wrongs
from pingyi.rollkeeper.desk import Desk
from pingyi.rollkeeper.eligibility import COLUMNS as LIST_COLUMNS
from pingyi.rollkeeper.eligibility import parse as parse_line
from pingyi.tokens.envelopes import PrivateKey
from pingyi.tokens.issuing import IssuanceRecord
from pingyi.wording import Refused, Text

FORMAT = "pingyi/v1/roll-audit"
SHEET = ("position", "cell", "ballot_issued", "entry_issued", *LIST_COLUMNS, "reached", "took_part")
_KEYS = ("position", "key", "cell", "sealed", "proof")


@dataclass(frozen=True, slots=True)
class Part:
    """One roll of a campaign: the first, or that of a batch."""

    count: int
    root: bytes
    map_root: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """One drawn key: its position in all rolls, what is sealed of its person, and the proof that this was committed."""

    position: int
    key: bytes
    cell: int
    sealed: bytes
    proof: tuple[bytes, ...]

    def listed(self) -> dict[str, object]:
        """Return the JSON object."""
        return {
            "position": self.position,
            "key": self.key.hex(),
            "cell": self.cell,
            "sealed": self.sealed.hex(),
            "proof": [step.hex() for step in self.proof],
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """A drawn person as the auditor sees them: position, cell, whether each token was issued, the eligibility line."""

    position: int
    cell: int
    issued: tuple[bool, bool]
    line: str


def parts(manifest_bytes: bytes, entries: Iterable[bytes]) -> list[Part]:
    """Return the rolls in order, from the manifest and the log entries of the batches; Malformed when one is forged."""
    manifest, camp = Manifest.parse(manifest_bytes), manifests.camp(manifest_bytes)
    found = [Part(manifest.roll.count, manifest.roll.root, manifest.roll.map_root)]
    for seq, content in enumerate(entries, 1):
        entry = parse(content)
        if not isinstance(entry, RollBatch) or entry.seq != seq:
            raise Malformed(f"batch {seq}: another entry")
        if not entry.is_signed(camp, manifest.parties[Party.M].key):
            raise Malformed(f"batch {seq}: not signed by the roll keeper")
        found.append(Part(entry.count, entry.root, entry.map_root))
    return found


def drawn(manifest_bytes: bytes, rolls: Sequence[Part], beacon: str, count: int) -> list[int]:
    """Return the first `count` positions that the public value draws, in the order drawn."""
    camp = manifests.camp(manifest_bytes)
    return list(islice(audit.drawn(camp, beacon.encode("utf-8"), sum(part.count for part in rolls)), count))


def located(rolls: Sequence[Part], position: int) -> tuple[int, int]:
    """Return the number of the roll that holds a position, and the place in it."""
    for number, end in enumerate(accumulate(part.count for part in rolls)):
        if position < end:
            return number, position - (end - rolls[number].count)
    raise Malformed("position: beyond the roll")


def open_drawn(desk: Desk, manifest_bytes: bytes, beacon: str, count: int) -> bytes:
    """Return the file for the auditor: exactly the drawn people, still sealed to the auditor's key, with proofs."""
    folders = [desk.roll(0), *(path.parents[1] for path in _entries(desk))]
    rolls = parts(manifest_bytes, (path.read_bytes() for path in _entries(desk)))
    kept = [_Kept(folder, part) for folder, part in zip(folders, rolls, strict=True)]
    leaves = []
    for position in drawn(manifest_bytes, rolls, beacon, count):
        number, place = located(rolls, position)
        leaves.append(kept[number].opened(position, place).listed())
    head = {"format": FORMAT, "campaign": manifests.camp(manifest_bytes).hex(), "beacon": beacon}
    return canonical.encode(head | {"leaves": leaves})


def verify(
    content: bytes, manifest_bytes: bytes, rolls: Sequence[Part], private: PrivateKey, package: Path
) -> list[Asked]:
    """Return the people to ask; Malformed unless exactly those drawn were opened, each as committed before the start.

    `package` is the ballot package: its roll files say whose keys stand where, its issuance files who used theirs.
    """
    manifest = Manifest.parse(manifest_bytes)
    beacon, leaves = _read(content, manifests.camp(manifest_bytes))
    if [leaf.position for leaf in leaves] != drawn(manifest_bytes, rolls, beacon, len(leaves)):
        raise Malformed("audit: not the keys that the public value draws")
    issued = _issued(package, {leaf.key for leaf in leaves})
    records = [_roll_records(package, part) for part in rolls]
    asked = []
    for leaf in leaves:
        number, place = located(rolls, leaf.position)
        if lists.in_cell(leaf.cell, leaf.key) != records[number][place]:
            raise Malformed(f"audit {leaf.position}: not the key at this place of the roll")
        salt, line = invitations.open_sealed(private, manifest.id, leaf.sealed)
        hashed = trees.leaf_hash(audit.person_hash(leaf.key, salt, line))
        if not trees.verify_inclusion(hashed, place, rolls[number].count, leaf.proof, rolls[number].map_root):
            raise Malformed(f"audit {leaf.position}: not the person that was committed to")
        asked.append(Asked(leaf.position, leaf.cell, issued[leaf.key], line))
    return asked


def sheet(asked: Iterable[Asked]) -> bytes:
    """Return the call sheet: CSV with `reached` and `took_part` to be filled in."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(SHEET)
    for one in asked:
        issued = ("yes" if used else "no" for used in one.issued)
        table.writerow((one.position, one.cell, *issued, *parse_line(0, one.line)[2:], "", ""))
    return out.getvalue().encode("utf-8")


def _read(content: bytes, camp: bytes) -> tuple[str, list[Opened]]:
    fields = Fields(canonical.decode(content), "audit", ("format", "campaign", "beacon", "leaves"))
    fields.choice("format", FORMAT)
    if fields.octets("campaign", 32) != camp:
        raise fields.wrong("campaign", "another campaign")
    return fields.text("beacon"), [_leaf(Fields(leaf, "audit leaf", _KEYS)) for leaf in fields.array("leaves")]


def _leaf(fields: Fields) -> Opened:
    try:
        sealed = bytes.fromhex(fields.text("sealed"))
    except ValueError:
        raise fields.wrong("sealed", "not hex") from None
    position, cell = fields.number("position", 0, EXACT), fields.number("cell", 0, U32)
    return Opened(position, fields.octets("key", 32), cell, sealed, fields.hashes("proof"))


class _Kept:
    """A roll on the desk, open for the audit."""

    def __init__(self, folder: Path, part: Part) -> None:
        path = folder / making.MAP
        if not path.exists():
            raise wrongs.missing(making.MAP, Text("销毁后无法审计。", "Once destroyed it cannot be audited."))
        self._map, self._part = path.read_bytes(), part
        self._size = len(self._map) // part.count if part.count else 0
        self._roll = (folder / "public" / lists.path("roll", part.root)).read_bytes()
        hashes = (entry[: invitations.HASH] for entry in lists.split(self._map, self._size or 1))
        self._tree = trees.Tree(trees.leaf_hashes(hashes))

    def opened(self, position: int, place: int) -> Opened:
        """Return the drawn entry at `place` of this roll."""
        cell, key = lists.parts(self._roll[place * lists.ROLL : (place + 1) * lists.ROLL])
        entry = self._map[place * self._size : (place + 1) * self._size]
        return Opened(position, key, cell, entry[invitations.HASH :], tuple(self._tree.inclusion_proof(place)))


def _entries(desk: Desk) -> list[Path]:
    paths = (desk.roll(number) / rounds.ENTRY for number in desk.rounds())
    return [path for path in paths if path.exists()]


def _roll_records(package: Path, part: Part) -> Sequence[bytes]:
    path = package / lists.path("roll", part.root)
    if not path.exists():
        raise Refused.because(
            "roll_file_missing",
            Text(f"结果包里没有“{path.name}”。", f"The package has no “{path.name}”."),
            Text("名册撤下后不能再核。", "Once the roll is withdrawn the audit cannot be checked."),
        )
    records = list(lists.split(path.read_bytes(), lists.ROLL))
    if len(records) != part.count or lists.root(records) != part.root:
        raise Malformed("roll file: not the roll of the manifest")
    return records


def _issued(package: Path, keys: set[bytes]) -> dict[bytes, tuple[bool, bool]]:
    """Return for each key whether role 1 and role 2 issued a token to it; nobody's before the files are published."""
    used: set[tuple[bytes, int]] = set()
    for path in (package / "issuance").glob("*.bin"):
        for record in map(IssuanceRecord.parse, lists.split(path.read_bytes(), lists.ISSUANCE)):
            used.add((record.pk, record.role))
    return {key: ((key, 1) in used, (key, 2) in used) for key in keys}
