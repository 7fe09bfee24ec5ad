"""One ballot as its voter, both signers and the box leave it."""

from dataclasses import dataclass
from hashlib import shake_256

from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol.entries import BallotEntry
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.tokens import ballots, envelopes, tokens
from pingyi.tokens.issuing import IssuanceRecord, issue_message
from pingyi.tokens.tokens import BALLOT, ENTRY
from tests.ballots.keys import rsa_key, seed
from tests.ballots.plan import DUPLICATE, INVALID, UNDECRYPTABLE, Person, Plan

SIGNER = {BALLOT: Party.S, ENTRY: Party.R}


@dataclass(frozen=True)
class Ballot:
    """A ballot: who cast it, what became of it, and every part of it. A duplicate has the inside of another's."""

    person: Person
    fate: str
    salt: bytes
    answers: bytes
    ballot_token: bytes
    inner: bytes
    envelope: bytes
    entry_token: bytes
    records: dict[int, IssuanceRecord]  # by role; a duplicate has none for a ballot token

    @property
    def cell(self) -> int:
        return self.person.cell

    @property
    def nonce(self) -> bytes:
        """nB."""
        return self.ballot_token[2:34]

    @property
    def row(self) -> bytes:
        """The record in the rows."""
        return self.cell.to_bytes(4, "big") + ballots.row(self.ballot_token, self.salt, self.answers)

    @property
    def tag(self) -> bytes:
        """The record in the tags."""
        return self.cell.to_bytes(4, "big") + ballots.tag(self.nonce)

    @property
    def entry(self) -> BallotEntry:
        """The entry in the log."""
        return BallotEntry(self.cell, self.entry_token, sha256(self.envelope))


class Polls:
    """Where people of one campaign vote."""

    def __init__(self, plan: Plan, manifest: Manifest, camp: bytes) -> None:
        self.plan, self.manifest, self.camp = plan, manifest, camp

    def token(self, role: int, cell: int, nonce: bytes, *, keys_of: int | None = None) -> bytes:
        """A token of a cell; `keys_of` is another cell whose key signs."""
        key = rsa_key(cell if keys_of is None else keys_of, role)
        names = self.manifest.parties[SIGNER[role]].name, self.manifest.parties[Party.B].name
        challenge = tokens.challenge_digest(*names, self.camp, role, cell)
        signed = tokens.token_input(nonce, challenge, key.public.key_id())
        return signed + key.sign(signed, seed(f"pss {nonce.hex()}") + bytes(16))

    def record(self, person: Person, role: int, *, cell: int | None = None) -> IssuanceRecord:
        """What a signer keeps of somebody's request; the blinded message is noise, nobody can tell."""
        where = person.cell if cell is None else cell
        blinded = seed(f"blinded {person.code} {role}")
        signature = ed25519.sign(person.secret, issue_message(self.camp, role, where, blinded))
        return IssuanceRecord(person.key, role, where, blinded, signature)

    def vote(self, person: Person, before: Ballot | None = None) -> Ballot:
        """Vote as planned; a duplicate hands in the inside of `before`, a good ballot of the cell."""
        fate = self.plan.fate(person.cell, person.nth)
        if fate == DUPLICATE:
            if before is None:
                raise ValueError("a duplicate of nothing")
            salt, answers, token = before.salt, before.answers, before.ballot_token
        else:
            salt, answers = seed(f"salt {person.code}"), self.answers(person)
            token = self.token(BALLOT, person.cell, ballots.commitment(self.camp, person.cell, salt, answers))
        inner, envelope = self.sealed(person, fate, (token, salt, answers))
        nonce = ballots.entry_nonce(self.camp, person.cell, sha256(envelope))
        roles = (ENTRY,) if fate == DUPLICATE else (BALLOT, ENTRY)
        records = {role: self.record(person, role) for role in roles}
        entry_token = self.token(ENTRY, person.cell, nonce)
        return Ballot(person, fate, salt, answers, token, inner, envelope, entry_token, records)

    def answers(self, person: Person) -> bytes:
        """Some answers, a few of them none."""
        chosen = seed(f"answers {person.code}") * 3
        return bytes(one % (most + 1) for one, most in zip(chosen, self.manifest.options, strict=False))

    def sealed(self, person: Person, fate: str, inside: tuple[bytes, bytes, bytes]) -> tuple[bytes, bytes]:
        """The inner box and the envelope."""
        noise = shake_256(person.code.encode()).digest(envelopes.ENVELOPE)
        if fate == UNDECRYPTABLE or not self.plan.sealed:
            return noise[: envelopes.INNER], noise
        token, salt, answers = inside
        if fate == INVALID:
            answers = bytes(len(answers)) if any(answers) else b"\x01" * len(answers)
        content = ballots.Plaintext(token, salt, answers, f"{person.nth}号的话").encode()
        inner = self._seal(Party.T2, envelopes.inner_info(self.camp, person.cell), content, person)
        return inner, self._seal(Party.T1, envelopes.outer_info(self.camp, person.cell), inner, person)

    def _seal(self, trustee: Party, info: bytes, content: bytes, person: Person) -> bytes:
        key = self.manifest.parties[trustee].hpke or b""
        return envelopes.seal(key, info, content, seed(f"ephemeral {trustee.name} {person.code}"))
