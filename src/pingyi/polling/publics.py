"""The public files of the bodies, as they hand them to the organiser. Reading only; nothing of them is secret."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pingyi.ledger.notes import VerifierKey
from pingyi.polling import refusals
from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol import cells as cell_files
from pingyi.protocol.bodies import Body, Policy
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.fields import U32, Fields
from pingyi.protocol.manifest import Roll
from pingyi.signer.keys import PublicKeys
from pingyi.trustee.keys import FORMAT as TRUSTEE_FORMAT

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class RollFile:
    """`roll.json` of the roll keeper: for which campaign, the roll, how many cells, and the root over them."""

    campaign: str
    roll: Roll
    cells: int
    cells_root: bytes


@dataclass(frozen=True, slots=True)
class TrusteeKeys:
    """`public.json` of a trustee: identity key (32 bytes) and the key that ballots are sealed for (65 bytes)."""

    identity: bytes
    hpke: bytes


def roll_file(content: bytes) -> RollFile:
    """Read `roll.json`; raises `Refused`."""
    return _read("roll", _roll_file, content)


def cell_records(content: bytes, *, field: str = "cells") -> tuple[CellRecord, ...]:
    """Read `cells.jsonl`; raises `Refused`."""
    return _read(field, lambda lines: tuple(cell_files.records(lines.splitlines(keepends=True))), content)


def cells_root(records: Sequence[CellRecord]) -> bytes:
    """Return the root over the lines of `cells.jsonl`."""
    return cell_files.root(record.encode_line() for record in records)


def signer_keys(content: bytes, *, role: int, field: str) -> PublicKeys:
    """Read `public.json` of the signer of `role`; raises `Refused`, also for the other signer's file."""
    found = _read(field, PublicKeys.parse, content)
    if found.role != role:
        raise refusals.public_file_wrong(field, f"role {found.role} instead of {role}")
    return found


def trustee_keys(content: bytes, *, field: str) -> TrusteeKeys:
    """Read `public.json` of a trustee; raises `Refused`."""
    return _read(field, _trustee_keys, content)


def listed_bodies(content: bytes) -> tuple[Body, ...]:
    """Read the list of bodies, written like a pinned one; raises `Refused`."""
    return _read("bodies", lambda data: Policy.parse(data).bodies, content)


def verifier_key(text: str, *, field: str) -> VerifierKey:
    """Read the verifier key of a log or a witness; raises `Refused`."""
    return _read(field, lambda data: VerifierKey.parse(data.decode()), text.strip().encode())


def identity_key(text: str, *, field: str) -> bytes:
    """Read a public identity key, 64 hex digits; raises `Refused`."""
    written = text.strip().lower()
    try:
        key = bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != 32 or len(written) != 64:
        raise refusals.public_file_wrong(field, "not 64 hex digits")
    return key


def _read(field: str, parse: Callable[[bytes], Found], content: bytes) -> Found:
    try:
        return parse(content)
    except Malformed as problem:
        raise refusals.public_file_wrong(field, problem.what) from None


def _roll_file(content: bytes) -> RollFile:
    fields = Fields(canonical.decode(content), "roll.json", ("campaign", "roll", "cells", "cells_root"))
    roll = fields.inner("roll", ("count", "root", "map_root"))
    made = Roll(roll.number("count", 0, U32), roll.octets("root", 32), roll.octets("map_root", 32))
    return RollFile(fields.text("campaign"), made, fields.number("cells", 0, U32), fields.octets("cells_root", 32))


def _trustee_keys(content: bytes) -> TrusteeKeys:
    fields = Fields(canonical.decode(content), "trustee keys", ("format", "identity", "hpke"))
    fields.choice("format", TRUSTEE_FORMAT)
    return TrusteeKeys(fields.octets("identity", 32), fields.octets("hpke", 65))
