"""Accounts as the administrator keeps them."""

import json

import pytest
from allauth.mfa.models import Authenticator

from pingyi.accounts.actions import (
    add_staff,
    change_staff,
    deactivate_demonstration_staff,
    deactivate_staff,
    reactivate_staff,
    remove_second_factors,
    reset_password,
)
from pingyi.accounts.models import Staff
from pingyi.accounts.queries import demonstration_staff
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def codes(act, *args, **kwargs):
    """Return the codes the act is refused with."""
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return [issue.code for issue in refusal.value.issues]


def test_an_added_account_is_plain_staff_with_a_working_password(lan):
    mei = add_staff("mei.2", name=" 梅 ", password=PASSWORD, email="mei@example.org", by=lan)
    assert mei.check_password(PASSWORD)
    assert (mei.name, mei.is_active, mei.is_staff, mei.is_superuser, mei.demonstration) == (
        "梅",
        True,
        False,
        False,
        False,
    )
    last = JournalEntry.objects.last()
    assert (last.actor, last.act, last.thing) == ("lan", "accounts:staff:added", "staff:mei.2")


def test_no_password_ever_reaches_the_journal_nor_its_hash(lan, zhu):
    reset_password(zhu, password="北岸七座桥-1999", by=lan)
    kept = json.dumps(list(JournalEntry.objects.values()), default=str, ensure_ascii=False)
    assert PASSWORD not in kept and "北岸七座桥" not in kept
    assert not any(staff.password in kept for staff in Staff.objects.all())


@pytest.mark.parametrize("username", ["", "a", "Lan", "la n", "lan/zhu", "system", "x" * 81, ".lan", "lan\n", "-lan"])
def test_usernames_that_confuse_are_refused(db, username):
    assert codes(add_staff, username, name="兰", password=PASSWORD, by=None) == ["username_unfit"]


@pytest.mark.parametrize("username", ["兰", "兰花"])
def test_chinese_usernames_need_two_characters_too(db, username):
    if len(username) < 2:
        assert codes(add_staff, username, name="兰", password=PASSWORD, by=None) == ["username_unfit"]
    else:
        assert add_staff(username, name="兰", password=PASSWORD, by=None).pk


@pytest.mark.parametrize(
    "password",
    ["short-9x", "password123", "1234567890123", "lanhua.2014", "qwertyuiop"],
    ids=["short", "common", "digits", "like the name", "keyboard"],
)
def test_weak_passwords_are_refused_in_both_languages(db, password):
    with pytest.raises(Refused) as refusal:
        add_staff("lanhua.2014", name="兰花", password=password, by=None)
    issue = refusal.value.issues[0]
    assert (issue.code, issue.field) == ("password_weak", "password")
    assert not issue.what.zh.isascii() and issue.what.en.isascii()


def test_everything_wrong_is_told_at_once_and_nothing_is_done(db):
    told = codes(add_staff, "X", name=" ", password="short", email="nowhere", by=None)
    assert {"username_unfit", "name_unfit", "email_unfit", "password_weak"} <= set(told)
    assert (Staff.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_a_taken_username_is_refused(lan):
    assert codes(add_staff, "lan", name="另一位", password=PASSWORD, by=None) == ["username_taken"]


def test_an_account_without_a_password_has_none_that_works(db):
    staff = add_staff("mei", name="梅", password=None, by=None)
    assert not staff.has_usable_password()
    assert not staff.check_password("")


def test_change_keeps_the_username(lan, zhu):
    change_staff(zhu, name="竹子", email="z@example.org", by=lan)
    assert Staff.objects.filter(username="zhu", name="竹子", email="z@example.org").exists()
    assert codes(change_staff, zhu, name="", email="z", by=lan) == ["name_unfit", "email_unfit"]


def test_a_deactivated_account_is_kept_and_can_come_back(lan, zhu):
    deactivate_staff(zhu, by=lan)
    assert not Staff.objects.get(username="zhu").is_active
    reactivate_staff(zhu, by=lan)
    assert Staff.objects.get(username="zhu").is_active
    acts = list(JournalEntry.objects.values_list("act", flat=True))[-2:]
    assert acts == ["accounts:staff:deactivated", "accounts:staff:reactivated"]


@pytest.mark.parametrize(
    "act", [deactivate_staff, remove_second_factors, lambda s, by: reset_password(s, password=PASSWORD, by=by)]
)
def test_nobody_uses_the_administrator_s_help_on_himself(lan, act):
    assert codes(act, lan, by=lan) == ["own_account"]


def test_a_reset_password_obeys_the_same_rules(lan, zhu):
    assert codes(reset_password, zhu, password="1234567", by=lan)[0] == "password_weak"
    reset_password(zhu, password="北岸七座桥-1999", by=lan)
    assert Staff.objects.get(username="zhu").check_password("北岸七座桥-1999")


def test_lost_second_factors_are_removed_and_counted(lan, zhu):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=zhu, type=kind, data={})
    Authenticator.objects.create(user=lan, type=Authenticator.Type.TOTP, data={})
    assert remove_second_factors(zhu, by=lan) == 2
    assert Authenticator.objects.get().user == lan


def test_demonstration_accounts_may_be_weak_and_end_together(lan):
    for name in ("chief", "clerk"):
        add_staff(name, name=name, password="demo", demonstration=True, by=None)
    assert [staff.username for staff in demonstration_staff()] == ["chief", "clerk"]
    assert deactivate_demonstration_staff(by=lan) == 2
    assert not demonstration_staff().exists()
    assert Staff.objects.get(username="lan").is_active


def test_production_takes_no_demonstration_account(db, settings):
    staff = add_staff("chief", name="主任", password="demo", demonstration=True, by=None)
    settings.PRODUCTION = True
    assert codes(add_staff, "clerk", name="文员", password="demo", demonstration=True, by=None) == [
        "demonstration_account"
    ]
    assert codes(reactivate_staff, staff, by=None) == ["demonstration_account"]
