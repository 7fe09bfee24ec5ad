"""What one inner envelope is: a valid ballot, or invalid for one of the named reasons (protocol 6)."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pingyi.primitives.errors import Malformed
from pingyi.protocol.parties import Party
from pingyi.tokens import ballots
from pingyi.tokens.envelopes import PrivateKey, inner_info, open_
from pingyi.tokens.tokens import BALLOT, Token, challenge_digest
from pingyi.trustee.mirror.campaign import Campaign

REASONS = ("undecryptable", "layout", "token", "commitment", "answers", "wrong_cell")
DUPLICATE = "duplicate"

Job = tuple[int, list[bytes]]  # cell, inner envelopes


class Verdict(NamedTuple):
    """A valid ballot has its tag, its row (without the cell) and its comment; an invalid one only the reason."""

    reason: str
    tag: bytes = b""
    row: bytes = b""
    comment: str = ""


class InnerOpener:
    """Opens inner envelopes in one process; the private key stays in its memory."""

    def __init__(self, folder: Path, scalar: bytes) -> None:
        campaign = self._campaign = Campaign.read(folder)
        self._key = PrivateKey(scalar)
        self._key_ids = {one.ballot_key.key_id() for one in campaign.cells}
        self._digest = lru_cache(maxsize=64)(self._digest_of)

    def __call__(self, job: Job) -> tuple[int, list[Verdict]]:
        """Judge inner envelopes of one cell, in their order."""
        cell, inners = job
        return cell, [self.judge(cell, inner) for inner in inners]

    def judge(self, cell: int, inner: bytes) -> Verdict:
        """Open one and check token, commitment and answers, in this order."""
        manifest = self._campaign.manifest
        try:
            content = open_(self._key, inner_info(self._campaign.camp, cell), inner)
        except Malformed:
            return Verdict("undecryptable")
        try:
            found = ballots.Plaintext.parse(content, manifest.questions)
            token = Token.parse(found.token)
        except Malformed:
            return Verdict("layout")
        if reason := self._wrong_token(cell, token):
            return Verdict(reason)
        commitment = ballots.commitment(self._campaign.camp, cell, found.salt, found.answers)
        if token.nonce != commitment:
            return Verdict("commitment")
        if any(answer > most for answer, most in zip(found.answers, manifest.options, strict=True)):
            return Verdict("answers")
        row = ballots.row(found.token, found.salt, found.answers)
        return Verdict("", ballots.tag(commitment), row, found.private)

    def _wrong_token(self, cell: int, token: Token) -> str:
        """Return what is wrong with a token whatever its nonce, or nothing."""
        key = self._campaign.cells[cell].ballot_key
        if token.key_id != key.key_id() and token.key_id in self._key_ids:
            return "wrong_cell"
        return "" if token.check(key, token.nonce, self._digest(cell)) else "token"

    def _digest_of(self, cell: int) -> bytes:
        parties = self._campaign.manifest.parties
        return challenge_digest(parties[Party.S].name, parties[Party.B].name, self._campaign.camp, BALLOT, cell)
