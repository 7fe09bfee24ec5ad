"""Passkeys in a real browser with a virtual authenticator, and the look of the pages on a phone."""

import re

import pytest
from django.core.cache import cache

from pingyi.accounts.actions import add_staff
from pingyi.journal.models import JournalEntry
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import LOGIN, SAFETY, code_of
from tests.browser import found_wrong, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser_page):
    """The sign-in page on a phone whose owner is at hand."""
    cache.clear()
    add_staff("lan", name="兰", password=PASSWORD, by=None)
    page = browser_page(LOGIN + "?next=" + SAFETY)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def sign_in(page):
    """Give username and password."""
    page.fill("#id_login", "lan")
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('登录') >> nth=0")
    page.wait_for_url(re.compile(rf"\d{SAFETY}$"))


def confirm(page):
    """Give the password once more."""
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('确认')")


def check_look(page):
    """Nothing axe finds, nothing that sticks out, no complaint of the content policy."""
    assert found_wrong(page) == []
    assert overflow(page) == 0
    assert page.complaints == []


def add_passkey(page):
    """Walk from the safety page to a passkey that needs no password."""
    page.click("text=添加通行密钥")
    confirm(page)
    check_look(page)
    page.fill("#id_name", "我的手机")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_selector("ol li.num")


def test_a_passkey_is_added_and_then_opens_the_office_without_a_password(page):
    check_look(page)
    sign_in(page)
    check_look(page)
    add_passkey(page)
    check_look(page)
    page.goto(page.url.split("/office/")[0] + "/office/account/logout/")
    page.click("button:has-text('退出')")
    page.wait_for_url(re.compile(r"\d/$"))
    page.goto(page.url + LOGIN.strip("/") + "/?next=" + SAFETY)
    page.click("#passkey_login")
    page.wait_for_url(re.compile(rf"\d{SAFETY}$"))
    assert "已添加 1 个" in page.content()
    told = list(JournalEntry.objects.values_list("act", flat=True))
    assert told.count("accounts:session:opened") == 2
    assert "accounts:second_factor:added" in told


def test_a_passkey_confirms_after_the_password(page):
    sign_in(page)
    add_passkey(page)
    page.context.clear_cookies()
    page.goto(page.url.split("/office/")[0] + LOGIN)
    page.fill("#id_login", "lan")
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('登录') >> nth=0")
    page.wait_for_selector("#mfa_webauthn_authenticate")
    check_look(page)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/office/")


def test_an_authenticator_app_is_set_up_from_the_page(page):
    sign_in(page)
    page.click("text=启用动态验证码")
    confirm(page)
    check_look(page)
    assert page.locator("svg[aria-label=QR]").bounding_box()["width"] > 100
    page.fill("#id_code", code_of(page.locator("p .num").inner_text()))
    page.click("button:has-text('启用')")
    page.wait_for_selector("ol li.num")
    check_look(page)


def test_a_cancelled_passkey_is_said_on_the_page(page):
    refusal = "Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.get = () => {refusal} }}")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey_problem:visible")
