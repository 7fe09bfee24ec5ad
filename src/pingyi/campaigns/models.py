"""Campaigns, who takes part in them, their schemes, and what other bodies said in earlier years."""

from django.conf import settings
from django.db import models

from pingyi.directory.models import Unit
from pingyi.foundation.columns import Named
from pingyi.questionnaires.models import QuestionnaireVersion


class Campaign(Named):
    """One appraisal. Its state follows from its moments (`campaigns.states`); nothing stores it."""

    class Mode(models.TextChoices):
        INDEPENDENT = "independent"  # organiser outside the rated body
        INTERNAL = "internal"  # the body appraises itself; said on every page
        EXTERNAL = "external"  # somebody else's result, imported

    code = models.CharField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=12, choices=Mode.choices)
    organiser_zh = models.CharField(max_length=200)
    organiser_en = models.CharField(max_length=200, blank=True, default="")
    formal_object = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="campaigns_as_object")
    demonstration = models.BooleanField(default=False)
    mobilise_at = models.DateTimeField()
    collect_at = models.DateTimeField()
    close_at = models.DateTimeField()
    score_at = models.DateTimeField()
    object_at = models.DateTimeField()
    publish_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(
                name="campaign_moments_in_order",
                condition=models.Q(mobilise_at__lte=models.F("collect_at"))
                & models.Q(collect_at__lt=models.F("close_at"))
                & models.Q(close_at__lte=models.F("score_at"))
                & models.Q(score_at__lte=models.F("object_at"))
                & models.Q(object_at__lte=models.F("publish_at")),
            )
        ]


class CoveredUnit(models.Model):
    """A unit by which the formal object is judged, in the ranking group (类) it is compared in."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="covered")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="covered_in")
    group = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="covered_unit_once", fields=["campaign", "unit"])]
        indexes = [models.Index(fields=["campaign", "group"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.group}"


class CampaignForm(models.Model):
    """The questionnaire version a campaign asks through one channel."""

    class Channel(models.TextChoices):
        ONLINE = "online"
        SAMPLE = "sample"
        STAFF = "staff"
        RATING = "rating"
        INSPECTION = "inspection"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="forms")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="campaigns")

    class Meta:
        constraints = [models.UniqueConstraint(name="campaign_channel_once", fields=["campaign", "channel"])]

    def __str__(self) -> str:
        return f"{self.channel}"


class SchemeVersion(models.Model):
    """One version of a campaign's scheme file (TOML, `scoring.scheme`). Frozen before the first answer."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="schemes")
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(name="scheme_version_once", fields=["campaign", "number"]),
            models.UniqueConstraint(
                name="scheme_frozen_once", fields=["campaign"], condition=models.Q(frozen_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.number}"


class ExternalResult(models.Model):
    """What another body said of a unit in another year; stands beside ours, never inside it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="external_results")
    year = models.PositiveSmallIntegerField()
    body_zh = models.CharField(max_length=200)
    body_en = models.CharField(max_length=200, blank=True, default="")
    grade = models.CharField(max_length=40, blank=True, default="")
    score_e2 = models.IntegerField(null=True)  # hundredths of a point
    document = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(name="external_result_once", fields=["unit", "year", "body_zh"])]

    def __str__(self) -> str:
        return f"{self.year} {self.body_zh}"
