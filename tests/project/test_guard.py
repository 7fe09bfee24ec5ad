"""What a production start refuses, tried on a real start."""

import secrets

import pytest

from tests.project.installation import Installation

START = "import pingyi.project.wsgi"
LOOPBACK = "from pingyi.project.guard import check_start; check_start('{}')"
DEMONSTRATION_STAFF = """
from pingyi.accounts.actions import add_staff
for name in ("chief", "clerk"):
    add_staff(name, name=name, password="demo", demonstration=True, by=None)
"""
END_DEMONSTRATION = """
from pingyi.accounts.actions import deactivate_demonstration_staff
print(json.dumps(deactivate_demonstration_staff(by=None)))
"""
DEMONSTRATION_CAMPAIGN = """
import datetime as dt
from pingyi.campaigns.models import Campaign
from pingyi.directory.models import Unit, UnitKind
kind = UnitKind.objects.create(code="province_dept", name_zh="省厅")
unit = Unit.objects.create(
    code="53", name_zh="云岭省公安厅", path="0001", level="province", kind=kind, valid_from=dt.date(2000, 1, 1)
)
moments = ("mobilise_at", "collect_at", "close_at", "score_at", "object_at", "publish_at")
begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Campaign.objects.create(
    code="demo", year=2026, name_zh="演示", mode="independent", organiser_zh="评议委", formal_object=unit,
    demonstration=True, **{name: begin + dt.timedelta(days=place) for place, name in enumerate(moments)},
)
"""


def check_refused(done, *words):
    """The process ended with a sentence in both languages, and no traceback."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not done.stderr.isascii()


def test_a_sound_production_starts(installation):
    done = installation.run(START)
    assert (done.returncode, done.stderr) == (0, "")
    assert (installation.var / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_given_secret_starts_too(installation):
    assert installation.run(START, PINGYI_SECRET=secrets.token_urlsafe(48)).returncode == 0


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "a" * 64,
        "django-insecure-" + "x7Kq" * 12,
        "change-me-" + secrets.token_urlsafe(40),
        "pingyi-secret" * 5,
    ],
    ids=["short", "one sign", "django", "change me", "own name"],
)
def test_a_weak_secret_is_refused(installation, secret):
    check_refused(installation.run(START, PINGYI_SECRET=secret), "密钥太短", "PINGYI_SECRET")


def test_a_secret_file_that_others_may_read_or_that_is_empty_is_refused(installation):
    (installation.var / "secret.key").chmod(0o644)
    check_refused(installation.run(START), "0600")
    (installation.var / "secret.key").chmod(0o600)
    (installation.var / "secret.key").write_text("")
    assert installation.run(START).returncode == 1


def test_debug_is_refused(installation):
    check_refused(installation.run(START, PINGYI_DEBUG="1"), "调试模式", "Debug mode")


@pytest.mark.parametrize("hosts", ["", " , ", "*", "pingyi.example.org,*", "*.example.org"])
def test_missing_or_open_hosts_are_refused(installation, hosts):
    check_refused(installation.run(START, PINGYI_HOSTS=hosts), "PINGYI_HOSTS")


def test_demonstration_accounts_are_named_and_refused_until_they_are_deactivated(installation):
    installation.ask(DEMONSTRATION_STAFF, PINGYI_MODE="local")
    check_refused(installation.run(START), "chief、clerk", "chief, clerk")
    assert installation.ask(END_DEMONSTRATION) == 2
    assert installation.run(START).returncode == 0


def test_a_demonstration_campaign_is_refused(installation):
    installation.ask(DEMONSTRATION_CAMPAIGN, PINGYI_MODE="local")
    check_refused(installation.run(START), "演示的评议活动", "demonstration campaign")


def test_a_database_without_tables_is_refused(tmp_path):
    empty = Installation(tmp_path, {"PINGYI_HOSTS": "pingyi.example.org", "PINGYI_MODE": "production"})
    check_refused(empty.run(START), "pingyi setup")


def test_missing_limits_are_refused(tmp_path):
    bare = Installation(tmp_path, {"PINGYI_HOSTS": "pingyi.example.org"}).build(cache=False)
    check_refused(bare.run(START, PINGYI_MODE="production"), "登录次数限制", "failed sign-ins")


def test_every_reason_is_told_at_once(installation):
    installation.ask(DEMONSTRATION_STAFF, PINGYI_MODE="local")
    done = installation.run(START, PINGYI_DEBUG="1", PINGYI_HOSTS="", PINGYI_SECRET="short")
    check_refused(done, "PINGYI_DEBUG", "PINGYI_HOSTS", "PINGYI_SECRET", "chief")


@pytest.mark.parametrize("mode", ["prod", "Production", "production ", ""])
def test_a_misspelt_mode_is_not_taken_for_a_local_one(installation, mode):
    done = installation.run(START, PINGYI_MODE=mode)
    assert done.returncode == 1
    assert "PINGYI_MODE" in done.stderr


def test_locally_nothing_of_this_is_asked(installation):
    installation.ask(DEMONSTRATION_STAFF, PINGYI_MODE="local")
    assert installation.run(START, PINGYI_MODE="local", PINGYI_DEBUG="1", PINGYI_SECRET="short").returncode == 0


@pytest.mark.parametrize(
    ("address", "served"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.1.2.3", False), ("host", False)],
)
def test_a_local_start_speaks_to_this_machine_only(installation, address, served):
    done = installation.run(f"import django; django.setup()\n{LOOPBACK.format(address)}", PINGYI_MODE="local")
    assert (done.returncode == 0) is served
    assert served or "not_production" in done.stderr or "beyond this machine" in done.stderr


def test_two_starts_at_once_share_one_secret(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    read = "from pathlib import Path\nfrom pingyi.project.secret import read_or_make_secret\n"
    read += f"print(read_or_make_secret(Path({str(tmp_path)!r})))"
    with ThreadPoolExecutor(4) as pool:
        told = {done.stdout for done in pool.map(lambda _: Installation(tmp_path).run(read), range(4))}
    assert len(told) == 1 and len(told.pop().strip()) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
