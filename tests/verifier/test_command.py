"""`pingyi verify` as people and programs call it: exit codes, JSON, both languages, no Django."""

import json
import subprocess
import sys

import pytest

from tests.ballots import founding
from tests.ballots.attacks import ATTACKS
from tests.ballots.world import World
from tests.verifier.checking import SMALL
from tests.verifier.test_stages import world

WITHOUT_DJANGO = """
import sys
class No:
    def find_spec(self, name, *rest):
        if name.split(".")[0] in {"django", "numpy", "scipy", "duckdb", "gmpy2", "allauth"}:
            raise ImportError(f"{name} is not for the verifier")
sys.meta_path.insert(0, No())
from pingyi.cli.root import main
main(sys.argv[1:])
"""


def run(*args, language="en", script=WITHOUT_DJANGO, typed=None):
    environment = {"PATH": "/usr/bin:/bin", "PINGYI_LANGUAGE": language}
    command = [sys.executable, "-c", script, "verify", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, input=typed)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return world().write(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return World(SMALL, twists=ATTACKS["answer changed"].twists).write(tmp_path_factory.mktemp("bad"))


def test_good_is_0(good):
    done = run(good, "--expect", world().fingerprint)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Verdict: everything holds."


def test_bad_is_1(bad):
    done = run(bad, language="zh")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1].startswith("结论：不符合（rows")


def test_json_is_one_object_of_the_promised_shape(good, bad):
    done = run(good, "--json", "--expect", world().camp.hex())
    said = json.loads(done.stdout)
    assert list(said) == ["ok", "origin", "grade", "stage", "checks"]
    assert (said["ok"], said["origin"], said["grade"], said["stage"]) == (True, "checked", "claimed A", "rows")
    assert all(list(check) == ["name", "ok", "detail", "figures"] for check in said["checks"])
    failed = json.loads(run(bad, "--json").stdout)
    assert (failed["ok"], failed["origin"]) == (False, "self-consistent only")


def test_a_pinned_list_gives_the_grade(good, tmp_path):
    (tmp_path / "bodies.json").write_bytes(founding.policy())
    assert json.loads(run(good, "--json", "--policy", tmp_path / "bodies.json").stdout)["grade"] == "A"


def test_one_person_asks(good):
    one = world()
    done = run(good, "--receipt", one.receipt(one.ballots[0]), "--check", one.check_code(one.ballot(0, 0)))
    assert done.returncode == 0
    assert "counted as cast" in done.stdout


def test_a_secret_need_not_stand_on_the_command_line(good):
    one = world()
    done = run(good, "--check", "-", typed=one.check_code(one.ballot(0, 0)) + "\n")
    assert done.returncode == 0 and "counted as cast" in done.stdout


def test_a_wrong_receipt_is_1(good):
    assert run(good, "--receipt", "pyr1.x").returncode == 1


@pytest.mark.parametrize(
    "args",
    [
        ["/nowhere"],
        ["http://127.0.0.1:1/x"],
        [],
        ["GOOD", "--expect", "nonsense"],
        ["GOOD", "--policy", "/nowhere"],
        ["GOOD", "--policy", "GOOD/manifest.json"],
        ["GOOD", "--what"],
    ],
)
def test_what_cannot_be_read_or_asked_is_2(args, good):
    done = run(*[arg.replace("GOOD", str(good)) for arg in args])
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr and done.stderr


def test_an_unreadable_place_is_one_json_object_too(tmp_path):
    done = run(tmp_path, "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["ok"] is False
