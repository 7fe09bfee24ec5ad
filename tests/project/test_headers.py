"""Headers and cookies of answers, locally and in production."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from pingyi.accounts.actions import add_staff
from tests.accounts.conftest import PASSWORD

PRODUCTION = """
from django.test import Client
client = Client(SERVER_NAME="pingyi.example.org", HTTP_X_FORWARDED_PROTO={proto!r})
answer = client.get("/office/account/login/")
cookies = {{name: [bool(c["secure"]), bool(c["httponly"]), c["samesite"]] for name, c in answer.cookies.items()}}
print(json.dumps([answer.status_code, dict(answer.headers), cookies]))
"""


STALE = "abcdefghijklmnopqrstuvwxyz012345"  # a session that has run out


def policy_of(answer):
    """Return the content policy as a map."""
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/en/", "/privacy/", "/units/", "/accessibility/"])
def test_public_pages_set_no_cookie_and_are_one_page_for_everybody(client, path):
    answer = client.get(path, HTTP_ACCEPT_LANGUAGE="en", HTTP_COOKIE=f"pingyi_session={STALE}; django_language=en")
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert "accept-language" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["Content-Language"] == ("en" if path.startswith("/en") else "zh-hans")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/office/account/login/", "/nowhere/"])
def test_pages_load_nothing_from_elsewhere_and_run_nothing_of_their_own(client, path):
    answer = client.get(path)
    policy = policy_of(answer)
    assert policy["default-src"] == {"'self'"}
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == {"'none'"}
    assert policy["form-action"] == {"'self'"}
    assert not any("unsafe" in value for values in policy.values() for value in values)
    assert (answer.headers["X-Content-Type-Options"], answer.headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.django_db
def test_the_session_ends_with_the_browser_and_after_twelve_hours_without_a_click(client):
    add_staff("lan", name="兰", password=PASSWORD, by=None)
    cookie = client.post("/office/account/login/", {"login": "lan", "password": PASSWORD}).cookies["pingyi_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert not cookie["max-age"] and not cookie["expires"]
    assert client.session.get_expiry_age() == 12 * 3600


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "prolonged"), [("/office/account/safety/", True), ("/privacy/", False)])
def test_pages_of_staff_prolong_the_session_and_public_ones_leave_it_alone(client, path, prolonged):
    add_staff("lan", name="兰", password=PASSWORD, by=None)
    client.post("/office/account/login/", {"login": "lan", "password": PASSWORD})
    Session.objects.update(expire_date=timezone.now() + dt.timedelta(hours=1))
    answer = client.get(path)
    left = Session.objects.get().expire_date - timezone.now()
    assert (left > dt.timedelta(hours=11)) is prolonged
    assert ("pingyi_session" in answer.cookies) is prolonged


@pytest.mark.django_db
def test_after_signing_out_nothing_is_left_of_the_session(client):
    add_staff("lan", name="兰", password=PASSWORD, by=None)
    client.post("/office/account/login/", {"login": "lan", "password": PASSWORD})
    answer = client.post("/office/account/logout/")
    assert answer.headers["Location"] == "/"
    assert answer.cookies["pingyi_session"].value == ""


def test_production_speaks_https_only(installation):
    status, headers, cookies = installation.ask(PRODUCTION.format(proto="https"))
    assert status == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert cookies and all(kept == [True, True, "Lax"] for kept in cookies.values())
    status, headers, _ = installation.ask(PRODUCTION.format(proto="http"))
    assert (status, headers["Location"]) == (301, "https://pingyi.example.org/office/account/login/")
