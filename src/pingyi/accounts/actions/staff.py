"""Staff accounts: add, change, deactivate, and the administrator's help with passwords and second factors.

Whether `by` may do it is judged by the caller's rule; that nobody locks himself out is judged here. No password and
no secret ever enters the journal.
"""

from django.conf import settings
from django.db import IntegrityError, transaction

from pingyi.accounts.checks import check_email, check_name, check_password, check_username, refuse_all
from pingyi.accounts.models import Staff
from pingyi.journal.actions import SYSTEM, record
from pingyi.wording import Issue, Refused, Text


@transaction.atomic
def add_staff(
    username: str, *, name: str, password: str | None, email: str = "", demonstration: bool = False, by: Staff | None
) -> Staff:
    """Add an account. `password=None` gives none: that person signs in through the organisation's own sign-in.

    A demonstration account may have a weak password; it is refused in production.
    """
    staff = Staff(username=username, name=name.strip(), email=email.strip(), demonstration=demonstration)
    issues = [*check_username(username), *check_name(staff.name), *check_email(staff.email)]
    if password is not None and not demonstration:
        issues += check_password(password, staff)
    refuse_all(issues)
    _check_demonstration(staff)
    staff.set_password(password)
    _save_under_a_free_username(staff)
    record(_actor(by), "accounts:staff:added", _thing(staff), demonstration=demonstration)
    return staff


@transaction.atomic
def change_staff(staff: Staff, *, name: str, email: str, by: Staff | None) -> Staff:
    """Change name and e-mail address; the username stays, the journal refers to it."""
    staff.name, staff.email = name.strip(), email.strip()
    refuse_all([*check_name(staff.name), *check_email(staff.email)])
    staff.save(update_fields=["name", "email"])
    record(_actor(by), "accounts:staff:changed", _thing(staff))
    return staff


@transaction.atomic
def deactivate_staff(staff: Staff, *, by: Staff | None) -> Staff:
    """End an account: it cannot sign in any more and its open sessions end at once. Nothing is deleted."""
    if by is not None and by.pk == staff.pk:
        raise _own_account()
    _set_active(staff, False)
    record(_actor(by), "accounts:staff:deactivated", _thing(staff))
    return staff


@transaction.atomic
def reactivate_staff(staff: Staff, *, by: Staff | None) -> Staff:
    """Open a deactivated account again."""
    _check_demonstration(staff)
    _set_active(staff, True)
    record(_actor(by), "accounts:staff:reactivated", _thing(staff))
    return staff


@transaction.atomic
def deactivate_demonstration_staff(*, by: Staff | None) -> int:
    """Deactivate every demonstration account, as a production start demands. Return how many were active."""
    count = Staff.objects.filter(demonstration=True, is_active=True).update(is_active=False)
    record(_actor(by), "accounts:demonstration:ended", "staff:demonstration", accounts=count)
    return count


@transaction.atomic
def reset_password(staff: Staff, *, password: str, by: Staff | None) -> Staff:
    """Give somebody a new password; every open session of the account ends. For the own one: change it instead."""
    if by is not None and by.pk == staff.pk:
        raise _own_account()
    refuse_all(check_password(password, staff))
    staff.set_password(password)
    staff.save(update_fields=["password"])
    record(_actor(by), "accounts:password:reset", _thing(staff))
    return staff


@transaction.atomic
def remove_second_factors(staff: Staff, *, by: Staff | None) -> int:
    """Remove authenticator app, passkeys and recovery codes of somebody who lost them. Return how many there were."""
    from allauth.mfa.models import Authenticator

    if by is not None and by.pk == staff.pk:
        raise _own_account()
    count, _ = Authenticator.objects.filter(user=staff).delete()
    record(_actor(by), "accounts:second_factors:removed", _thing(staff), removed=count)
    return count


def _actor(by: Staff | None) -> str:
    return by.username if by else SYSTEM


def _thing(staff: Staff) -> str:
    return f"staff:{staff.username}"


def _set_active(staff: Staff, active: bool) -> None:
    staff.is_active = active
    staff.save(update_fields=["is_active"])


def _save_under_a_free_username(staff: Staff) -> None:
    """Let the database decide between two who take the same name at once."""
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused.because(
            "username_taken",
            Text(f"用户名“{staff.username}”已被使用。", f"The username “{staff.username}” is taken."),
            Text("请换一个。", "Choose another."),
            field="username",
        ) from taken


def _check_demonstration(staff: Staff) -> None:
    if staff.demonstration and settings.PRODUCTION:
        raise Refused.because(
            "demonstration_account",
            Text("正式运行不能有演示账号。", "Production takes no demonstration accounts."),
            Text("请为真实的人建立账号。", "Add accounts for real people."),
        )


def _own_account() -> Refused:
    return Refused(
        Issue(
            "own_account",
            Text("不能对自己的账号这样做。", "This cannot be done to your own account."),
            Text(
                "请由另一位管理员办理；修改密码请用“修改密码”。", "Ask another administrator, or use “Change password”."
            ),
        )
    )
