"""The pages of an account: complete in Chinese, and nothing in them that the headers forbid."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import LOGIN, SAFETY, activate_totp, confirm, sign_in

pytestmark = pytest.mark.django_db
OPEN = [LOGIN, "/office/account/inactive/"]
OWN = [
    "/office/account/logout/",
    "/office/account/password/change/",
    "/office/account/reauthenticate/",
    SAFETY,
    SAFETY + "totp/activate/",
    SAFETY + "webauthn/",
    SAFETY + "webauthn/add/",
]
SECURED = [SAFETY, SAFETY + "totp/deactivate/", SAFETY + "recovery-codes/", SAFETY + "recovery-codes/generate/"]


@pytest.fixture
def signed_in(client, lan):
    """A browser in which Lan has signed in."""
    cache.clear()
    sign_in(client)
    confirm(client)
    return client


def check_page(answer):
    """One heading, a title, a label for every input, no script or style that stands in the page."""
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall("<h1", page)) == 1
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
    for name in re.findall(r'<input class="input" id="([^"]+)"', page):
        assert f'for="{name}"' in page
    return page


@pytest.mark.parametrize("path", OPEN)
def test_pages_before_signing_in(client, db, path):
    page = check_page(client.get(path))
    assert 'lang="zh-CN"' in page


@pytest.mark.parametrize("path", OWN)
def test_pages_after_signing_in(signed_in, path):
    check_page(signed_in.get(path))


def test_pages_with_second_factors(signed_in):
    activate_totp(signed_in)
    for path in SECURED:
        check_page(signed_in.get(path))


def test_pages_of_one_passkey(signed_in, lan):
    key = Authenticator.objects.create(
        user=lan, type=Authenticator.Type.WEBAUTHN, data={"name": "办公电脑", "credential": {}}
    )
    for path in (f"webauthn/keys/{key.pk}/remove/", f"webauthn/keys/{key.pk}/edit/", "webauthn/"):
        assert "办公电脑" in check_page(signed_in.get(SAFETY + path))
    signed_in.post(SAFETY + f"webauthn/keys/{key.pk}/edit/", {"name": "手机"})
    assert "手机" in signed_in.get(SAFETY + "webauthn/").content.decode()
    signed_in.post(SAFETY + f"webauthn/keys/{key.pk}/remove/")
    assert "还没有通行密钥" in signed_in.get(SAFETY + "webauthn/").content.decode()


def test_no_english_is_left_on_chinese_pages(signed_in):
    for path in [*OPEN[1:], *OWN]:
        text = re.sub(
            r"<script.*?</script>|<svg.*?</svg>|<[^>]+>", " ", signed_in.get(path).content.decode(), flags=re.S
        )
        words = set(re.findall(r"[A-Za-z]{4,}", re.sub(r"\b[A-Z2-7]{16,}\b", "", text)))
        assert words <= {"Pingyi", "English", "JavaScript"}, path


def test_no_chinese_is_left_on_english_pages(signed_in, lan):
    for path in [*OPEN[1:], *OWN]:
        page = signed_in.get("/en" + path).content.decode()
        text = re.sub(r"<script.*?</script>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.S)
        assert set(re.findall(r"[\u4e00-\u9fff]+", text)) <= {"中文", lan.name, "评议"}, path


def test_what_was_done_is_said_once_and_signing_in_and_out_says_nothing(signed_in):
    assert 'class="notice' not in signed_in.get(SAFETY).content.decode()
    activate_totp(signed_in)
    signed_in.post(SAFETY + "totp/deactivate/")
    assert "动态验证码已停用" in signed_in.get(SAFETY).content.decode()
    assert "动态验证码已停用" not in signed_in.get(SAFETY).content.decode()
    assert signed_in.post("/office/account/logout/").cookies["pingyi_session"].value == ""


def test_an_error_is_tied_to_its_field(signed_in):
    wrong = {"oldpassword": "x", "password1": "a", "password2": "b"}
    page = check_page(signed_in.post("/office/account/password/change/", wrong))
    assert 'id="id_oldpassword_error"' in page
    assert re.search(
        r'id="id_oldpassword"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*id_oldpassword_error', page
    )
    assert PASSWORD not in page and 'value="x"' not in page


def test_a_password_never_comes_back_in_the_page(client, lan):
    page = client.post(LOGIN, {"login": "lan", "password": "不对的密码9"}).content.decode()
    assert 'value="lan"' in page
    assert "不对的密码9" not in page
