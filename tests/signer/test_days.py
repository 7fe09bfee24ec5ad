"""Daily roots, the one publication after the close, and the end of the keys."""

import pytest

from pingyi.durable.stores import open_store
from pingyi.primitives.hashing import sha256
from pingyi.protocol import entries, lists, statements
from pingyi.protocol.parties import Party
from pingyi.signer import building
from pingyi.signer.campaign import Campaign
from pingyi.signer.days import last_day, publish, sign_day
from pingyi.signer.destruction import check_end, destroy
from pingyi.signer.handing import keep_receipt
from pingyi.signer.issuing import LAYOUT, write
from pingyi.signer.keys import read_public
from pingyi.wording import Refused
from tests.signer.log import entries_of, receipt, write_log
from tests.signer.test_issuing import Clock
from tests.signer.world import OPEN

AFTER = OPEN + 20 * 86_400


@pytest.fixture
def clock():
    """The signer's clock."""
    return Clock()


@pytest.fixture
def campaign(world):
    """The campaign as the signer reads it."""
    return Campaign.read(world.campaign)


@pytest.fixture
def opened(store):
    """The signer's store."""
    found = open_store(store, LAYOUT)
    yield found
    found.close()


def issued(world, opened, people):
    """Keep requests as the service does."""
    asked = [world.request(person) for person in people]
    with opened.writing() as transaction:
        write(transaction, [(one.pk, one.cell, sha256(one.blinded), one.signature) for one in asked])


def refusal(call, *args, **more):
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    assert refused.value.say("zh") and refused.value.say("en")
    return refused.value.issues[0].code


def test_a_day_is_signed_once(world, campaign, opened, clock):
    issued(world, opened, range(7))
    day = sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    assert (day.entry.role, day.entry.day, day.entry.size) == (1, int(OPEN // 86_400), 7)
    records = sorted(world.request(n).record().encode() for n in range(7))
    assert day.entry.root == lists.root(records)
    assert day.entry.is_signed(world.camp, read_public(world.folder(1)).identity)
    issued(world, opened, range(7, 9))
    assert sign_day(world.folder(1), campaign, opened, role=1, now=clock) == day
    clock.moment += 86_400
    following = sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    assert (following.entry.day, following.entry.size) == (day.entry.day + 1, 9)
    assert last_day(world.folder(1)) == following


def test_a_store_from_an_old_backup_does_not_start(world, campaign, opened, store, clock):
    issued(world, opened, range(7))
    sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    opened.close()
    building.check(world.setting(store))
    again = open_store(store, LAYOUT)
    with again.writing() as transaction:
        transaction.execute("DELETE FROM issuances WHERE pk = ?", (world.request(3).pk,))
    again.close()
    assert refusal(building.check, world.setting(store)) == "store_older"


def test_a_day_without_anybody_has_the_empty_root(world, campaign, opened, clock):
    day = sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    assert (day.entry.size, day.entry.root) == (0, sha256(b""))


def receipted(world, campaign, opened, clock):
    day = sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    keep_receipt(day.receipt, day.entry.encode(), receipt(world, day.entry.encode()), campaign)
    return day


def test_records_are_published_once_after_the_close(world, campaign, opened, clock, tmp_path):
    issued(world, opened, range(20))
    clock.moment = AFTER
    day = receipted(world, campaign, opened, clock)
    path = publish(world.folder(1), campaign, opened, out=tmp_path / "public", now=clock)
    assert path == tmp_path / "public" / "issuance" / f"{day.entry.root.hex()}.bin"
    records = sorted(world.request(n).record().encode() for n in range(20))
    assert path.read_bytes() == b"".join(records)
    assert path.stat().st_mode & 0o777 == 0o644
    assert publish(world.folder(1), campaign, opened, out=tmp_path / "public", now=clock) == path
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_once_the_records_are_published_no_clock_makes_it_issue_again(world, campaign, opened, store, clock):
    issued(world, opened, range(3))
    clock.moment = AFTER
    receipted(world, campaign, opened, clock)
    publish(world.folder(1), campaign, opened, out=world.campaign, now=clock)
    opened.close()
    assert refusal(building.check, world.setting(store)) == "records_are_published"


def test_nothing_is_published_before_the_close_or_without_a_receipt(world, campaign, opened, clock, tmp_path):
    folder, out = world.folder(1), tmp_path / "public"
    receipted(world, campaign, opened, clock)
    assert refusal(publish, folder, campaign, opened, out=out, now=clock) == "not_closed"
    clock.moment = AFTER
    sign_day(folder, campaign, opened, role=1, now=clock)
    assert refusal(publish, folder, campaign, opened, out=out, now=clock) == "day_not_receipted"
    assert not out.exists()


def test_records_that_are_not_those_last_logged_are_not_published(world, campaign, opened, clock, tmp_path):
    clock.moment = AFTER
    receipted(world, campaign, opened, clock)
    issued(world, opened, range(3))
    out = tmp_path / "public"
    assert refusal(publish, world.folder(1), campaign, opened, out=out, now=clock) == "not_the_last_root"
    assert not list((out / "issuance").iterdir())


def test_a_receipt_must_be_the_boxs_and_for_this_entry(world, campaign, opened, clock):
    day = sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    entry = day.entry.encode()
    for answer in (receipt(world, entry, signer="M"), receipt(world, entry + b"x"), bytes(104), b"", b"x" * 105):
        assert refusal(keep_receipt, day.receipt, entry, answer, campaign) == "receipt_wrong"
    assert not day.receipt.exists()


def test_a_damaged_day_is_refused(world, campaign, opened, clock):
    day = sign_day(world.folder(1), campaign, opened, role=1, now=clock)
    day.path.write_bytes(day.path.read_bytes()[:-1])
    assert refusal(last_day, world.folder(1)) == "unreadable_day"
    day.path.write_bytes(b"\x08")
    assert refusal(last_day, world.folder(1)) == "unreadable_day"


@pytest.fixture
def ended(world, campaign, opened, clock):
    """A campaign whose records are published in its folder."""
    clock.moment = AFTER
    issued(world, opened, range(5))
    day = receipted(world, campaign, opened, clock)
    publish(world.folder(1), campaign, opened, out=world.campaign, now=clock)
    return day


def later(world):
    """A statement entry behind the close."""
    statement = statements.Destroyed(campaign=world.camp, by=Party.M, what=("codes",))
    return entries.StatementEntry(by=Party.M, statement=statement.hash()).encode()


@pytest.mark.parametrize(("ballots", "after"), [(0, 0), (3, 0), (300, 0), (254, 3), (100, 600)])
def test_a_witnessed_close_lets_the_keys_go(world, campaign, ended, ballots, after):
    write_log(world.campaign / "log", world, entries_of(world, ballots, after=[later(world)] * after))
    check_end(world.folder(1), campaign, str(world.campaign / "log"))
    done = destroy(world.folder(1), campaign)
    assert list((world.folder(1) / "keys").iterdir()) == []
    stated = statements.parse(done.statement)
    assert (stated.by, stated.campaign, stated.kind) == (Party.S, world.camp, "destroyed")
    assert stated.hash() == done.entry.statement
    assert done.entry.is_signed(world.camp, read_public(world.folder(1)).identity)
    assert destroy(world.folder(1), campaign) == done  # again states the same


def test_without_a_close_the_keys_stay(world, campaign, ended):
    log = world.campaign / "log"
    assert refusal(check_end, world.folder(1), campaign, str(log)) == "unreadable_log"
    write_log(log, world, entries_of(world, 300, closed=False))
    assert refusal(check_end, world.folder(1), campaign, str(log)) == "close_not_witnessed"
    assert len(list((world.folder(1) / "keys").iterdir())) == 2


@pytest.mark.parametrize("witness", ["", "somebody else"])
def test_a_close_that_no_witness_saw_is_none(world, campaign, ended, witness):
    write_log(world.campaign / "log", world, entries_of(world, 3), witness=witness)
    assert refusal(check_end, world.folder(1), campaign, str(world.campaign / "log")) == "unreadable_log"


def test_a_log_that_was_changed_is_none(world, campaign, ended):
    log = world.campaign / "log"
    write_log(log, world, entries_of(world, 3))
    bundle = log / "tile/entries/000.p/5"
    bundle.write_bytes(bundle.read_bytes().replace(bytes(354), b"\x01" + bytes(353), 1))
    assert refusal(check_end, world.folder(1), campaign, str(log)) == "unreadable_log"


def test_keys_outlive_the_publication(world, campaign):
    write_log(world.campaign / "log", world, entries_of(world, 3))
    log = str(world.campaign / "log")
    assert refusal(check_end, world.folder(1), campaign, log) == "records_not_published"
