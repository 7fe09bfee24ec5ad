"""Signing in, as a browser does it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from pingyi.accounts.actions import deactivate_staff, reset_password
from pingyi.accounts.models import Staff
from pingyi.journal.models import JournalEntry
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/office/account/login/"
SAFETY = "/office/account/safety/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Count failed sign-ins from zero."""
    cache.clear()


def sign_in(client, username="lan", password=PASSWORD, **more):
    """Post the sign-in form."""
    return client.post(LOGIN, {"login": username, "password": password, **more})


def is_signed_in(client):
    """Whether pages of the account open."""
    return client.get(SAFETY).status_code == 200


def code_of(secret, steps=0):
    """Return the six digits an authenticator app would show."""
    return f"{hotp_value(secret, int(time.time()) // 30 + steps):06d}"


def confirm(client):
    """Give the password once more."""
    client.post("/office/account/reauthenticate/", {"password": PASSWORD})


def activate_totp(client):
    """Switch the authenticator app on; return its secret."""
    confirm(client)
    page = client.get(SAFETY + "totp/activate/").content.decode()
    secret = re.search(r'class="num">([A-Z2-7]+)<', page)[1]
    assert client.post(SAFETY + "totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


def test_the_right_password_opens_and_is_journalled(client, lan):
    assert sign_in(client).headers["Location"] == "/office/"
    assert is_signed_in(client)
    assert JournalEntry.objects.last().act == "accounts:session:opened"


def test_english_pages_lead_to_english_pages(client, lan):
    answer = client.post("/en" + LOGIN, {"login": "lan", "password": PASSWORD})
    assert answer.headers["Location"] == "/en/office/"
    assert client.get("/en" + SAFETY).headers["Content-Language"] == "en"


def test_the_page_asked_for_is_opened_but_no_foreign_one(client, lan):
    assert sign_in(client, next=SAFETY).headers["Location"] == SAFETY
    client.post("/office/account/logout/")
    assert sign_in(client, next="https://elsewhere.example/").headers["Location"] == "/office/"


@pytest.mark.parametrize(("username", "password"), [("lan", "wrong"), ("nobody", PASSWORD), ("lan", "")])
def test_anything_else_stays_out_and_does_not_say_which_half_was_wrong(client, lan, username, password):
    answer = sign_in(client, username, password)
    assert answer.status_code == 200
    assert not is_signed_in(client)
    if password:
        assert "用户名或密码不对" in answer.content.decode()


def test_a_deactivated_account_stays_out_and_its_sessions_end(client, lan, zhu):
    sign_in(client)
    deactivate_staff(lan, by=zhu)
    assert not is_signed_in(client)
    assert sign_in(Client()).headers["Location"].endswith("/inactive/")


def test_a_reset_password_ends_open_sessions(client, lan, zhu):
    sign_in(client)
    reset_password(lan, password="北岸七座桥-1999", by=zhu)
    assert not is_signed_in(client)
    assert sign_in(client, password="北岸七座桥-1999").status_code == 302


def test_five_failures_close_the_door_even_for_the_right_password(client, lan, zhu):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert "次数太多" in sign_in(Client(REMOTE_ADDR="10.0.0.9")).content.decode()
    assert sign_in(Client(), "zhu").status_code == 302


def test_one_address_cannot_try_many_accounts(client, lan):
    answers = [sign_in(client, f"guess{n}", "wrong") for n in range(12)]
    assert "次数太多" in answers[-1].content.decode()


def test_the_own_password_is_changed_with_the_old_one_and_within_the_rules(client, lan):
    sign_in(client)
    change = {"oldpassword": PASSWORD, "password1": "北岸七座桥-1999", "password2": "北岸七座桥-1999"}
    url = "/office/account/password/change/"
    assert "现在的密码不对" in client.post(url, {**change, "oldpassword": "x"}).content.decode()
    weak = client.post(url, {**change, "password1": "short", "password2": "short"}).content.decode()
    assert "密码至少要有10个字符" in weak
    assert client.post(url, change).headers["Location"] == SAFETY
    assert Staff.objects.get(username="lan").check_password("北岸七座桥-1999")
    assert JournalEntry.objects.last().act == "accounts:password:changed"
    assert is_signed_in(client)


def test_the_authenticator_app_is_asked_for_after_the_password(client, lan):
    sign_in(client)
    secret = activate_totp(client)
    other = Client()
    assert sign_in(other).headers["Location"].endswith("/authenticate/")
    assert not is_signed_in(other)
    assert "验证码不对" in other.post(SAFETY + "authenticate/", {"code": "000000"}).content.decode()
    assert other.post(SAFETY + "authenticate/", {"code": code_of(secret, 1)}).status_code == 302
    assert is_signed_in(other)


def test_a_recovery_code_works_once(client, lan):
    sign_in(client)
    activate_totp(client)
    code = re.findall(r'<li class="num">(\d{8})</li>', client.get(SAFETY + "recovery-codes/").content.decode())[0]
    for opened in (True, False):
        other = Client()
        sign_in(other)
        other.post(SAFETY + "authenticate/", {"code": code})
        assert is_signed_in(other) is opened


def test_secrets_of_second_factors_lie_encrypted_and_changes_are_journalled(
    client, lan, django_capture_on_commit_callbacks
):
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        secret = activate_totp(client)
    assert not any(secret in str(each.data) for each in Authenticator.objects.all())
    client.post(SAFETY + "totp/deactivate/")
    told = JournalEntry.objects.filter(act__startswith="accounts:second_factor").values_list("act", "details__kind")
    assert ("accounts:second_factor:added", "totp") in told
    assert ("accounts:second_factor:removed", "totp") in told
    assert secret not in str(list(JournalEntry.objects.values()))


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password", "account_set_password"])
def test_there_is_no_door_for_signing_up_or_e_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path",
    [
        "password/change/",
        "safety/",
        "safety/totp/activate/",
        "safety/webauthn/",
        "safety/recovery-codes/",
        "reauthenticate/",
    ],
)
def test_pages_of_an_account_want_a_sign_in(client, db, path):
    answer = client.get(f"/office/account/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(LOGIN)


def test_what_touches_safety_asks_for_the_password_again_and_only_for_a_while(client, lan):
    sign_in(client)
    assert "/reauthenticate/" in client.get(SAFETY + "totp/activate/").headers["Location"]
    assert "密码不对" in client.post("/office/account/reauthenticate/", {"password": "x"}).content.decode()
    confirm(client)
    assert client.get(SAFETY + "totp/activate/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert "/reauthenticate/" in client.get(SAFETY + "totp/activate/").headers["Location"]
