"""The checks for one person: is my receipt in the log, is my ballot counted, was my code used."""

from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.parties import Party
from pingyi.tokens import ballots, codes, receipts
from pingyi.tokens.receipts import Receipt
from pingyi.verifier.facts import Facts
from pingyi.verifier.listfiles import List
from pingyi.verifier.report import NOT_YET, WITHDRAWN, Check
from pingyi.verifier.sources import Folder
from pingyi.wording import Text

WITHHELD = "counted; its cell is withheld for too few ballots"
COUNTED = "counted as cast"
BOTH = 2
USED = ("unused", "used for one token of two", "used")
SAID_OF_CODES = dict(
    zip(
        USED,
        (
            Text("这个码没有用过", "this code was not used"),
            Text("这个码只领了一张凭证，没有投成", "this code got one token of two and did not vote"),
            Text("这个码用过了", "this code was used"),
        ),
        strict=True,
    )
)


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
    """The box signed the receipt, and the log holds that ballot in that place."""
    receipt = Receipt.parse(text)
    if receipt.camp != facts.camp:
        raise Malformed("receipt: of another campaign")
    if not receipt.verify(facts.manifest.parties[Party.B].key):
        raise Malformed("receipt: the box did not sign it")
    if facts.log.wanted != receipt.reply.entry_hash:
        raise Malformed("receipt: the log does not hold this ballot in this place")
    return Check("receipt", True, "", {"index": receipt.reply.index, "log_size": facts.log.order.size})


def check_ballot(folder: Folder, facts: Facts, text: str) -> Check:
    """The ballot with this check code is among the final tags, and in its cell's rows where those are released."""
    nonce = receipts.parse_check_code(text)
    if len(facts.log.tags) < BOTH:
        return Check("check", True, NOT_YET)
    if facts.tags[1] is None:
        return Check("check", True, WITHDRAWN)
    cell = _cell_of(folder, facts, ballots.tag(nonce))
    if cell is None:
        raise Malformed("check: not among the tags; its cell was not opened for too few ballots, or it is missing")
    if facts.rows is None:
        return Check("check", True, WITHDRAWN if facts.log.rows else NOT_YET, {"cell": cell})
    if not facts.rows[cell]:
        return Check("check", True, WITHHELD, {"cell": cell})
    return Check("check", True, COUNTED, {"cell": cell})  # the check `rows` has seen that rows and tags agree


def check_code(folder: Folder, facts: Facts, text: str) -> Check:
    """The code's key is on the roll; after the close it is told for which tokens it was used."""
    key = ed25519.public_key(codes.seed(codes.parse(text), facts.manifest.id))
    cell = next((lists.parts(one)[0] for one in _roll(folder, facts) if one[4:] == key), None)
    if cell is None and not facts.roll_is_whole:
        return Check("code", True, WITHDRAWN)
    if cell is None:
        raise Malformed("code: not on the roll of this campaign")
    if facts.log.order.stage == "open":
        return Check("code", True, NOT_YET, {"cell": cell})
    used = {role: _is_used(folder, facts, role, key) for role in facts.issued}
    said = WITHDRAWN if len(used) < BOTH else USED[sum(used.values())]
    return Check("code", True, said, {"cell": cell, **{f"{Party(role).name}_used": int(used[role]) for role in used}})


def _roll(folder: Folder, facts: Facts) -> Iterator[bytes]:
    roots = (facts.manifest.roll.root, *(batch.root for batch in facts.log.batches))
    rolls = (List.of(folder, facts, "roll", root) for root in roots)
    return (record for roll in rolls if not roll.is_gone(facts) for record in roll)


def _cell_of(folder: Folder, facts: Facts, tag: bytes) -> int | None:
    tags = List.of(folder, facts, "tags", facts.log.tags[1].root)
    return next((lists.parts(record)[0] for record in tags if record[4:] == tag), None)


def _is_used(folder: Folder, facts: Facts, role: int, key: bytes) -> bool:
    records = List.of(folder, facts, "issuance", facts.log.issuance[role].root)
    return any(record[:32] == key for record in records)
