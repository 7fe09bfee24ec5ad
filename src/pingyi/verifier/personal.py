"""The checks for one person: is my receipt in the log, is my ballot counted, was my code used."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.parties import ROLES, Party
from pingyi.tokens import ballots, codes, receipts
from pingyi.tokens.receipts import Receipt
from pingyi.verifier import listfiles
from pingyi.verifier.facts import Facts
from pingyi.verifier.report import NOT_YET, Check
from pingyi.verifier.sources import Folder

NONCE = slice(4 + 2, 4 + 2 + 32)  # of the ballot token, in a record of rows


class Rooted(Protocol):
    """A log entry that names a list."""

    @property
    def root(self) -> bytes:
        """The root of the list."""
        ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody asks about the own ballot; empty where nothing is asked."""

    receipt: str = ""
    check: str = ""
    code: str = ""

    def index(self) -> int | None:
        """Return the log index that the receipt names; None without a readable one."""
        try:
            return Receipt.parse(self.receipt).reply.index
        except Malformed:
            return None


def check_receipt(facts: Facts, text: str) -> Check:
    """The box signed the receipt, and the log holds that entry in that place."""
    receipt = Receipt.parse(text)
    if receipt.camp != facts.camp:
        raise Malformed("receipt: of another campaign")
    if not receipt.verify(facts.manifest.parties[Party.B].key):
        raise Malformed("receipt: the box did not sign it")
    if facts.log.wanted != receipt.reply.entry_hash:
        raise Malformed("receipt: the log does not hold this entry in this place")
    return Check("receipt", True, "", {"index": receipt.reply.index, "log_size": facts.log.order.size})


def check_ballot(folder: Folder, facts: Facts, text: str) -> Check:
    """The ballot with this check code is among the final tags, and in its cell's rows where those are released."""
    nonce = receipts.parse_check_code(text)
    if len(facts.log.tags) < 2:
        return Check("check", True, NOT_YET)
    tag = ballots.tag(nonce)
    cell = _cell_of(folder, facts, tag)
    if cell is None:
        raise Malformed("check: not among the tags; its cell was not opened for too few ballots, or it is missing")
    if facts.rows is None:
        return Check("check", True, NOT_YET, {"cell": cell})
    if not facts.rows[cell]:
        return Check("check", True, "counted; its cell is withheld for too few ballots", {"cell": cell})
    if not any(record[NONCE] == nonce for record in _records(folder, facts, "rows", facts.log.rows)):
        raise Malformed("check: tagged, but not among the rows of its cell")
    return Check("check", True, "counted as cast", {"cell": cell})


def check_code(folder: Folder, facts: Facts, text: str) -> Check:
    """The code's key is on the roll; after the close it is told for which tokens it was used."""
    key = ed25519.public_key(codes.seed(codes.parse(text), facts.manifest.id))
    entries: list[Rooted] = [facts.manifest.roll, *facts.log.batches]
    rolls = chain.from_iterable(_records(folder, facts, "roll", entry) for entry in entries)
    cells = [lists.parts(one)[0] for one in rolls if one[4:] == key]
    if not cells:
        raise Malformed("code: not on the roll of this campaign")
    if not facts.issued:
        return Check("code", True, NOT_YET, {"cell": cells[0]})
    used = {role: _is_used(folder, facts, role, key) for role in facts.issued}
    words = ("ballot token", "entry token")
    said = ", ".join(f"{words[role - 1]} {'used' if used[role] else 'unused'}" for role in ROLES if role in used)
    return Check("code", True, said, {"cell": cells[0], **{f"role_{role}": int(one) for role, one in used.items()}})


def _cell_of(folder: Folder, facts: Facts, tag: bytes) -> int | None:
    found = (record for record in _records(folder, facts, "tags", facts.log.tags[1]) if record[4:] == tag)
    record = next(found, None)
    return None if record is None else lists.parts(record)[0]


def _is_used(folder: Folder, facts: Facts, role: int, key: bytes) -> bool:
    records = _records(folder, facts, "issuance", facts.log.issuance()[role])
    return any(record[:32] == key for record in records)


def _records(folder: Folder, facts: Facts, kind: lists.Kind, entry: Rooted | None) -> Iterator[bytes]:
    """Yield the records of a list that an earlier check has read; of a withdrawn one, none."""
    if entry is None or not listfiles.is_there(folder, kind, entry.root):
        return iter(())
    return chain.from_iterable(listfiles.records(folder, kind, entry.root, facts.manifest.questions))
