"""Result sets: what one run over frozen evidence found. Written once, read by every page."""

from django.conf import settings
from django.db import models

from pingyi.campaigns.models import Campaign, SchemeVersion
from pingyi.directory.models import Unit


class ResultSet(models.Model):
    """One run: the frozen evidence (digests), the scheme it was scored by, who signed, when it was published."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="result_sets")
    number = models.PositiveIntegerField()
    scheme = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="result_sets")
    evidence = models.JSONField()  # [{"kind", "number", "rows", "digest"}], in order
    evidence_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # of the published result files
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField(null=True)  # two people: proposer and decider of "results.sign"
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [models.UniqueConstraint(name="result_set_once", fields=["campaign", "number"])]

    def __str__(self) -> str:
        return f"{self.campaign_id} #{self.number}"


class UnitResult(models.Model):
    """The composite of one unit in its group: score, interval, grade, tier, ranks. Null where it was not earned."""

    result_set = models.ForeignKey(ResultSet, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    group = models.CharField(max_length=40)
    score = models.FloatField(null=True)  # points of the scheme's total
    se = models.FloatField(null=True)
    lower = models.FloatField(null=True)  # 95 %
    upper = models.FloatField(null=True)
    grade = models.CharField(max_length=40, blank=True, default="")  # by the lower bound
    point_grade = models.CharField(max_length=40, blank=True, default="")  # the point estimate's own band
    reaches = models.CharField(max_length=40, blank=True, default="")  # the best band the interval reaches
    tier = models.PositiveIntegerField(null=True)
    rank_low = models.PositiveIntegerField(null=True)  # best rank the data allow
    rank_high = models.PositiveIntegerField(null=True)  # worst rank the data allow
    rank_if_low = models.PositiveIntegerField(null=True)  # ranks when one weight moves by a tenth of itself
    rank_if_high = models.PositiveIntegerField(null=True)
    respondents = models.PositiveIntegerField(default=0)  # people whose answers carry the score
    withheld = models.CharField(max_length=40, blank=True, default="")  # reason code, empty when shown
    facts = models.JSONField(default=dict)  # counts a page shows beside the score: rectification, findings…

    class Meta:
        constraints = [models.UniqueConstraint(name="unit_result_once", fields=["result_set", "unit"])]
        indexes = [models.Index(fields=["result_set", "group", "-score"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.score}"


class IndicatorResult(models.Model):
    """One indicator of one unit, in points of 100, with its standard error."""

    result_set = models.ForeignKey(ResultSet, on_delete=models.CASCADE, related_name="indicators")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40)
    indicator_weight = models.FloatField()  # points of the total it carries in this unit's group
    score = models.FloatField(null=True)
    se = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)
    excluded = models.CharField(max_length=40, blank=True, default="")  # reason code

    class Meta:
        constraints = [models.UniqueConstraint(name="indicator_once", fields=["result_set", "unit", "indicator"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator}"


class IndexResult(models.Model):
    """One outcome index of one unit, in points of 100; reported, never part of the composite."""

    result_set = models.ForeignKey(ResultSet, on_delete=models.CASCADE, related_name="indices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    index = models.CharField(max_length=40)
    indicator_weight = models.FloatField(default=0)
    score = models.FloatField(null=True)
    se = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)
    excluded = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="index_once", fields=["result_set", "unit", "index"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.index}"


class ItemResult(models.Model):
    """One item of one kind of evidence for one unit, in points of 100, beside the like units of its group."""

    result_set = models.ForeignKey(ResultSet, on_delete=models.CASCADE, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=16)
    item = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    dont_know = models.PositiveIntegerField(default=0)
    estimate = models.FloatField(null=True)
    se = models.FloatField(null=True)
    df = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    deff = models.FloatField(null=True)
    group_low = models.FloatField(null=True)  # quartiles of the like units
    group_median = models.FloatField(null=True)
    group_high = models.FloatField(null=True)
    compared = models.CharField(max_length=10, blank=True, default="")  # better, worse, same
    reliability = models.CharField(max_length=10, blank=True, default="")  # full, low
    withheld = models.CharField(max_length=40, blank=True, default="")  # too_few, or empty

    class Meta:
        constraints = [models.UniqueConstraint(name="item_once", fields=["result_set", "unit", "evidence", "item"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.evidence} {self.item}"
