"""The resident's steps (protocol 3, 3 to 5) as pure functions: what the page does in the browser, for tests, benches
and the demonstration.

`enter` -> `ask_ballot` -> signer S -> `token` -> `seal` -> `ask_entry` -> signer R -> `token` -> `cast` -> ballot box
-> `receipt`. Randomness is an argument and must be fresh for every ballot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from pingyi.ledger.trees import leaf_hash
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.primitives.reading import Reader
from pingyi.protocol import cells
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.entries import BallotEntry
from pingyi.protocol.manifest import Manifest, Signatures, camp, is_expected
from pingyi.protocol.parties import Identity, Party
from pingyi.tokens import ballots, codes, envelopes, receipts, rsa, tokens
from pingyi.tokens.blinding import Blinding
from pingyi.tokens.casting import CastReply, CastRequest
from pingyi.tokens.issuing import IssueRequest, issue_message
from pingyi.tokens.receipts import Receipt
from pingyi.tokens.tokens import BALLOT, ENTRY, Token


@dataclass(frozen=True, slots=True, repr=False)
class Randomness:
    """All that is random in one ballot. Blinding factors are 320 bytes so that reducing them leaves no trace."""

    salt: bytes
    ballot_salt: bytes
    ballot_factor: bytes
    inner: bytes
    outer: bytes
    entry_salt: bytes
    entry_factor: bytes

    @classmethod
    def cut(cls, content: bytes) -> Self:
        """Cut `RANDOM_BYTES` random bytes into the parts."""
        reader = Reader(content, "randomness")
        found = cls(*(reader.take(size) for size in _SIZES))
        reader.end()
        return found


_SIZES = (32, 48, 320, 32, 32, 48, 320)
RANDOM_BYTES = sum(_SIZES)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody with a code who has checked what the page was served: campaign, cell, private key of the code."""

    manifest: Manifest
    camp: bytes
    cell: CellRecord
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A token that was asked for and not yet made: what it is for, the blinding to take off, the request to send."""

    nonce: bytes = field(repr=False)
    blinding: Blinding = field(repr=False)
    request: IssueRequest


@dataclass(frozen=True, slots=True)
class Choice:
    """What the resident answered, and the salt that hides it in the commitment."""

    salt: bytes = field(repr=False)
    answers: bytes = field(repr=False)


def enter(fragment: str, manifest: bytes, signatures: bytes, proof: bytes) -> Resident:
    """Read the link (what stands behind its #) and check the files served; Malformed before the first question.

    `manifest`, `signatures` and `proof` are the bytes of `manifest.json`, `manifest.sigs` and `cells/INDEX.json`. That
    entry 0 stands under a witnessed checkpoint is for `ledger` to check, and M's key for whoever pins it.
    """
    found, name, link = Manifest.parse(manifest), camp(manifest), codes.parse_fragment(fragment)
    if not is_expected(name, link.fingerprint):
        raise Malformed("link: of another campaign")
    if Signatures.parse(signatures).wrong(found, name):
        raise Malformed("manifest: not signed by all five parties")
    record = cells.parse_proof(proof).record(link.cell, found)
    return Resident(found, name, record, codes.seed(link.code, found.id))


def ask_ballot(resident: Resident, answers: Sequence[int], randomness: Randomness) -> tuple[Choice, Asked]:
    """Return the choice to keep and the request to send to S; Malformed for answers the questionnaire has not."""
    options = resident.manifest.options
    if len(answers) != len(options) or any(not 0 <= one <= most for one, most in zip(answers, options, strict=True)):
        raise Malformed("answers: not one of the options of each question")
    choice = Choice(randomness.salt, bytes(answers))
    nonce = commitment(resident, choice)
    return choice, _ask(resident, BALLOT, nonce, randomness.ballot_salt, randomness.ballot_factor)


def commitment(resident: Resident, choice: Choice) -> bytes:
    """Return nB, which the ballot token carries and the check code writes out."""
    return ballots.commitment(resident.camp, resident.cell.index, choice.salt, choice.answers)


def token(resident: Resident, asked: Asked, reply: bytes) -> Token:
    """Return the token from the signer's 256 bytes; Malformed when they are no signature (never ask again then)."""
    key = resident.cell.key(asked.request.role)
    content = _token_input(resident, asked.request.role, asked.nonce)
    signature = rsa.finalize(key, content, asked.blinding, reply)
    return Token.parse(content + signature)


def seal(
    resident: Resident, ballot_token: Token, choice: Choice, randomness: Randomness, *, private: str = ""
) -> bytes:
    """Return the envelope: token, salt, answers and comment, sealed for T2 and around that for T1."""
    where = (resident.camp, resident.cell.index)
    plaintext = ballots.Plaintext(ballot_token.encode(), choice.salt, choice.answers, private).encode()
    inner = envelopes.seal(_hpke(resident, Party.T2), envelopes.inner_info(*where), plaintext, randomness.inner)
    return envelopes.seal(_hpke(resident, Party.T1), envelopes.outer_info(*where), inner, randomness.outer)


def ask_entry(resident: Resident, envelope: bytes, randomness: Randomness) -> Asked:
    """Return the request to send to R: an entry token for this one envelope."""
    nonce = ballots.entry_nonce(resident.camp, resident.cell.index, sha256(envelope))
    return _ask(resident, ENTRY, nonce, randomness.entry_salt, randomness.entry_factor)


def cast(resident: Resident, entry_token: Token, envelope: bytes) -> CastRequest:
    """Return what goes into the box."""
    return CastRequest(resident.camp, resident.cell.index, entry_token.encode(), envelope)


def receipt(resident: Resident, request: CastRequest, reply: bytes) -> Receipt:
    """Return the receipt; Malformed when the box did not sign, or signed for another entry than this ballot's."""
    answer = CastReply.parse(reply)
    entry = BallotEntry(request.cell, request.token, sha256(request.envelope))
    if answer.entry_hash != leaf_hash(entry.encode()):
        raise Malformed("receipt: for another ballot")
    found = Receipt(resident.camp, answer)
    if not found.verify(resident.manifest.parties[Party.B].key):
        raise Malformed("receipt: not signed by the ballot box")
    return found


def check_code(resident: Resident, choice: Choice) -> str:
    """Return the secret check code: whoever has it can read the answers once rows are published."""
    return receipts.check_code(commitment(resident, choice))


def _ask(resident: Resident, role: int, nonce: bytes, salt: bytes, factor: bytes) -> Asked:
    key = resident.cell.key(role)
    r = int.from_bytes(factor, "big") % (key.number - 1) + 1
    blinding = rsa.blind(key, _token_input(resident, role, nonce), salt, r)
    where = (resident.camp, role, resident.cell.index)
    signature = ed25519.sign(resident.seed, issue_message(*where, sha256(blinding.blinded)))
    request = IssueRequest(*where, ed25519.public_key(resident.seed), blinding.blinded, signature)
    return Asked(nonce, blinding, request)


def _token_input(resident: Resident, role: int, nonce: bytes) -> bytes:
    names = (_identity(resident, Party(role)).name, _identity(resident, Party.B).name)
    challenge = tokens.challenge_digest(*names, resident.camp, role, resident.cell.index)
    return tokens.token_input(nonce, challenge, resident.cell.key(role).key_id())


def _identity(resident: Resident, party: Party) -> Identity:
    return resident.manifest.parties[party]


def _hpke(resident: Resident, trustee: Party) -> bytes:
    return _identity(resident, trustee).hpke or b""
