"""What a log and a witness write to each other: C2SP tlog-witness, `POST /add-checkpoint`."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from pingyi.ledger.notes.checkpoints import cosigned_at, parse_size
from pingyi.ledger.notes.keys import VerifierKey, from_base64
from pingyi.ledger.notes.text import Note, Signature, check_text
from pingyi.ledger.trees import HASH_SIZE
from pingyi.primitives.errors import Malformed

PATH = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"  # of the answer 409 that says which size the witness knows
MOST_HASHES = 63
LONGEST_REQUEST = LONGEST_ANSWER = 65536  # bytes: 63 hashes and far more than the 16 signatures demanded


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request for a cosignature: the size that the witness is believed to know, the proof from it, the checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read the body of a request; raises `Malformed`."""
        head, separator, checkpoint = body.partition(b"\n\n")
        size, *hashes = check_text(head).split("\n")
        if not separator or not size.startswith("old "):
            raise Malformed("request: no line with the old size, or no blank line")
        if len(hashes) > MOST_HASHES:
            raise Malformed("request: more than 63 hashes")
        proof = tuple(from_base64(line, "proof") for line in hashes)
        if any(len(hashed) != HASH_SIZE for hashed in proof):
            raise Malformed("proof: a hash that is not 32 bytes")
        return cls(parse_size(size.removeprefix("old ")), proof, Note.parse(checkpoint))


def add_checkpoint_request(old_size: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """Return the body that asks for a cosignature of `checkpoint` (a note); the proof is empty when `old_size` is 0."""
    lines = [f"old {old_size}", *(b64encode(hashed).decode() for hashed in proof), "", ""]
    return "\n".join(lines).encode() + checkpoint


def cosignatures_answer(cosignatures: Iterable[Signature]) -> bytes:
    """Return the body of the answer 200."""
    return "".join(signature.line() for signature in cosignatures).encode()


def parse_cosignatures(body: bytes, text: bytes, witness: VerifierKey) -> Signature:
    """Return the verified cosignature by `witness` over the checkpoint's `text` from the body of an answer 200.

    What other keys made is passed over. Raises `Malformed` when there is none by this one, or a bad one.
    """
    if len(body) > LONGEST_ANSWER:
        raise Malformed("answer: too long")
    lines = check_text(body).split("\n")
    if lines.pop():
        raise Malformed("answer: does not end with a newline")
    found = [signature for signature in map(Signature.parse, lines) if signature.is_by(witness)]
    if not found or any(cosigned_at(witness, text, one.content) is None for one in found):
        raise Malformed(f"answer: no good cosignature by {witness.name}")
    return found[0]


def size_answer(size: int) -> bytes:
    """Return the body of the answer 409 that says which size the witness knows."""
    return f"{size}\n".encode()


def parse_size_answer(body: bytes) -> int:
    """Read the body of an answer 409 of the type `SIZE_TYPE`; raises `Malformed`."""
    text = check_text(body)
    if not text.endswith("\n"):
        raise Malformed("answer: does not end with a newline")
    return parse_size(text[:-1])
