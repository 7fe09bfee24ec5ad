"""What a production start refuses, tried on a real start."""

import datetime as dt
import secrets

import pytest

from pingyi.accounts.actions import add_staff, deactivate_demonstration_staff
from pingyi.campaigns.models import Campaign
from pingyi.directory.models import Unit, UnitKind
from pingyi.project.guard import check_start, reasons_against_production
from pingyi.wording import Refused
from tests.project.installation import Installation

START = "import pingyi.project.wsgi"
DEMONSTRATION_STAFF = """
from pingyi.accounts.actions import add_staff
for name in ("chief", "clerk"):
    add_staff(name, name=name, password="demo", demonstration=True, by=None)
"""
MOMENTS = ("mobilise_at", "collect_at", "close_at", "score_at", "object_at", "publish_at")


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


def test_every_reason_is_told_at_once_in_both_languages(installation):
    installation.ask(DEMONSTRATION_STAFF, PINGYI_MODE="local")
    done = installation.run(START, PINGYI_DEBUG="1", PINGYI_HOSTS="", PINGYI_SECRET="short")
    check_refused(done, "PINGYI_DEBUG", "PINGYI_HOSTS", "PINGYI_SECRET", "chief、clerk", "chief, clerk", "Debug mode")


def test_a_database_without_tables_is_refused(tmp_path):
    empty = Installation(tmp_path, {"PINGYI_HOSTS": "pingyi.example.org", "PINGYI_MODE": "production"})
    check_refused(empty.run(START), "pingyi setup")


def test_locally_nothing_of_this_is_asked(installation):
    local = {"PINGYI_MODE": "local", "PINGYI_HOSTS": "", "PINGYI_DEBUG": "1", "PINGYI_SECRET": "short"}
    assert installation.run(START, **local).returncode == 0


@pytest.mark.parametrize("mode", ["prod", ""])
def test_a_misspelt_mode_is_not_taken_for_a_local_one(tmp_path, mode):
    done = Installation(tmp_path).run(START, PINGYI_MODE=mode)
    assert done.returncode == 1
    assert "PINGYI_MODE" in done.stderr


def test_two_starts_at_once_share_one_secret(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    read = "from pathlib import Path\nfrom pingyi.project.secret import read_or_make_secret\n"
    read += f"print(read_or_make_secret(Path({str(tmp_path)!r})))"
    with ThreadPoolExecutor(4) as pool:
        told = {done.stdout for done in pool.map(lambda _: Installation(tmp_path).run(read), range(4))}
    assert len(told) == 1 and len(told.pop().strip()) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.fixture
def sound(db, settings, tmp_path):
    """Settings with which production starts."""
    settings.PRODUCTION, settings.DEBUG, settings.ALLOWED_HOSTS = True, False, ["pingyi.example.org"]
    settings.SECRET_KEY, settings.PINGYI_VAR = secrets.token_urlsafe(48), tmp_path
    return settings


def codes():
    """Return why production would not start."""
    return [issue.code for issue in reasons_against_production()]


def test_sound_settings_are_not_refused(sound):
    assert codes() == []


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
def test_a_weak_secret_is_refused(sound, secret):
    sound.SECRET_KEY = secret
    assert codes() == ["secret_weak"]


@pytest.mark.parametrize(
    ("mode", "told"), [(0o600, []), (0o400, []), (0o640, ["secret_readable"]), (0o604, ["secret_readable"])]
)
def test_a_secret_file_that_others_may_read_is_refused(sound, tmp_path, mode, told):
    (tmp_path / "secret.key").write_text(sound.SECRET_KEY)
    (tmp_path / "secret.key").chmod(mode)
    assert codes() == told


@pytest.mark.parametrize(("mode", "told"), [(0o700, []), (0o755, ["folder_readable"]), (0o750, ["folder_readable"])])
def test_a_data_folder_that_others_may_enter_is_refused(sound, tmp_path, mode, told):
    tmp_path.chmod(mode)
    assert codes() == told


def test_a_wrong_setting_stops_the_site_with_a_sentence(tmp_path):
    check_refused(Installation(tmp_path).run(START, PINGYI_TIME_ZONE="Mars/X"), "没有“Mars/X”", "no time zone")


def test_what_the_site_writes_is_for_itself_alone(installation):
    done = installation.run(f"{START}\nopen('{installation.var}/new', 'w').close()")
    assert done.returncode == 0, done.stderr
    assert (installation.var / "new").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("hosts", [[], ["*"], ["pingyi.example.org", "*"], ["*.example.org"]])
def test_missing_or_open_hosts_are_refused(sound, hosts):
    sound.ALLOWED_HOSTS = hosts
    assert codes() == ["hosts_missing"]


def test_demonstration_accounts_are_refused_until_they_are_deactivated(sound):
    sound.PRODUCTION = False
    add_staff("chief", name="主任", password="demo", demonstration=True, by=None)
    sound.PRODUCTION = True
    assert codes() == ["demonstration_accounts"]
    deactivate_demonstration_staff(by=None)
    assert codes() == []


def test_a_demonstration_campaign_is_refused(sound):
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    kind = UnitKind.objects.create(code="province_dept", name_zh="省厅")
    unit = Unit.objects.create(
        code="53", name_zh="云岭省公安厅", path="0001", level="province", kind=kind, valid_from=begin.date()
    )
    moments = {name: begin + dt.timedelta(days=place) for place, name in enumerate(MOMENTS)}
    shared = {"year": 2026, "mode": "independent", "organiser_zh": "评议委", "formal_object": unit, **moments}
    Campaign.objects.create(code="real", name_zh="真的", **shared)
    assert codes() == []
    Campaign.objects.create(code="demo", name_zh="演示", demonstration=True, **shared)
    assert codes() == ["demonstration_campaign"]


def test_missing_limits_are_refused(sound):
    sound.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "nowhere"}}
    assert codes() == ["limits_missing"]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "localhost", None])
def test_a_local_start_speaks_to_this_machine(transactional_db, address):
    check_start(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "10.1.2.3", "::", "pingyi.example.org", ""])
def test_a_local_start_speaks_to_nobody_else(transactional_db, address):
    with pytest.raises(Refused) as refusal:
        check_start(address)
    assert [issue.code for issue in refusal.value.issues] == ["not_production"]
