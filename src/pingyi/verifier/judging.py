"""What is judged of single records: keys, tokens, signatures. The work of the worker processes."""

from collections.abc import Iterable
from functools import lru_cache

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.entries import BallotEntry, parse
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.tokens import ballots
from pingyi.tokens.issuing import IssuanceRecord, issue_message
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import BALLOT, ENTRY, Token, challenge_digest

Piece = list[bytes]
READY = 4096  # keys of cells kept ready: about 3 kB each


class Judge:
    """Knows the campaign, its names, the options of each question and the keys of the cells."""

    def __init__(self, manifest: Manifest, camp: bytes, moduli: Iterable[tuple[bytes, bytes]]) -> None:
        self._camp, self._options = camp, manifest.options
        self._signers = {party: manifest.parties[party].name for party in (Party.S, Party.R)}
        self._box = manifest.parties[Party.B].name
        self._moduli = tuple(moduli)
        self._begin()

    def __getstate__(self) -> dict[str, object]:
        """Go to another process without the keys that are ready here."""
        return {name: value for name, value in self.__dict__.items() if name != "_key"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._begin()

    def _begin(self) -> None:
        self._key = lru_cache(maxsize=READY)(self._read_key)

    def _read_key(self, cell: int, role: int) -> tuple[PublicKey, bytes]:
        """Return key and challenge digest of a cell and role; Malformed for a cell that there is not."""
        if cell >= len(self._moduli):
            raise Malformed(f"cell {cell}: there is none")
        digest = challenge_digest(self._signers[Party(role)], self._box, self._camp, role, cell)
        return PublicKey(self._moduli[cell][role - 1]), digest

    def roll(self, piece: Piece) -> None:
        """Judge records of a roll: every key is a good one."""
        for record in piece:
            ed25519.check_key(record[4:])

    def entries(self, piece: Piece) -> Piece:
        """Judge ballot entries, token against envelope; return the nonces."""
        return [self._entry(content) for content in piece]

    def issued(self, piece: Piece) -> Piece:
        """Judge issuance records by good keys; return key and cell of each."""
        return [self._issued(content) for content in piece]

    def issued_by_anybody(self, piece: Piece) -> Piece:
        """Judge issuance records whose roll was withdrawn, keys too; return key and cell of each."""
        for record in piece:
            ed25519.check_key(record[:32])
        return self.issued(piece)

    def rows(self, piece: Piece) -> Piece:
        """Judge rows: token, commitment, answers; return cell and tag of each."""
        return [self._row(content) for content in piece]

    def _entry(self, content: bytes) -> bytes:
        entry = parse(content)
        if not isinstance(entry, BallotEntry):
            raise Malformed("log entry: no ballot")
        nonce = ballots.entry_nonce(self._camp, entry.cell, entry.envelope_hash)
        if not self._is_token(entry.token, entry.cell, ENTRY, nonce):
            raise Malformed(f"cell {entry.cell}: a ballot without a good entry token for its envelope")
        return nonce

    def _issued(self, content: bytes) -> bytes:
        record = IssuanceRecord.parse(content)
        message = issue_message(self._camp, record.role, record.cell, record.blinded_hash)
        if not ed25519.verify_by_good(record.pk, message, record.signature):
            raise Malformed(f"cell {record.cell}: a record that its key did not sign")
        return record.pk + content[33:37]

    def _row(self, content: bytes) -> bytes:
        cell, rest = lists.parts(content)
        row = ballots.parse_row(rest, len(self._options))
        if any(answer > most for answer, most in zip(row.answers, self._options, strict=True)):
            raise Malformed(f"cell {cell}: an answer that its question does not offer")
        nonce = ballots.commitment(self._camp, cell, row.salt, row.answers)
        if not self._is_token(row.token, cell, BALLOT, nonce):
            raise Malformed(f"cell {cell}: a row without a good ballot token for its answers")
        return lists.in_cell(cell, ballots.tag(nonce))

    def _is_token(self, content: bytes, cell: int, role: int, nonce: bytes) -> bool:
        key, digest = self._key(cell, role)
        return Token.parse(content).check(key, nonce, digest)
