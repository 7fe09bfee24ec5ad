"""An online appraisal, its cells, the objections that reached us, and what was taken in as evidence."""

from django.conf import settings
from django.db import models

from pingyi.campaigns.models import Campaign
from pingyi.directory.models import Unit
from pingyi.evidence.models import EvidenceBatch
from pingyi.foundation.columns import Named


class OnlineAppraisal(models.Model):
    """The online appraisal of a campaign. Where it stands follows from its manifest and the public log."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="online_appraisal")
    public_id = models.CharField(max_length=64, unique=True)  # `id` of the manifest; part of every code's key
    rated = models.CharField(max_length=200)  # who controls the rated agency, as lists of bodies name it
    public_place = models.CharField(max_length=500, blank=True, default="")  # folder or web address of the public files
    page_address = models.URLField(max_length=500, blank=True, default="")  # of the resident's page, up to the #
    manifest = models.BinaryField(null=True)  # the exact bytes, once all five bodies signed them
    camp = models.CharField(max_length=64, blank=True, default="")  # its hash, which names it
    fixed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public_id


class Cell(Named):
    """A counting cell: ballots of people invited to one unit (or several small ones) through one channel."""

    appraisal = models.ForeignKey(OnlineAppraisal, on_delete=models.CASCADE, related_name="cells")
    index = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8)  # letter, sms
    k = models.PositiveIntegerField()  # fewer valid ballots are never published
    invited = models.PositiveIntegerField()

    class Meta:
        ordering = ["appraisal", "index"]
        constraints = [models.UniqueConstraint(name="cell_once", fields=["appraisal", "index"])]


class BallotObjection(models.Model):
    """Somebody says that a ballot in the log was not counted. Who, we are never told."""

    appraisal = models.ForeignKey(OnlineAppraisal, on_delete=models.CASCADE, related_name="objections")
    log_index = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    added = models.BooleanField(null=True)  # what the trustees found; None: not told yet
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["received_at"]
        constraints = [models.UniqueConstraint(name="ballot_objection_once", fields=["appraisal", "log_index"])]

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.log_index}"


class VerifiedRows(models.Model):
    """Rows that passed every check of the verifier and became a batch of evidence."""

    appraisal = models.OneToOneField(OnlineAppraisal, on_delete=models.CASCADE, related_name="verified")
    batch = models.OneToOneField(EvidenceBatch, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1)
    claimed = models.BooleanField()  # by the manifest's own list of bodies, not by a pinned one
    report = models.JSONField()  # what `pingyi verify --json` printed
    verified_at = models.DateTimeField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.grade}"
