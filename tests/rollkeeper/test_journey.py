"""The whole way by hand, as the roll keeper and the auditor go it; and what a killed run leaves behind."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from pingyi.cli.root import root
from pingyi.protocol import lists, statements
from pingyi.rollkeeper import invitations, making
from pingyi.rollkeeper.desk import Desk
from tests.protocol import samples
from tests.rollkeeper.people import (
    AUDITOR,
    CAMPAIGN,
    LETTER_TOML,
    line,
    list_file,
    manifest_of,
    moduli_files,
    units_file,
)


def _roll(*args):
    return root.main(args=["roll", *map(str, args)], prog_name="pingyi", standalone_mode=False)


@pytest.fixture
def place(tmp_path):
    """A folder with everything that others hand to the roll keeper before `roll make`."""
    units_file(tmp_path)
    (tmp_path / "letter.toml").write_text(LETTER_TOML, encoding="utf-8")
    (tmp_path / "auditor.pub").write_text(AUDITOR.public.hex() + "\n")
    (tmp_path / "m.key").write_bytes(samples.seed("M"))
    (tmp_path / "m.key").chmod(0o600)
    return tmp_path


def _plan(place, count):
    units = ("yl-ld-1", "yl-ld-2", "yl-sj-1", "yl-sj-2")
    people = list_file(place, (line(n, units[n % 4], "sms" if n % 5 == 0 else "letter") for n in range(count)))
    _roll("plan", people, "--units", place / "units.csv", "--campaign", CAMPAIGN, "--desk", place / "desk")
    cells = (place / "desk/plan/cells-draft.csv").read_text(encoding="utf-8").splitlines()[1:]
    return people, moduli_files(place, len(cells))


def _make(place, people, keys, workers=1):
    return [
        *("make", people, "--ballot-keys", keys[0], "--entry-keys", keys[1]),
        *("--auditor", place / "auditor.pub", "--desk", place / "desk", "--workers", workers),
    ]


def test_from_list_to_receipt_to_audit(place, capsys):
    people, keys = _plan(place, 1200)
    _roll(*_make(place, people, keys))
    made = making.read_made(Desk(place / "desk").roll(0))
    (place / "manifest.json").write_bytes(manifest_of(made))
    ours = ("--desk", place / "desk", "--manifest", place / "manifest.json")
    _roll("letters", *ours, "--letter", place / "letter.toml", "--workers", 1)
    assert "960 letters" in capsys.readouterr().out
    _roll("receipt", "codes", *ours, "--identity", place / "m.key", "--yes")
    (stated,) = (place / "desk/rolls/0/public/statements").glob("*.json")
    assert isinstance(statements.parse(stated.read_bytes()), statements.Destroyed)
    drawn = ("--beacon", "0a1b", "--count", 30)
    _roll("audit", "open", *ours, *drawn, "--out", place / "drawn.json")
    (place / "a.key").write_bytes(b"auditor of the tests, 32 bytes..")
    (place / "a.key").chmod(0o600)
    package = ("--package", place / "desk/rolls/0/public", "--manifest", place / "manifest.json")
    _roll("audit", "verify", place / "drawn.json", *package, "--key", place / "a.key", "--out", place / "calls.csv")
    assert len((place / "calls.csv").read_text(encoding="utf-8").splitlines()) == 31


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("PINGYI_LANGUAGE", "en")


def test_ten_thousand_people_make_a_whole_roll(place):
    people, keys = _plan(place, 10_000)
    _roll(*_make(place, people, keys, workers=2))
    made = making.read_made(Desk(place / "desk").roll(0))
    content = (place / "desk/rolls/0/public" / lists.path("roll", made.root)).read_bytes()
    records = list(lists.ascending(lists.split(content, lists.ROLL)))
    assert made.count == len(records) == 10_000 and lists.root(records) == made.root
    printed = list(invitations.stored(place / "desk/rolls/0" / making.CODES))
    assert len({one.code for one in printed}) == len({one.line for one in printed}) == 10_000


def _started(place, people, keys):
    script = "import sys; from pingyi.cli.root import main; main(sys.argv[1:])"
    args = [sys.executable, "-c", script, "roll", *map(str, _make(place, people, keys))]
    return subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def test_a_killed_run_leaves_nothing_that_counts_and_the_next_sweeps(place):
    people, keys = _plan(place, 3_000)
    desk = Desk(place / "desk")
    for _ in range(3):
        run = _started(place, people, keys)
        while not list(desk.folder.glob(".unfinished-*/codes/*")) and run.poll() is None:
            time.sleep(0.01)
        time.sleep(random.Random().uniform(0, 0.2))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        assert not desk.roll(0).exists()
    assert len(list(desk.folder.glob(".unfinished-*"))) == 1  # each run swept what the one before had left
    _roll(*_make(place, people, keys))
    assert making.read_made(desk.roll(0)).count == 3_000
    assert not list(desk.folder.glob(".unfinished-*"))


def test_two_commands_do_not_work_on_one_desk(place):
    people, keys = _plan(place, 1000)
    with Desk(place / "desk").locked(), pytest.raises(Exception, match="Another command") as refused:
        _roll(*_make(place, people, keys))
    assert refused.value.issues[0].code == "desk_busy"


@pytest.mark.parametrize(
    "args, code",
    [
        (["letters", "--manifest", "m.json", "--letter", "letter.toml", "--desk", "desk"], "unreadable_file"),
        (["make", "--ballot-keys", "m.json", "--entry-keys", "m.json", "--auditor", "auditor.pub", "--desk", "desk"],
         "step_missing"),
        (["make", "--ballot-keys", "m.json", "--entry-keys", "m.json", "--auditor", "m.json", "--desk", "desk"],
         "step_missing"),
    ],
)  # fmt: skip
def test_steps_out_of_order_say_what_comes_first(place, monkeypatch, args, code):
    monkeypatch.chdir(place)
    (place / "m.json").write_bytes(b"{}\n")
    (place / "desk/rolls/0").mkdir(parents=True)
    with pytest.raises(Exception, match=r".+") as refused:
        _roll(*args)
    assert refused.value.issues[0].code == code


def test_the_commands_start_without_django():
    code = "import sys, pingyi.cli.ballots.roll, pingyi.rollkeeper.letters.printing, pingyi.rollkeeper.audits; "
    done = subprocess.run(
        [sys.executable, "-c", code + "sys.exit('django' in sys.modules)"], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr
