"""C2SP signed notes: keys, checkpoints, cosignatures, and the two forms in which a checkpoint is read."""

from pingyi.ledger.notes.checkpoints import Checkpoint, Cosigned, assemble, cosign, cosigned_at, kept, live
from pingyi.ledger.notes.keys import COSIGNATURE, ED25519, VerifierKey, check_name
from pingyi.ledger.notes.text import Note, Signature, sign

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "Checkpoint",
    "Cosigned",
    "Note",
    "Signature",
    "VerifierKey",
    "assemble",
    "check_name",
    "cosign",
    "cosigned_at",
    "kept",
    "live",
    "sign",
]
