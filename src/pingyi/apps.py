"""The one Django app."""

from importlib import import_module

from django.apps import AppConfig

# Rights and two-person acts register when their module is imported; without that, everything is refused.
REGISTERED = (
    "pingyi.directory.rules",
    "pingyi.questionnaires.rules",
    "pingyi.campaigns.rules",
    "pingyi.evidence.rules",
    "pingyi.polling.rules",
    "pingyi.results.rules",
    "pingyi.results.actions",
)


class PingyiConfig(AppConfig):
    """One app with one line of migrations (docs/decisions/0002)."""

    name = "pingyi"
    label = "pingyi"
    verbose_name = "评议"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what must listen from the start."""
        for module in REGISTERED:
            import_module(module)
        from pingyi.accounts.sign_in import listen

        listen()
