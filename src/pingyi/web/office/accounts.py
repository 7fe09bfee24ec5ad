"""One account: what it is, closing and opening it, a new password, second factors that were lost.

All of it needs `accounts_kept`: whoever gets into an account gets its rights.
"""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pingyi.accounts.actions import (
    change_staff,
    deactivate_staff,
    reactivate_staff,
    remove_second_factors,
    reset_password,
)
from pingyi.accounts.models import Staff
from pingyi.accounts.queries import second_factors_of
from pingyi.directory.queries.postings import lasting_postings
from pingyi.directory.rules import accounts_kept
from pingyi.journal.models import JournalEntry
from pingyi.web.office.access import who
from pingyi.web.office.asking import Ask, Confirm, done, posted, sheet, take
from pingyi.web.office.told import tell
from pingyi.web.office.units.reading import posting_lines
from pingyi.web.office.words import said
from pingyi.wording import Text

MOST_ENTRIES = 12
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, IN_GROUP = 4, 4  # 79 bits
FACTORS = {
    "totp": Text("动态验证码", "Authenticator app"),
    "webauthn": Text("通行密钥", "Passkey"),
    "recovery_codes": Text("恢复码", "Recovery codes"),
}


class Person(Ask):
    """How somebody is called and reached."""

    name = forms.CharField(label=said("姓名", "Name"))
    email = forms.CharField(label=said("邮箱", "E-mail"), required=False)


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account: state, second factors, postings, what was done to it."""
    one = _kept(request, pk)
    shown = {
        "one": one,
        "own": one.pk == who(request).pk,
        "factors": [FACTORS.get(kind, Text(kind, "")) for kind in second_factors_of(one)],
        "postings": posting_lines(lasting_postings([one])),
        "entries": tell(JournalEntry.objects.filter(thing=f"staff:{one.username}").order_by("-seq")[:MOST_ENTRIES]),
    }
    return render(request, "office/account.html", shown)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name and e-mail address."""
    one = _kept(request, pk)
    form = Person(*posted(request), initial={"name": one.name, "email": one.email})
    if take(form, lambda asked: change_staff(one, by=who(request), **asked)):
        return done(request, Text("已改好。", "Changed."), "office-account", pk)
    lead = (Text(f"用户名是{one.username}，不能改。", f"The username {one.username} never changes."),)
    return _sheet(request, one, form, Text("改姓名和邮箱", "Change name and e-mail"), Text("保存", "Save"), lead=lead)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    one = _kept(request, pk)
    form = Confirm(*posted(request))
    if take(form, lambda _: deactivate_staff(one, by=who(request))):
        return done(
            request, Text("已停用，正在登录的也已退出。", "Closed; open sessions have ended."), "office-account", pk
        )
    lead = (
        Text("不能再登录，正在登录的马上退出。", "It cannot sign in any more, and open sessions end at once."),
        Text("任职和办过的事都留着，以后可以恢复。", "Postings and the journal stay; it can be opened again."),
    )
    return _sheet(
        request, one, form, Text(f"停用{one.name}的账号", f"Close the account of {one.name}"), _CLOSE, lead=lead
    )


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    one = _kept(request, pk)
    form = Confirm(*posted(request))
    if take(form, lambda _: reactivate_staff(one, by=who(request))):
        return done(
            request, Text("已恢复，原来的任职照旧有效。", "Open again, with its postings."), "office-account", pk
        )
    lead = (Text("没有解除的任职马上恢复权限。", "Postings that were not ended give their rights again at once."),)
    title = Text(f"恢复{one.name}的账号", f"Open the account of {one.name} again")
    return _sheet(request, one, form, title, Text("恢复", "Open again"), lead=lead)


@never_cache
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new password, drawn here and shown a single time."""
    one, drawn = _kept(request, pk), _drawn()
    form = Confirm(*posted(request))
    if take(form, lambda _: reset_password(one, password=drawn, by=who(request))):
        return render(request, "office/account_password.html", {"one": one, "password": drawn})
    lead = (
        Text("原来的密码马上失效，正在登录的马上退出。", "The old password ends at once, and open sessions with it."),
        Text(
            "新密码由系统生成，只显示一次，请当面交给本人。",
            "The new one is drawn here and shown once: hand it over in person.",
        ),
    )
    title = Text(f"给{one.name}重设密码", f"A new password for {one.name}")
    return _sheet(request, one, form, title, Text("重设密码", "Reset the password"), lead=lead)


def factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factors somebody lost."""
    one = _kept(request, pk)
    form = Confirm(*posted(request))
    if take(form, lambda _: remove_second_factors(one, by=who(request))):
        told = Text("已取消。请本人登录后重新设置。", "Removed. They are to be set up again after signing in.")
        return done(request, told, "office-account", pk)
    lead = (
        Text(
            "手机丢了、通行密钥坏了时用。取消以后只凭密码就能登录。",
            "For a lost phone or passkey: the password alone then opens it.",
        ),
        Text("请先当面或打电话核实是本人。", "Make sure first, in person or by telephone, who asks."),
    )
    title = Text(f"取消{one.name}的登录验证", f"Remove the second factors of {one.name}")
    return _sheet(request, one, form, title, Text("取消登录验证", "Remove them"), lead=lead)


_CLOSE = Text("停用", "Close")


def _kept(request: HttpRequest, pk: int) -> Staff:
    one = get_object_or_404(Staff, pk=pk)
    if one.pk not in accounts_kept(who(request), [one]):
        raise PermissionDenied("staff.change")
    return one


def _drawn() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))


def _sheet(request: HttpRequest, one: Staff, form: Ask, title: Text, verb: Text, **shown: Any) -> HttpResponse:
    back = reverse("office-account", args=[one.pk])
    return sheet(request, form, title, verb, back=back, back_name=Text(one.name, ""), **shown)
