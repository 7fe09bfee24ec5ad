"""Evidence: files of `index u64 ‖ envelope 2,048`, by which anybody shows an envelope and its place in the log."""

from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.tokens.envelopes import ENVELOPE
from pingyi.trustee import refusals

RECORD = 8 + ENVELOPE


def read_evidence(path: Path) -> list[tuple[int, bytes]]:
    """Return index and envelope of each record. Raises `Refused` for another size (a bare token, for one)."""
    try:
        return parse_evidence(path.read_bytes())
    except Malformed as error:
        raise refusals.evidence_unreadable(path) from error


def parse_evidence(content: bytes) -> list[tuple[int, bytes]]:
    """Return index and envelope of each record; Malformed for another size."""
    if not content or len(content) % RECORD:
        raise Malformed("evidence: not an index and an envelope")
    rows = [content[place : place + RECORD] for place in range(0, len(content), RECORD)]
    return [(int.from_bytes(row[:8], "big"), row[8:]) for row in rows]
