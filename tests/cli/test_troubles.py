"""What the machine refuses: one sentence in the language of the person, an exit code, never a traceback."""

import json
import os
import socket
import sqlite3
from pathlib import Path

import pytest

from pingyi.cli.troubles import as_refusal
from tests.cli.test_root import prepared, run  # noqa: F401
from tests.directory.conftest import YUNNAN

UNREACHABLE = "postgresql://u:top-secret@127.0.0.1:1/x"
SETTINGS = [
    ({"PINGYI_MODE": "blah"}, "PINGYI_MODE"),
    ({"PINGYI_TIME_ZONE": "Mars/X"}, "Mars/X"),
    ({"PINGYI_TIME_ZONE": "../../etc/passwd"}, "PINGYI_TIME_ZONE"),
    ({"PINGYI_PROXIES": "abc"}, "PINGYI_PROXIES"),
    ({"PINGYI_PROXIES": "9" * 5000}, "PINGYI_PROXIES"),
    ({"PINGYI_DATABASE": "mysql://u:top-secret@h/x"}, "PINGYI_DATABASE"),
    ({"PINGYI_DATABASE": "postgresql://u:top-secret@[h/x"}, "PINGYI_DATABASE"),
    ({"PINGYI_DATABASE": UNREACHABLE}, "PINGYI_DATABASE"),
]


def check_told(done, *words, code=1):
    """It ended with `code`, a sentence in each language with the words in it, and gave no secret away."""
    ended, _, told = done
    assert ended == code, told
    assert "Traceback" not in told and "top-secret" not in told
    assert all(word in told for word in words), told


@pytest.mark.parametrize(("environment", "word"), SETTINGS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_setting_is_named(environment, word, language, tmp_path):
    done = run("setup", var=tmp_path, PINGYI_LANGUAGE=language, **environment)
    check_told(done, word)
    assert done[2].isascii() or language == "zh" or "“" in done[2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_folder_that_is_none_or_cannot_be_made(language, tmp_path):
    (tmp_path / "file").touch()
    for var in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nothing")):
        check_told(run("setup", var=var, PINGYI_LANGUAGE=language), str(var), "PINGYI_VAR")


def test_a_folder_that_may_not_be_written(prepared, tmp_path):  # noqa: F811
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    check_told(run("setup", var=tmp_path, PINGYI_LANGUAGE="en"), "permission denied", "PINGYI_VAR")


@pytest.mark.parametrize("where", ["/nowhere/j", "/proc/x"])
def test_an_export_that_cannot_be_written(prepared, where):  # noqa: F811
    check_told(run("journal", "export", "--out", where, var=prepared, PINGYI_LANGUAGE="en"), where, "Check the path")


def test_a_damaged_database(tmp_path):
    (tmp_path / "pingyi.sqlite3").write_bytes(b"no database at all " * 500)
    for command in ("setup", "campaigns"):
        check_told(run(command, var=tmp_path, PINGYI_LANGUAGE="zh"), "已损坏")


def test_a_database_that_lacks_a_table(prepared, tmp_path):  # noqa: F811
    with sqlite3.connect(tmp_path / "pingyi.sqlite3") as database:
        database.execute("create table other (x int)")
    database.close()
    check_told(run("campaigns", var=tmp_path), "pingyi setup")


def test_a_port_that_is_taken_or_is_none(prepared):  # noqa: F811
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        check_told(run("serve", "--port", port, var=prepared, PINGYI_LANGUAGE="en"), port, "--port")
    check_told(run("serve", "--port", "99999999", var=prepared), "--port", code=2)


def test_a_journal_nested_without_end(tmp_path):
    file = tmp_path / "journal.jsonl"
    file.write_text("[" * 200_000 + "\n")
    done = run("journal", "verify", "--file", str(file), "--json")
    check_told(done, "journal.jsonl", code=2)
    assert [error["code"] for error in json.loads(done[1])["errors"]] == ["unreadable_journal"]


@pytest.mark.parametrize("words", [("campaigns",), ("journal", "verify"), ("import", "units", str(YUNNAN))])
def test_json_answers_a_refusal_with_one_object(words, tmp_path):
    ended, said, told = run(*words, "--json", var=tmp_path, PINGYI_DATABASE=UNREACHABLE, PINGYI_LANGUAGE="en")
    answer = json.loads(said)
    assert (ended, answer["ok"], answer["errors"][0]["code"]) == (1, False, "database_unreachable")
    assert answer["errors"][0]["message"] in told and "top-secret" not in said


def test_a_fault_of_the_program_keeps_its_traceback():
    assert as_refusal(ValueError("wrong")) is None
    assert as_refusal(AssertionError()) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fly",), "没有这个命令 'fly'"),
        (("tally",), "缺少 '--counts'"),
        (("tally", "--colour"), "没有选项 --colour"),
        (("serve", "--port", "x"), "'--port' 的值不对"),
        (("tally", "--counts", "a=1", "more"), "用法不对"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(words, told):
    ended, _, said = run(*words, PINGYI_LANGUAGE="zh")
    assert ended == 2
    assert "用法不对" in said and told in said and "Usage" not in said
    assert "Wrong call" in run(*words, PINGYI_LANGUAGE="en")[2]


def test_a_group_alone_shows_its_help():
    ended, _, said = run("import", PINGYI_LANGUAGE="zh")
    assert ended == 2 and "pingyi import units" in said and "用法不对" not in said
