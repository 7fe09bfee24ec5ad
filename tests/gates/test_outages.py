"""Gate 6 across services: any of them may die, be restored from a backup, or be cut off, and nobody is lied to."""

import random
import resource
import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pingyi.ballotbox.layout import LAYOUT as BOX_LAYOUT
from pingyi.durable.stores import open_store
from pingyi.primitives.hashing import sha256
from pingyi.protocol.entries import parse
from pingyi.protocol.parties import Party
from pingyi.signer.issuing import LAYOUT as SIGNER_LAYOUT
from pingyi.signer.issuing import records
from pingyi.tokens.casting import CastReply
from pingyi.tokens.issuing import IssuanceRecord, IssueRequest
from tests.ballotbox.reader import read_log
from tests.durable.disks import fill, small_disk
from tests.durable.web import is_well, soon
from tests.gates.campaign import Founded
from tests.gates.services import HOURS, NAMES, Hosts, Voters, envelope_hashes


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """A campaign that is open now."""
    return Founded(tmp_path_factory.mktemp("founded"), units=2, **HOURS)


@contextmanager
def served(home, kind, founded):
    """All four services over new stores."""
    found = Hosts(home, kind, founded)
    try:
        found.start("witness")
        found.start("S", "R", "B")
        found.wait_until_open()
        yield found
    finally:
        found.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def hosts(request, tmp_path, founded):
    with served(tmp_path / "campaign", request.param, founded) as found:
        yield found


@pytest.fixture
def files(tmp_path, founded):
    """The same with SQLite files only, which can be copied as a backup is."""
    with served(tmp_path / "campaign", "sqlite", founded) as found:
        yield found


def rows(hosts, name, layout, read):
    store = open_store(hosts.stores[name], layout, alone=False)
    try:
        with store.reading() as transaction:
            return read(transaction)
    finally:
        store.close()


def log_of(hosts, size):
    """The public log once it shows all `size` entries, read by a reader that is not ours."""
    public = hosts.founded.houses.public / "log"
    for _ in range(300):
        if (public / "checkpoint").exists() and int((public / "checkpoint").read_bytes().split(b"\n")[1]) >= size:
            break
        time.sleep(0.05)
    time.sleep(0.3)
    return read_log(public, hosts.founded.manifest.log.encode())


def check(hosts, voters):
    """No acknowledged ballot is missing, none stands twice, log and stores agree, every answer is given again."""
    assert voters.refused == []
    count = rows(hosts, "B", BOX_LAYOUT, lambda one: one.execute("SELECT count(*) FROM box_entries"))[0][0]
    entries = log_of(hosts, count)
    assert len(entries) == count
    logged = [parse(entry).envelope_hash for entry in entries if entry[0] == 4]
    assert sorted(logged) == sorted(envelope_hashes(voters.cast)) and len(set(logged)) == len(logged)
    for reply in voters.cast.values():
        receipt = CastReply.parse(reply)
        assert sha256(b"\x00" + entries[receipt.index]) == receipt.entry_hash
        assert receipt.verify(hosts.founded.manifest.parties[Party.B].key, hosts.founded.camp)
    for name, role in (("S", 1), ("R", 2)):
        kept = {
            IssuanceRecord.parse(one) for one in rows(hosts, name, SIGNER_LAYOUT, lambda t, r=role: list(records(t, r)))
        }
        asked = {IssueRequest.parse(body).record() for service, body in voters.issued if service == name}
        assert kept == asked and len({one.pk for one in kept}) == len(kept) >= len(logged)
    chance = random.Random(1)
    for body in chance.sample(sorted(voters.cast), min(len(voters.cast), 15)):
        assert hosts.send("B", body) == voters.cast[body]
    for name, body in chance.sample(sorted(voters.issued), min(len(voters.issued), 15)):
        assert hosts.send(name, body) == voters.issued[name, body]


def survive(hosts, times):
    chance, voters = random.Random(times), Voters(hosts)
    for _ in range(times):
        time.sleep(chance.uniform(0.05, 0.5))
        name = chance.choice(NAMES)
        hosts.kill(name)
        time.sleep(chance.uniform(0, 0.2))
        if name == "B" and "witness" not in hosts.running:
            hosts.start("witness")
        hosts.start(name)
    voters.finish()
    assert voters.cast
    check(hosts, voters)
    assert not [name for name, path in hosts.said.items() if "Traceback" in path.read_text()]


def test_any_service_may_die_at_any_moment(hosts):
    survive(hosts, 8)


@pytest.mark.soak
def test_any_service_may_die_for_long(tmp_path):
    many = Founded(tmp_path / "founded", units=20, **HOURS)
    for kind in ("sqlite", "postgresql"):
        with served(tmp_path / kind, kind, many) as found:
            survive(found, 100)
    print("soak: kill -9 of one of four services under load: 200")


def test_without_its_witness_the_box_takes_ballots_and_shows_nothing_new(files):
    voters = Voters(files, phones=2)
    time.sleep(0.5)
    files.kill("witness")
    time.sleep(0.7)
    shown = (files.founded.houses.public / "log" / "checkpoint").read_bytes()
    before = len(voters.cast)
    time.sleep(1)
    assert len(voters.cast) > before
    assert (files.founded.houses.public / "log" / "checkpoint").read_bytes() == shown
    files.start("witness")
    voters.finish()
    check(files, voters)


def backup(store):
    """A copy of a SQLite store as a backup takes it, while it is in use."""
    copy = Path(store + ".backup")
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def restore(store, copy):
    for end in ("-wal", "-shm"):
        Path(store + end).unlink(missing_ok=True)
    shutil.copy(copy, store)


def vote(hosts, seconds):
    voters = Voters(hosts, phones=2)
    time.sleep(seconds)
    voters.finish()
    return voters


def test_an_old_backup_of_the_box_is_refused(files):
    copy = backup(files.stores["B"])
    voters = vote(files, 1)
    log_of(files, 2 + len(voters.cast))
    files.kill("B")
    restore(files.stores["B"], copy)
    files.start("B", wait=False)
    assert files.running["B"].wait(20) == 1
    shutil.rmtree(files.founded.houses.public / "log")  # the folder of files lost as well: the witness still knows
    files.running.pop("B")
    files.start("B", wait=False)
    assert files.running["B"].wait(20) == 1
    assert "Traceback" not in files.said["B"].read_text()


@pytest.mark.parametrize("name", ["S", "R"])
def test_an_old_backup_of_a_signer_is_refused_once_a_day_was_signed(files, name):
    houses, copy = files.founded.houses, backup(files.stores[name])
    vote(files, 0.7)
    day = ["signer", "day", str(houses.folder(Party[name])), "--campaign", str(houses.public)]
    said = files.command(*day, "--addresses", str(files.addresses))
    assert said.returncode == 0, said.stderr
    files.kill(name)
    restore(files.stores[name], copy)
    files.start(name, wait=False)
    assert files.running[name].wait(20) == 1
    assert "Traceback" not in files.said[name].read_text()


def test_an_old_backup_of_the_witness_recovers_and_cosigns_one_history(files):
    copy = backup(files.stores["witness"])
    voters = vote(files, 0.7)
    log_of(files, 2 + len(voters.cast))
    files.kill("witness")
    restore(files.stores["witness"], copy)
    files.start("witness")
    more = Voters(files, phones=1, after=len(voters.cast))
    time.sleep(0.3)
    more.finish()
    assert more.cast
    files.kill("B")
    files.start("B")
    count = rows(files, "B", BOX_LAYOUT, lambda one: one.execute("SELECT count(*) FROM box_entries"))[0][0]
    assert len(log_of(files, count)) == count


def test_the_public_folder_verifies_after_a_night_like_this(files):
    survive(files, 4)
    verify(files)


def verify(files):
    houses = files.founded.houses
    files.kill("B")
    published = files.command(
        "ballotbox", "publish", "--keys", str(houses.folder(Party.B)), "--public", str(houses.public)
    )
    assert published.returncode == 0, published.stderr
    verified = files.command("verify", str(houses.public), "--expect", files.founded.camp.hex())
    assert verified.returncode == 0, verified.stdout


@pytest.fixture
def cramped(tmp_path, founded):
    """All four services with their stores on one small disk."""
    with small_disk(tmp_path / "disk", 16 * 2**20) as disk, served(disk / "campaign", "sqlite", founded) as found:
        yield found, disk / "filler"


def test_a_full_disk_stops_everything_and_room_mends_it(cramped):
    files, filler = cramped
    voters = Voters(files, phones=3)
    time.sleep(0.7)
    fill(filler)
    assert soon(lambda: not all(is_well(files.ports[name]) for name in ("S", "R", "B")))
    assert all(files.running[name].poll() is None for name in NAMES)
    before = len(voters.cast)
    filler.unlink()
    assert soon(lambda: all(is_well(files.ports[name]) for name in NAMES))
    assert soon(lambda: len(voters.cast) > before)
    voters.finish()
    check(files, voters)
    verify(files)


def test_no_service_leaves_its_memory_in_a_file_when_it_breaks_down(files):
    for process in files.running.values():
        assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (0, 0)


def test_command_lines_and_messages_tell_no_secret(files):
    voters = vote(files, 0.7)
    houses = files.founded.houses
    secrets = [path.read_bytes() for path in houses.root.rglob("*.key")]
    secrets += [one.code.encode() for one in files.founded.invited]
    people = [one.line.partition(",")[0].encode() for one in files.founded.invited]
    said = b"".join(path.read_bytes() for path in files.said.values())
    for name, process in files.running.items():
        said += Path(f"/proc/{process.pid}/cmdline").read_bytes() + name.encode()
    assert voters.cast and not any(one in said or one.hex().encode() in said for one in (*secrets, *people) if one)
