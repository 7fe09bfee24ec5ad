"""The command line as typed: languages, exit codes, sentences instead of tracebacks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pingyi.cli.root import COMMANDS

PINGYI = str(Path(sys.executable).with_name("pingyi"))


def run(*args, var="", **environment):
    """Run pingyi with an own environment; return exit code, stdout, stderr."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PINGYI_", "LC_", "LANG", "DJANGO"))}
    done = subprocess.run(
        [PINGYI, *args],
        env={**clean, "PINGYI_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder on which `pingyi setup` ran."""
    var = tmp_path_factory.mktemp("var")
    code, _, told = run("setup", var=var)
    assert code == 0, told
    return var


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example(name):
    code, said, _ = run(name, "--help")
    assert code == 0
    assert f"pingyi {name}" in said


def test_an_unknown_command_is_a_wrong_call():
    assert run("fly")[0] == 2


@pytest.mark.parametrize("command", ["campaigns", "tick"])
def test_an_unprepared_folder_is_told_in_a_sentence(command, tmp_path):
    code, said, told = run(command, var=tmp_path, PINGYI_LANGUAGE="en")
    assert (code, said) == (1, "")
    assert "pingyi setup" in told and "Traceback" not in told


def test_setup_can_be_repeated(prepared):
    assert run("setup", var=prepared)[0] == 0
    assert json.loads(run("campaigns", "--json", var=prepared)[1]) == []


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, "没有"),
        ({"LANG": "en_GB.UTF-8"}, "no campaign"),
        ({"LANG": "en_GB.UTF-8", "PINGYI_LANGUAGE": "zh"}, "没有"),
    ],
)
def test_sentences_come_in_the_language_asked_for(prepared, tmp_path, environment, word):
    code, said, told = run("export", "package", "nothing", "--out", str(tmp_path / "p"), var=prepared, **environment)
    assert (code, said) == (1, "")
    assert word in told and "Traceback" not in told


def test_a_folder_that_is_no_package_cannot_be_read(tmp_path):
    code, said, told = run("recompute", str(tmp_path), "--json")
    assert (code, said) == (2, "")
    assert "package.json" in told


def test_the_first_administrator_comes_in(prepared):
    given = ("--name", "林晓", "--password", "a-long-and-good-one-42")
    assert run("staff", "add", "lin", *given, var=prepared)[0] == 0
    code, _, told = run("staff", "add", "lin", *given, var=prepared)
    assert code == 1 and "Traceback" not in told
    report = json.loads(run("journal", "verify", "--json", var=prepared)[1])
    assert report["ok"] and report["entries"] >= 2


def test_a_weak_password_is_refused_and_nothing_is_kept(prepared):
    assert run("staff", "add", "weak", "--name", "弱", "--password", "password", var=prepared)[0] == 1
    code, _, _ = run("staff", "add", "weak", "--name", "弱", "--password", "a-long-and-good-one-43", var=prepared)
    assert code == 0
