"""The index of evidence: one row per immutable batch; the rows themselves lie in a Parquet file."""

from django.conf import settings
from django.db import models

from pingyi.campaigns.models import Campaign


class EvidenceBatch(models.Model):
    """One batch of one kind. Never edited; a correction is a new batch that names the one it replaces."""

    class Kind(models.TextChoices):
        SAMPLE = "sample"
        BALLOTS = "ballots"
        RATINGS = "ratings"
        INSPECTION = "inspection"
        ASSESSMENT = "assessment"
        RECTIFICATION = "rectification"
        COMMITMENT = "commitment"
        EXTERNAL = "external"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    number = models.PositiveIntegerField()  # 1, 2, … within campaign and kind
    rows = models.PositiveBigIntegerField()
    columns = models.JSONField()  # names in canonical order
    digest = models.CharField(max_length=64)  # SHA-256 of the canonical rows, contracts: formats/evidence
    source = models.CharField(max_length=200)  # from whom
    schema_version = models.PositiveSmallIntegerField(default=1)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["campaign", "kind", "number"]
        constraints = [
            models.UniqueConstraint(name="batch_number_once", fields=["campaign", "kind", "number"]),
            models.UniqueConstraint(name="batch_content_once", fields=["campaign", "kind", "digest"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"
