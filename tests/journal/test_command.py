"""`pingyi journal` as a person calls it."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection

from pingyi.cli.journal import command
from pingyi.journal.actions import record
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(db):
    """Three honest entries."""
    return [record("lan", "unit:renamed", f"unit:{place}", name="新名") for place in range(3)]


def call(*words):
    """Run the command."""
    return CliRunner().invoke(command, [str(word) for word in words])


def test_verify_says_the_root_and_counts(entries, monkeypatch):
    monkeypatch.setenv("PINGYI_LANGUAGE", "zh")
    shown = call("verify")
    assert shown.exit_code == 0
    assert entries[-1].digest in shown.stdout
    assert "3 条" in shown.stdout


def test_verify_prints_one_json_object_and_nothing_else(entries):
    shown = call("verify", "--json")
    assert json.loads(shown.stdout) == {"ok": True, "entries": 3, "root": entries[-1].digest}


@pytest.mark.parametrize(("language", "word"), [("zh", "第 2 条断开"), ("en", "breaks at entry 2")])
def test_a_broken_journal_exits_1_and_says_where(entries, monkeypatch, language, word):
    monkeypatch.setenv("PINGYI_LANGUAGE", language)
    with connection.cursor() as cursor:
        cursor.execute(f"update {JournalEntry._meta.db_table} set actor = 'other' where seq = 2")
    shown = call("verify", "--json")
    assert shown.exit_code == 1
    assert json.loads(shown.stdout) == {"ok": False, "entries": 1, "root": entries[0].digest}
    assert word in shown.stderr


def test_a_root_that_is_gone_exits_1(entries):
    assert call("verify", "--expect", entries[0].digest).exit_code == 0
    assert call("verify", "--expect", "a" * 64).exit_code == 1


def test_an_export_is_one_json_object_per_line_and_can_be_verified_alone(entries, tmp_path):
    file = tmp_path / "journal.jsonl"
    assert call("export", "--out", file).exit_code == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["digest"] for line in lines] == [entry.digest for entry in entries]
    assert json.loads(call("verify", "--file", file, "--json").stdout)["root"] == entries[-1].digest
    assert list(tmp_path.iterdir()) == [file]


def test_a_changed_export_is_found(entries, tmp_path):
    file = tmp_path / "journal.jsonl"
    call("export", "--out", file)
    file.write_text(file.read_text(encoding="utf-8").replace("unit:1", "unit:7"), encoding="utf-8")
    assert call("verify", "--file", file).exit_code == 1


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[1]\n", b"{", None])
def test_a_file_that_cannot_be_read_is_refused_as_unreadable(content, tmp_path):
    file = tmp_path / "journal.jsonl"
    if content is not None:
        file.write_bytes(content)
    refusal = call("verify", "--file", file).exception
    assert isinstance(refusal, Refused)
    assert refusal.issues[0].code == "unreadable_journal"
