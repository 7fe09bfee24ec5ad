"""Bilingual names as two plain columns."""

from django.db import models

from pingyi.wording import Text


class Named(models.Model):
    """A thing with a Chinese and an English name; English may be empty and then falls back to Chinese."""

    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)
