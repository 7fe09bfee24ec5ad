"""One row per act of staff, chained by hash."""

from typing import Any

from django.db import models

from pingyi.journal.chain import moment_text


class JournalEntry(models.Model):
    """Who did what, when, to which thing (by code). Never edited, never deleted, names no resident.

    `digest` = SHA-256 over the canonical JSON of all other columns (`chain.digest_of`), `previous` being the digest of
    entry `seq` - 1.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)  # username of staff, or "system"
    act = models.CharField(max_length=80)  # e.g. "directory:units:imported"
    thing = models.CharField(max_length=120)  # e.g. "unit:530100"
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["thing", "seq"]), models.Index(fields=["actor", "seq"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.thing}"


def content(entry: JournalEntry) -> dict[str, Any]:
    """Return the columns the digest covers, as they are hashed and exported."""
    return {
        "seq": entry.seq,
        "at": moment_text(entry.at),
        "actor": entry.actor,
        "act": entry.act,
        "thing": entry.thing,
        "details": entry.details,
        "previous": entry.previous,
    }
