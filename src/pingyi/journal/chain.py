"""How an entry is hashed. Anyone with an export of the journal can do it again."""

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pingyi.journal.models import JournalEntry

GENESIS = "0" * 64


def entry_digest(entry: "JournalEntry") -> str:
    """Return SHA-256 over the canonical JSON (sorted keys, UTF-8, no spaces) of every column but the digest."""
    content = {
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "act": entry.act,
        "thing": entry.thing,
        "details": entry.details,
        "previous": entry.previous,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
