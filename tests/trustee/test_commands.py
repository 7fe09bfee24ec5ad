"""What two bodies type, from the keys to the destruction, and what they are told."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pingyi.cli.ballots import trustee as commands
from pingyi.wording import Refused
from tests.trustee.world import GOOD, LATER, LOST

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery staple"


@pytest.fixture(autouse=True)
def late(monkeypatch):
    """English, and after the time for objections."""
    monkeypatch.setenv("PINGYI_LANGUAGE", "en")
    monkeypatch.setattr(commands.time, "time", lambda: LATER)


def run(*args, **more):
    done = CliRunner().invoke(
        commands.command, [str(arg) for arg in args], catch_exceptions=False, standalone_mode=False, **more
    )
    return done.output


def of(home, which):
    return home / f"t{which}", "--campaign", home / f"c{which}"


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n", "utf-8")
    return path


def test_keys_are_made_lost_and_restored(tmp_path, passphrase):
    said = run("keygen", tmp_path / "t", "--passphrase-file", passphrase)
    listed = json.loads((tmp_path / "t" / "public.json").read_text())
    assert f"key\t{listed['identity']}" in said and f"hpke\t{listed['hpke']}" in said
    before = (tmp_path / "t" / "opening.key").read_bytes()
    (tmp_path / "t" / "opening.key").unlink()
    run("restore", tmp_path / "t", tmp_path / "t" / "opening.backup.txt", "--passphrase-file", passphrase)
    assert (tmp_path / "t" / "opening.key").read_bytes() == before


def test_a_passphrase_is_asked_twice_and_not_shown(tmp_path):
    said = run("keygen", tmp_path / "t", input=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert PASSPHRASE not in said and (tmp_path / "t" / "opening.key").exists()


def test_both_openings_the_objections_and_the_rows(at, stages, passphrase):
    home = at("closed")
    assert "inner.bin" in run("open", *of(home, 1), "--with-missing", "--processes", "1")
    home = at("outer")
    said = run("open", *of(home, 2), "--inner", home / "t1" / "handover" / "inner.bin", "--processes", "1")
    assert f"Valid: {GOOD[0] + GOOD[1]}." in said and "duplicate 2" in said and "wrong_cell 1" in said
    home = at("tags")
    evidence = home / "evidence"
    evidence.write_bytes(stages.country.indices[LOST].to_bytes(8, "big") + stages.country.lost)
    assert "opened, for the inner trustee" in run("objection", *of(home, 1), evidence)
    said = run("tags", *of(home, 2), "--objections", home / "t1" / "handover" / "objections.bin", "--in-small-groups")
    assert "1 of them added" in said
    home = at("final")
    said = run("rows", *of(home, 2), "--processes", "1", "--comments", "--passphrase-file", passphrase)
    assert f"{GOOD[0] + 1} rows of 1 cells" in said and "2 cells are withheld" in said


def test_status_says_what_comes_next(at):
    assert "pull at least daily" in run("status", *of(at("open"), 1))
    assert "open the outer layer" in run("status", *of(at("closed"), 1))
    assert "publish the rows" in run("status", *of(at("final"), 2))


def test_pull_sends_its_statement_and_warns_of_the_opening_key(country):
    country.round()
    said = run("pull", *of(country.home, 1), "--box", country.url)
    assert "0 envelopes are not held" in said and "opening key lies on this machine" in said
    assert re.search(r"1-held-[0-9]{6}-a.entry\t1\n", said)
    assert "entry" not in run(
        "send", country.home / "t1" / "outbox", "--campaign", country.home / "c1", "--box", country.url
    )


def test_addresses_stand_for_names(country, tmp_path):
    (tmp_path / "addresses.json").write_text(json.dumps({"b.example": country.url}))
    assert "The log has 1 entries" in run("pull", *of(country.home, 2), "--addresses", tmp_path / "addresses.json")


def test_destruction_asks_first(at):
    import click

    home = at("rows")
    with pytest.raises(click.Abort):
        run("destroy", *of(home, 1), input="n\n")
    assert (home / "t1" / "opening.key").exists()
    assert "9-destroyed.entry" in run("destroy", *of(home, 1), "--also", "two printed backups", input="y\n")
    assert not (home / "t1" / "opening.key").exists()


def test_the_readers_open_a_file_of_comments(tmp_path, passphrase):
    from pingyi.trustee.opening.comments import Pool, write_pools

    (path,) = write_pools(tmp_path, [Pool("530100", 120, ("多开一个窗口",))], PASSPHRASE, cost=4)
    assert run("comments", path, "--passphrase-file", passphrase) == "# 530100\t120\n多开一个窗口\n"


def test_a_comment_cannot_command_the_readers_terminal(tmp_path, passphrase):
    from pingyi.trustee.opening.comments import Pool, write_pools

    [path] = write_pools(tmp_path, [Pool("530100", 120, ("a\x1b[2Jb\nc\u202ed",))], PASSPHRASE, cost=4)
    said = run("comments", path, "--passphrase-file", passphrase)
    assert said == "# 530100\t120\na [2Jb c d\n"


def test_the_inner_trustee_is_asked_for_the_file(at):
    import click

    with pytest.raises(click.UsageError):
        run("open", *of(at("outer"), 2))


def test_a_refusal_is_a_sentence(at):
    home = at("open")
    with pytest.raises(Refused) as caught:
        run("open", *of(home, 1))
    assert "Not yet" in caught.value.say("en") and "还没轮到" in caught.value.say("zh")


def test_every_command_is_in_the_manual_and_has_an_example():
    manual = (ROOT / "docs" / "commands.md").read_text("utf-8")
    section = manual.partition("## `pingyi trustee`")[2].partition("\n## ")[0]
    for name, command in commands.command.commands.items():
        assert f"`{name} " in section, name
        assert f"pingyi trustee {name} " in command.epilog


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_walks_through_every_command(language):
    guide = (ROOT / "docs" / "guides" / f"trustee.{language}.md").read_text("utf-8")
    named = set(re.findall(r"pingyi trustee ([a-z]+)", guide))
    assert named == set(commands.command.commands)


@pytest.mark.parametrize(
    "module", ["pingyi.cli.ballots.trustee", "pingyi.cli.ballots.manifest", "pingyi.trustee.opening.rows"]
)
def test_starts_without_django(module):
    code = f"import sys, {module}; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False).returncode == 0


def test_the_log_copy_is_enough_to_go_on_after_the_outbox_was_sent(at):
    home = at("tags")
    shutil.rmtree(home / "t1" / "outbox")
    assert "objections.bin" in run("objection", *of(home, 1))


def test_the_program_itself_opens_with_two_processes(at):
    home = at("closed")
    pingyi = Path(sys.executable).with_name("pingyi")
    folder, *more = of(home, 1)
    done = subprocess.run(
        [pingyi, "trustee", "open", folder, *more, "--with-missing", "--processes", "2"],
        env={**os.environ, "PINGYI_LANGUAGE": "zh"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "打开了 2 个单元；缺信封 1 个，打不开的 1 个。" in done.stdout
