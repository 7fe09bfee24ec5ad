"""Signatures, checked on all cores: two RSA and two Ed25519 verifications for every ballot.

Pieces of records go to worker processes and their findings come back in order, never more pieces on the way than the
processes can eat, so that memory stays flat.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import AsyncResult, Pool
from typing import TypeVar

from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.entries import BallotEntry, parse
from pingyi.protocol.manifest import Manifest
from pingyi.tokens import ballots
from pingyi.tokens.issuing import IssuanceRecord
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import BALLOT, ENTRY, Token, challenge_digest

Found = TypeVar("Found")
Piece = list[bytes]
AHEAD = 3  # pieces waiting for each process


@dataclass(frozen=True)
class Campaign:
    """What a worker needs to know: the campaign, its names, the number of options of each question, the cells' keys."""

    camp: bytes
    names: tuple[str, str, str]  # of S, R and B
    options: tuple[int, ...]
    moduli: tuple[tuple[bytes, bytes], ...]  # of each cell: for ballot tokens, for entry tokens

    @classmethod
    def of(cls, manifest: Manifest, camp: bytes, moduli: Iterable[tuple[bytes, bytes]]) -> "Campaign":
        """Take from the manifest what is needed."""
        s, r, _, _, _, b = (manifest.parties[party].name for party in sorted(manifest.parties))
        return cls(camp, (s, r, b), manifest.options, tuple(moduli))

    def key(self, cell: int, role: int) -> tuple[PublicKey, bytes]:
        """Return key and challenge digest of a cell and role; Malformed for a cell that there is not."""
        if cell >= len(self.moduli):
            raise Malformed(f"cell {cell}: there is none")
        signer, box = self.names[role - 1], self.names[2]
        return PublicKey(self.moduli[cell][role - 1]), challenge_digest(signer, box, self.camp, role, cell)


class BadPiece(Malformed):
    """A piece holds a record that is not good, told apart from a stream of pieces that breaks off."""


class Workers:
    """Processes that check pieces of one campaign; use as a context."""

    def __init__(self, campaign: Campaign, processes: int | None = None) -> None:
        count = processes or os.cpu_count() or 1
        self._ahead = AHEAD * count
        self._pool = Pool(count, _begin, (campaign,))

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.terminate()
        self._pool.join()

    def each(self, job: Callable[[Piece], Found], pieces: Iterable[Piece]) -> Iterator[Found]:
        """Yield what `job` found in each piece, in order; `BadPiece` where it found a bad record."""
        waiting: deque[AsyncResult[Found]] = deque()
        for piece in pieces:
            waiting.append(self._pool.apply_async(job, (piece,)))
            if len(waiting) > self._ahead:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _result(waiting: "AsyncResult[Found]") -> Found:
    try:
        return waiting.get()
    except Malformed as problem:
        raise BadPiece(problem.what) from None


_campaign: list[Campaign] = []


def _begin(campaign: Campaign) -> None:
    _campaign[:] = [campaign]


@cache
def _key(cell: int, role: int) -> tuple[PublicKey, bytes]:
    return _campaign[0].key(cell, role)


def entry_nonces(piece: Piece) -> Piece:
    """Check the token of each ballot entry against its envelope; return the nonces. Malformed for a bad one."""
    return [_entry_nonce(content) for content in piece]


def _entry_nonce(content: bytes) -> bytes:
    entry, campaign = parse(content), _campaign[0]
    if not isinstance(entry, BallotEntry):
        raise Malformed("log entry: no ballot")
    key, digest = _key(entry.cell, ENTRY)
    nonce = ballots.entry_nonce(campaign.camp, entry.cell, entry.envelope_hash)
    if not Token.parse(entry.token).check(key, nonce, digest):
        raise Malformed(f"cell {entry.cell}: a ballot without a good entry token for its envelope")
    return nonce


def issued(piece: Piece) -> Piece:
    """Check the signature of each issuance record; return key and cell of each. Malformed for a bad one."""
    return [_issued(content) for content in piece]


def _issued(content: bytes) -> bytes:
    record = IssuanceRecord.parse(content)
    if not record.verify(_campaign[0].camp):
        raise Malformed(f"cell {record.cell}: a record that its key did not sign")
    return record.pk + content[33:37]


def row_tags(piece: Piece) -> Piece:
    """Check each row: token, commitment, answers; return cell and tag of each. Malformed for a bad one."""
    return [_row_tag(content) for content in piece]


def _row_tag(content: bytes) -> bytes:
    campaign = _campaign[0]
    cell, rest = lists.parts(content)
    row = ballots.parse_row(rest, len(campaign.options))
    if any(answer > most for answer, most in zip(row.answers, campaign.options, strict=True)):
        raise Malformed(f"cell {cell}: an answer that its question does not offer")
    key, digest = _key(cell, BALLOT)
    nonce = ballots.commitment(campaign.camp, cell, row.salt, row.answers)
    if not Token.parse(row.token).check(key, nonce, digest):
        raise Malformed(f"cell {cell}: a row without a good ballot token for its answers")
    return lists.in_cell(cell, ballots.tag(nonce))
