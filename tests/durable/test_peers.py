"""No start where another party's store can be opened."""

import os
import subprocess
import sys

import pytest

from pingyi.durable.peers import is_loopback, is_open, refuse_open_peers
from pingyi.durable.stores import create_store
from pingyi.wording import Refused
from tests.durable.databases import fresh, take_away
from tests.durable.rows import LAYOUT


def codes(*args, **more):
    with pytest.raises(Refused) as refused:
        refuse_open_peers(*args, **more)
    return [issue.code for issue in refused.value.issues]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_open_store_is_refused_by_name(kind, tmp_path):
    address = fresh(kind, tmp_path)
    create_store(address, LAYOUT)
    assert codes([address, "/nowhere"], demonstration=False, address="10.0.0.1") == ["peer_store_open"]


def test_what_cannot_be_opened_lets_us_start(tmp_path):
    address = fresh("postgresql", tmp_path)
    take_away(address)
    closed = [address, "/nowhere/store.sqlite3", "postgresql://a:b@127.0.0.1:1/c"]
    assert refuse_open_peers(closed, demonstration=False, address="10.0.0.1") is None


def test_every_open_store_is_named(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "b").mkdir()
    peers = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert codes(peers, demonstration=False, address="127.0.0.1") == ["peer_store_open"] * 2


def test_somebody_must_be_named():
    assert codes([], demonstration=False, address="127.0.0.1") == ["peer_store_missing"]


def test_a_demonstration_says_so_and_stays_on_this_machine(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    said = refuse_open_peers([str(tmp_path / "a")], demonstration=True, address="127.0.0.1")
    assert "grade D" in said.en and "等级D" in said.zh
    assert codes([], demonstration=True, address="0.0.0.0") == ["demonstration_not_loopback"]


def test_loopback_is_told_from_the_world():
    assert all(is_loopback(address) for address in ("127.0.0.1", "127.8.8.8", "::1", "localhost"))
    assert not any(is_loopback(address) for address in ("0.0.0.0", "::", "10.0.0.1", "example.org", ""))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_another_users_file_is_closed(tmp_path):
    create_store(str(tmp_path / "store.sqlite3"), LAYOUT)
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    assert is_open(str(tmp_path / "store.sqlite3"))
    code = "import os, sys; os.setuid(65534); print(open(sys.argv[1], 'rb'))"
    command = [sys.executable, "-c", code, str(tmp_path / "store.sqlite3")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "PermissionError" in done.stderr
