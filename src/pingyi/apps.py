"""The one Django app."""

from django.apps import AppConfig


class PingyiConfig(AppConfig):
    """One app with one line of migrations (docs/decisions/0002)."""

    name = "pingyi"
    label = "pingyi"
    verbose_name = "评议"
    default_auto_field = "django.db.models.BigAutoField"
