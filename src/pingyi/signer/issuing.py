"""What a signer answers to one request: one token per key of the roll, kept on the disk before it is signed."""

from collections.abc import Callable, Iterator, Sequence

from pingyi.durable.committing import Committer
from pingyi.durable.replies import Problem
from pingyi.durable.stores import Busy, Layout, Store, Transaction
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.signer.campaign import Campaign
from pingyi.signer.raw import RawKey, SigningFault
from pingyi.signer.rolls import Rolls
from pingyi.tokens.issuing import IssuanceRecord, IssueRequest

LAYOUT = Layout(
    "signer",
    1,
    (
        "CREATE TABLE IF NOT EXISTS issuances (pk {blob} PRIMARY KEY, cell {integer} NOT NULL,"
        " h_blinded {blob} NOT NULL, sig {blob} NOT NULL){keyed}",
        "CREATE TABLE IF NOT EXISTS belongs (camp {blob} PRIMARY KEY, role {integer} NOT NULL){keyed}",
    ),
)
INSERT = "INSERT INTO issuances (pk, cell, h_blinded, sig) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
KEPT = "SELECT pk, h_blinded, sig FROM issuances WHERE pk {among}"
ALL = "SELECT pk, cell, h_blinded, sig FROM issuances ORDER BY pk"

Asked = tuple[bytes, int, bytes, bytes]
"""Key, cell, hash of the blinded message, signature: one row."""


class Signer:
    """One role of one campaign: `issue` answers a request, from many threads at once."""

    def __init__(
        self,
        campaign: Campaign,
        *,
        role: int,
        keys: Sequence[RawKey],
        rolls: Rolls,
        committer: "Committer[Asked, Asked]",
        now: Callable[[], float],
    ) -> None:
        self._campaign, self._role, self._keys, self._rolls = campaign, role, keys, rolls
        self._committer, self._now = committer, now

    def issue(self, body: bytes) -> bytes:
        """Return the blind signature (256 bytes). Raises `Problem` with the first thing that is wrong, or `Busy`."""
        request = self._request(body)
        self._check_hours()
        key = self._key(request.cell)
        if request.blinded >= key.modulus:  # as numbers: both have 256 bytes, big-endian
            raise Problem("malformed")
        if not self._rolls.holds(request.cell, request.pk):
            raise Problem("unknown_key")
        if not request.verify():
            raise Problem("bad_signature")
        asked = sha256(request.blinded)
        _, _, kept, signature = self._committer.commit((request.pk, request.cell, asked, request.signature))
        if kept != asked:
            raise Problem("used", h_blinded=kept.hex(), sig=signature.hex())
        try:
            return key.sign(request.blinded)
        except SigningFault:
            raise Busy("a signature came out wrong") from None

    def _request(self, body: bytes) -> IssueRequest:
        try:
            request = IssueRequest.parse(body)
        except Malformed:
            raise Problem("malformed") from None
        if request.camp != self._campaign.camp:
            raise Problem("wrong_campaign")
        if request.role != self._role:
            raise Problem("malformed")
        return request

    def _check_hours(self) -> None:
        moment = self._now()
        if moment < self._campaign.opens:
            raise Problem("not_open")
        if moment >= self._campaign.closes:
            raise Problem("closed")

    def _key(self, cell: int) -> RawKey:
        if cell >= len(self._keys):
            raise Problem("wrong_cell")
        return self._keys[cell]


def write(transaction: Transaction, asked: Sequence[Asked]) -> list[Asked]:
    """Keep the first request of each key; return for each request what is kept for its key."""
    ordered = sorted(asked)
    if transaction.many(INSERT, ordered) == len(asked):
        return list(asked)
    keys = [row[0] for row in ordered]
    kept = {bytes(pk): (bytes(hashed), bytes(sig)) for pk, hashed, sig in transaction.among(KEPT, keys)}
    return [(pk, cell, *kept[pk]) for pk, cell, _, _ in asked]


def records(transaction: Transaction, role: int) -> Iterator[bytes]:
    """Yield all issuance records (133 bytes), ascending, as they are published."""
    for pk, cell, hashed, sig in transaction.stream(ALL):
        yield IssuanceRecord(bytes(pk), role, cell, bytes(hashed), bytes(sig)).encode()


def claim(store: Store, campaign: Campaign, role: int) -> bool:
    """Bind an empty store to this campaign and role; tell whether it belongs to it."""
    with store.writing() as transaction:
        found = transaction.execute("SELECT camp, role FROM belongs")
        if not found:
            transaction.execute("INSERT INTO belongs (camp, role) VALUES (?, ?)", (campaign.camp, role))
            return True
    return [(bytes(camp), number) for camp, number in found] == [(campaign.camp, role)]
