"""The one password rule Django says in no Chinese."""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from pingyi.wording import Text


class LongEnough:
    """At least `fewest` characters."""

    def __init__(self, fewest: int = 10) -> None:
        self.fewest = fewest
        self.rule = Text(f"密码至少要有{fewest}个字符。", f"A password has at least {fewest} characters.")

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002
        """Raise `ValidationError` for a shorter one."""
        if len(password) < self.fewest:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """Say the rule in the language of the page."""
        return self.rule.say(get_language() or "zh")
