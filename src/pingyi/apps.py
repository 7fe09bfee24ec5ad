"""The one Django app."""

from django.apps import AppConfig


class PingyiConfig(AppConfig):
    """One app with one line of migrations (docs/decisions/0002)."""

    name = "pingyi"
    label = "pingyi"
    verbose_name = "评议"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what must listen from the start."""
        from pingyi.accounts.sign_in import listen

        listen()
