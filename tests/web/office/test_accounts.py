"""One account in the office: closed, opened, a new password, second factors, and who may do it to whom."""

import re

import pytest
from allauth.mfa.models import Authenticator

from pingyi.accounts.models import Staff
from pingyi.directory.models import Posting
from pingyi.journal.models import JournalEntry
from tests.web.office.conftest import said_after, text_of

PEOPLE = "/office/people/"
ACTS = ("", "change/", "close/", "reopen/", "password/", "factors/")


@pytest.fixture
def administrator(land, seat):
    return seat("qin", "administrator")


@pytest.fixture
def ye(land, seat):
    """A liaison of one county, signed in."""
    return seat("ye", "liaison", land["990102-bureau"])


def address(client, act=""):
    return f"{PEOPLE}{client.staff.pk}/{act}"


def last_act():
    return JournalEntry.objects.order_by("-seq").first()


def test_an_account_is_closed_at_once_and_opened_again(administrator, ye):
    page = said_after(administrator, administrator.post(address(ye, "close/")))
    assert "已停用" in page and "停用了ye的账号" in page
    assert ye.get("/office/").status_code == 302  # the open session has ended
    assert ">ye<" not in text_of(administrator.get(PEOPLE)).replace("\n", "")
    assert ">ye<" in text_of(administrator.get(PEOPLE, {"show": "closed"}))
    page = said_after(administrator, administrator.post(address(ye, "reopen/")))
    assert "可以登录" in page and "恢复了ye的账号" in page
    ye.force_login(ye.staff)
    assert ye.get("/office/").status_code == 200


def test_a_new_password_is_shown_once_and_opens_the_account(administrator, ye, client):
    answer = administrator.post(address(ye, "password/"))
    drawn = re.search(r"<output>([a-z0-9-]+)</output>", text_of(answer))[1]
    assert "no-store" in answer["Cache-Control"]
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", drawn)
    assert Staff.objects.get(username="ye").check_password(drawn)
    assert ye.get("/office/").status_code == 302
    assert drawn not in text_of(administrator.get(address(ye)))
    assert (last_act().act, last_act().thing) == ("accounts:password:reset", "staff:ye")
    assert drawn not in str(list(JournalEntry.objects.values()))


def test_two_new_passwords_differ(administrator, ye):
    pages = [text_of(administrator.post(address(ye, "password/"))) for _ in range(2)]
    first, second = (re.search(r"<output>(.+?)</output>", page)[1] for page in pages)
    assert first != second


def test_lost_second_factors_are_removed(administrator, ye):
    Authenticator.objects.create(user=ye.staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "动态验证码" in text_of(administrator.get(address(ye)))
    page = said_after(administrator, administrator.post(address(ye, "factors/")))
    assert "只有密码" in page and "取消了ye的登录验证" in page
    assert not Authenticator.objects.exists()


def test_name_and_address_are_changed(administrator, ye):
    page = said_after(administrator, administrator.post(address(ye, "change/"), {"name": "叶晚晴", "email": ""}))
    assert "叶晚晴" in page
    answer = administrator.post(address(ye, "change/"), {"name": "", "email": "nobody"})
    assert answer.status_code == 422
    answer = administrator.post(address(ye, "change/"), {"name": "叶", "email": "nobody"})
    assert 'id="id_email_error"' in text_of(answer)


@pytest.mark.parametrize("act", ["close/", "password/", "factors/"])
def test_nobody_does_it_to_the_own_account(administrator, act):
    answer = administrator.post(address(administrator, act))
    assert answer.status_code == 422
    assert "不能对自己的账号这样做" in text_of(answer)
    assert administrator.get("/office/").status_code == 200


def test_looking_changes_nothing(administrator, ye):
    entries = JournalEntry.objects.count()
    assert {administrator.get(address(ye, act)).status_code for act in ACTS} == {200}
    assert JournalEntry.objects.count() == entries


def test_an_organiser_keeps_no_accounts(land, organiser, ye):
    assert {organiser.post(address(ye, act)).status_code for act in ACTS} == {403}
    page = text_of(organiser.get(PEOPLE, {"show": "closed"}))
    assert address(ye) not in page and "已停用的" not in page


def test_an_administrator_of_a_county_reaches_no_further_than_his_own_rights(land, seat, ye):
    local = seat("local", "administrator", land["990102-bureau"])
    wider = [
        seat("above", "liaison", land["9901-bureau"]),
        seat("beside", "liaison", land["990103-bureau"]),
        seat("whole", "administrator"),
        seat("line", "liaison", land["990102-traffic"], "line"),
    ]
    for other in wider:
        assert {local.post(address(other, act)).status_code for act in ACTS} == {403}
    assert local.get(address(ye)).status_code == 200
    page = text_of(local.get(PEOPLE))
    assert address(ye) in page and not any(address(other) in page for other in wider)


def test_a_posting_that_is_still_to_come_counts_too(land, administrator, seat, ye):
    local = seat("local", "administrator", land["990102-bureau"])
    term = {"through": "area", "from_on": "2027-01-01", "to_on": ""}
    asked = {"username": "ye", "role": "liaison", **term}
    said_after(administrator, administrator.post("/office/units/990103-bureau/grant/", asked))
    assert local.get(address(ye)).status_code == 403


def test_a_posting_ends_on_a_day_and_never_later_than_it_would(administrator, ye):
    posting = Posting.objects.get(staff=ye.staff)
    end = f"{PEOPLE}postings/{posting.pk}/end/"
    page = said_after(administrator, administrator.post(end, {"last_day": "2026-12-31"}))
    assert "2026-12-31以后收回权限" in page and "到2026年12月31日" in page
    assert ye.get("/office/").status_code == 200
    answer = administrator.post(end, {"last_day": "2027-12-31"})
    assert answer.status_code == 422 and 'id="id_last_day_error"' in text_of(answer)
    posting.refresh_from_db()
    assert posting.to_on.isoformat() == "2026-12-31"
