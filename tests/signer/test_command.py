"""`pingyi signer` as typed by the body that hosts one."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pingyi.durable.stores import create_store
from pingyi.primitives import ed25519
from pingyi.protocol import manifest as manifests
from pingyi.protocol.entries import IssuanceRoot, parse
from pingyi.signer.issuing import LAYOUT
from pingyi.signer.keys import PublicKeys, read_public
from tests.durable.web import ask, free_port, running
from tests.signer.log import box, entries_of, receipt, write_log
from tests.signer.world import make_world

PINGYI = str(Path(sys.executable).with_name("pingyi"))
ENGLISH = {**os.environ, "PINGYI_LANGUAGE": "en"}
DAY = 86_400


def run(*words, code=0):
    """Run the command; return what it printed, and what it said on stderr."""
    done = subprocess.run(
        [PINGYI, "signer", *map(str, words)], env=ENGLISH, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout.strip(), done.stderr


def moment(days):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + days * DAY))


@pytest.fixture
def open_now(tmp_path):
    """A campaign that is open today, with the store of its ballot signer where the command looks for it."""
    world = make_world(tmp_path / "w", opens=moment(-3), closes=moment(3))
    create_store(str(world.folder(1) / "issuances.sqlite3"), LAYOUT)
    return world


@pytest.fixture
def closed(tmp_path):
    """A campaign that closed yesterday."""
    world = make_world(tmp_path / "w", opens=moment(-9), closes=moment(-1))
    create_store(str(world.folder(1) / "issuances.sqlite3"), LAYOUT)
    return world


def test_keys_are_made_with_a_store(tmp_path):
    out = tmp_path / "signer-entry"
    said, _ = run("keys", "--role", "entry", "--cells", 2, "--out", out)
    public = PublicKeys.parse(Path(said).read_bytes())
    assert (public.role, len(public.moduli)) == (2, 2)
    assert (out / "issuances.sqlite3").stat().st_mode & 0o777 == 0o600
    _, told = run("keys", "--role", "entry", "--cells", 2, "--out", out, code=1)
    assert "is not empty" in told


def test_a_signer_agrees_only_to_its_own_keys(open_now):
    (open_now.campaign / "manifest.sigs").unlink()
    said, _ = run("agree", open_now.folder(1), "--campaign", open_now.campaign)
    message = manifests.signature_message(open_now.camp)
    assert ed25519.verify(read_public(open_now.folder(1)).identity, message, Path(said).read_bytes())
    public = open_now.folder(1) / "public.json"
    public.write_bytes(public.read_bytes().replace(b'"role":1', b'"role":2'))
    _, told = run("agree", open_now.folder(1), "--campaign", open_now.campaign, code=1)
    assert "another identity key" in told


def test_it_serves_and_signs_a_day_beside_it(open_now):
    port = free_port()
    words = ["serve", open_now.folder(1), "--role", "ballot", "--campaign", open_now.campaign, "--port", port]
    with running([PINGYI, "signer", *map(str, words), "--peer-store", "/nowhere"], port):
        asked = open_now.request(4)
        status, _, answer = ask(port, "POST", "/v1/issue", asked.encode())
        assert status == 200 and open_now.is_signed(4, asked, answer)
        _, told = run(*words[:-1], free_port(), "--peer-store", "/nowhere", code=1)
        assert "served by another process" in told
        with box(lambda body: (200, receipt(open_now, body))) as (url, sent):
            said, _ = run("day", open_now.folder(1), "--campaign", open_now.campaign, "--box", url)
    entry = parse(sent[0][1])
    assert isinstance(entry, IssuanceRoot) and entry.size == 1 and sent[0][0] == "/v1/append"
    assert [Path(line).exists() for line in said.splitlines()] == [True, True]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "where the other parties keep their stores"),
        (["--peer-store", "{home}/peer"], "can open another party's store"),
        (["--demonstration", "--address", "0.0.0.0"], "does not serve beyond this machine"),
        (["--demonstration"], "do not agree"),
        (["--peer-store", "/nowhere", "--workers", 2], "One process serves one SQLite file"),
        (["--peer-store", "/nowhere", "--store", "{home}/none"], "There is no store"),
        (["--peer-store", "/nowhere", "--role", "entry"], "made for the other role"),
    ],
)
def test_a_start_that_is_not_safe_is_refused(open_now, words, told):
    (open_now.home / "peer").write_bytes(b"")
    given = [str(word).format(home=open_now.home) for word in words]
    folders = [open_now.folder(1), "--campaign", open_now.campaign, "--role", "ballot"]
    _, said = run("serve", *folders, "--port", free_port(), *given, code=1)
    assert told in said and "Traceback" not in said


def test_a_day_that_goes_another_way_is_receipted_by_file(open_now, tmp_path):
    folders = [open_now.folder(1), "--campaign", open_now.campaign]
    said, _ = run("day", *folders, "--write")
    (tmp_path / "answer").write_bytes(receipt(open_now, Path(said).read_bytes()))
    kept, _ = run("day", *folders, "--receipt", tmp_path / "answer")
    assert Path(kept).read_bytes() == (tmp_path / "answer").read_bytes()
    (tmp_path / "answer").write_bytes(bytes(104))
    _, told = run("day", *folders, "--receipt", tmp_path / "answer", code=1)
    assert "not signed by it" in told


def test_a_box_that_refuses_or_is_down_is_told(open_now):
    folders = [open_now.folder(1), "--campaign", open_now.campaign]
    with box(lambda body: (400, json.dumps({"code": "malformed"}).encode().ljust(256))) as (url, _):
        _, told = run("day", *folders, "--box", url, code=1)
        assert "(malformed)" in told
    _, told = run("day", *folders, "--box", f"http://127.0.0.1:{free_port()}", code=1)
    assert "cannot be reached" in told
    assert not list((open_now.folder(1) / "days").glob("*.receipt"))


def test_after_the_close_records_come_out_and_keys_go(closed):
    folders = [closed.folder(1), "--campaign", closed.campaign]
    _, told = run("publish", *folders, "--out", closed.campaign, code=1)
    assert "Run `signer day` first" in told
    addresses = closed.home / "addresses.json"
    with box(lambda body: (200, receipt(closed, body[:106] if body[0] == 3 else body[:98]))) as (url, sent):
        addresses.write_text(json.dumps({"b.example": url}))
        run("day", *folders, "--addresses", addresses)
        said, _ = run("publish", *folders, "--out", closed.campaign)
        assert Path(said).read_bytes() == b""
        _, told = run("destroy", *folders, "--yes", code=2)
        assert "log cannot be read" in told
        write_log(closed.campaign / "log", closed, entries_of(closed, 5))
        said, _ = run("destroy", *folders, "--yes", "--addresses", addresses)
    assert sent[1][1][98:] == Path(said).read_bytes()
    assert not list((closed.folder(1) / "keys").iterdir()) and (closed.folder(1) / "destroyed.receipt").exists()


def test_keys_are_not_destroyed_without_a_yes(closed):
    _, told = run("destroy", closed.folder(1), "--campaign", closed.campaign, code=1)
    assert len(list((closed.folder(1) / "keys").iterdir())) == 2 and "Aborted" in told
