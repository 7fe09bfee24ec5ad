"""Reads of the journal: following the chain, and the lines of an export. Both stream."""

from collections.abc import Iterator
from typing import Any

from pingyi.journal.chain import ChainReport, Content, follow
from pingyi.journal.models import JournalEntry, content

CHUNK = 2_000


def verify_chain(expect: str | None = None) -> ChainReport:
    """Follow the whole chain in the database; see `chain.follow`."""
    return follow(_lines_that_may_be_damaged(), expect)


def journal_lines() -> Iterator[dict[str, Any]]:
    """Yield every entry, oldest first: the hashed columns and the digest, ready for `chain.canonical`."""
    for entry in JournalEntry.objects.order_by("seq").iterator(CHUNK):
        yield {**content(entry), "digest": entry.digest}


def _lines_that_may_be_damaged() -> Iterator[Content]:
    """Yield the lines; one that cannot even be read (not JSON, not a moment) becomes a line that never holds."""
    try:
        yield from journal_lines()
    except (ValueError, TypeError, AttributeError):
        yield {}
