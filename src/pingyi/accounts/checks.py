"""What an account must look like. Every check returns issues, so that a person sees all of them at once."""

import re
from collections.abc import Iterable

from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import override

from pingyi.accounts.models import Staff
from pingyi.journal.actions import SYSTEM
from pingyi.wording import Issue, Refused, Text

USERNAME = re.compile(r"\w[\w.-]{1,79}")
MOST_NAME = 80


def refuse_all(issues: Iterable[Issue]) -> None:
    """Raise `Refused` with all issues, if there are any."""
    found = list(issues)
    if found:
        raise Refused(found)


def check_username(username: str) -> list[Issue]:
    """Lower case, 2 to 80 letters, digits, dots, dashes or underscores; not the name the system acts under."""
    if USERNAME.fullmatch(username) and username == username.lower() and username != SYSTEM:
        return []
    return [
        Issue(
            "username_unfit",
            Text(f"用户名“{username}”不可用。", f"The username “{username}” cannot be used."),
            Text(
                "请用2至80个小写字母、汉字、数字、点、短横线或下划线。",
                "Use 2 to 80 lower-case letters, digits, dots, dashes or underscores.",
            ),
            field="username",
        )
    ]


def check_name(name: str) -> list[Issue]:
    """A name is shown wherever the person acts: 1 to 80 characters."""
    if 0 < len(name) <= MOST_NAME:
        return []
    what = Text("姓名为空或过长。", "The name is empty or too long.")
    return [Issue("name_unfit", what, Text("请填写1至80个字。", "Give 1 to 80 characters."), field="name")]


def check_email(email: str) -> list[Issue]:
    """An e-mail address is optional, but if given it is one."""
    try:
        if email:
            validate_email(email)
    except ValidationError:
        what = Text(f"“{email}”不是电子邮件地址。", f"“{email}” is not an e-mail address.")
        return [Issue("email_unfit", what, Text("请改正，或留空。", "Mend it or leave it empty."), field="email")]
    return []


def check_password(password: str, staff: Staff) -> list[Issue]:
    """Ask the validators of the settings (length, common passwords, likeness to the person)."""
    issues = []
    for validator in get_default_password_validators():
        said = {language: _complaint(validator, password, staff, language) for language in ("zh-hans", "en")}
        if said["en"] is not None:
            what = Text(said["zh-hans"] or said["en"], said["en"])
            remedy = Text("请换一个更长、不易猜的密码。", "Choose a longer one that is hard to guess.")
            issues.append(Issue("password_weak", what, remedy, field="password"))
    return issues


def _complaint(validator: object, password: str, staff: Staff, language: str) -> str | None:
    with override(language):
        try:
            validator.validate(password, staff)  # type: ignore[attr-defined]
        except ValidationError as weak:
            return " ".join(weak.messages)
    return None
