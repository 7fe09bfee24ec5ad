"""Questionnaires and their versions; a released version never changes."""

from django.conf import settings
from django.db import models

from pingyi.foundation.columns import Named


class Questionnaire(Named):
    """A questionnaire as the office knows it; its content lives in versions."""

    class Purpose(models.TextChoices):
        ONLINE = "online"  # 网络评议
        SAMPLE = "sample"  # 抽样调查
        STAFF = "staff"  # 民警问卷
        RATING = "rating"  # 窗口一事一评
        INSPECTION = "inspection"  # 督导检查表

    code = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)

    class Meta:
        ordering = ["code"]


class QuestionnaireVersion(models.Model):
    """One version: the JSON of `forms`, and its hash. After release it is closed to change."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    examples = models.JSONField(default=list)  # filled examples of `forms`, replayed at release
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["questionnaire", "number"]
        constraints = [models.UniqueConstraint(name="questionnaire_version_once", fields=["questionnaire", "number"])]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} v{self.number}"
