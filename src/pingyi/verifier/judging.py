"""What is judged of single records: keys, tokens, signatures. The work of the worker processes."""

from collections.abc import Iterable
from functools import lru_cache
from operator import le

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.tokens import ballots
from pingyi.tokens.issuing import issue_message
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import BALLOT, ENTRY, INPUT, challenge_digest, token_input

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
        ed25519.check_keys([record[4:] for record in piece])

    def entries(self, piece: Piece) -> Piece:
        """Judge ballot entries (391 bytes each), token against envelope; return the nonces."""
        return [self._entry(content) for content in piece]

    def issued(self, piece: Piece) -> Piece:
        """Judge issuance records by good keys; return key and cell of each."""
        return [self._issued(content) for content in piece]

    def issued_by_anybody(self, piece: Piece) -> Piece:
        """Judge issuance records whose roll was withdrawn, keys too; return key and cell of each."""
        ed25519.check_keys([record[:32] for record in piece])
        return self.issued(piece)

    def rows(self, piece: Piece) -> Piece:
        """Judge rows: token, commitment, answers; return cell and tag of each."""
        return [self._row(content) for content in piece]

    # Millions pass here, so the parts are cut out without an object for each record; the sizes are known by now.

    def _entry(self, content: bytes) -> bytes:
        cell, token, envelope_hash = int.from_bytes(content[1:5], "big"), content[5:359], content[359:]
        nonce = ballots.entry_nonce(self._camp, cell, envelope_hash)
        if not self._is_token(token, cell, ENTRY, nonce):
            raise Malformed(f"cell {cell}: a ballot without a good entry token for its envelope")
        return nonce

    def _issued(self, content: bytes) -> bytes:
        key, role, cell, blinded_hash = content[:32], content[32], content[33:37], content[37:69]
        message = issue_message(self._camp, role, int.from_bytes(cell, "big"), blinded_hash)
        if not ed25519.verify_by_good(key, message, content[69:]):
            raise Malformed(f"cell {int.from_bytes(cell, 'big')}: a record that its key did not sign")
        return key + cell

    def _row(self, content: bytes) -> bytes:
        cell, token, salt, answers = int.from_bytes(content[:4], "big"), content[4:358], content[358:390], content[391:]
        if content[390] != len(self._options) or not all(map(le, answers, self._options)):
            raise Malformed(f"cell {cell}: an answer that its question does not offer, or more or fewer than there are")
        nonce = ballots.commitment(self._camp, cell, salt, answers)
        if not self._is_token(token, cell, BALLOT, nonce):
            raise Malformed(f"cell {cell}: a row without a good ballot token for its answers")
        return content[:4] + ballots.tag(nonce)

    def _is_token(self, content: bytes, cell: int, role: int, nonce: bytes) -> bool:
        key, digest = self._key(cell, role)
        signed = token_input(nonce, digest, key.key_id())
        return content[:INPUT] == signed and key.verify(signed, content[INPUT:])
