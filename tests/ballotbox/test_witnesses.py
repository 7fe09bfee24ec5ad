"""Checkpoints and witnesses: real witnesses over HTTP, down, behind, ahead, and a restored old backup."""

import shutil
import sqlite3

import pytest

from pingyi.wording import Refused
from tests.ballotbox.boxes import RunningWitness, Standing
from tests.ballotbox.reader import check_cosignature, read_checkpoint, read_log
from tests.ballotbox.world import OPEN, make_world, witness_key

NAMES = ("w1.example", "w2.example", "w3.example")


@pytest.fixture
def watched(tmp_path):
    """A campaign with three witnesses, of whom two must cosign, and its box."""
    world = make_world(tmp_path, witnesses=tuple(map(witness_key, NAMES)), quorum=2)
    witnesses = [RunningWitness(name, world.manifest.log, tmp_path).start() for name in NAMES]
    box = Standing(world, world.found(), witnesses)
    box.witnesses = witnesses
    yield box
    for witness in witnesses:
        witness.stop()
    box.close()


def again(standing, address=None):
    """The box after a restart, over the same store or another."""
    standing.close()
    box = Standing(standing.world, address or standing.address, standing.witnesses)
    box.witnesses = standing.witnesses
    return box


def shown(standing):
    return (standing.world.public / "log" / "checkpoint").read_bytes()


def size_shown(standing):
    return read_checkpoint(shown(standing), standing.campaign.manifest.log.encode())[0]


def cosigners(standing):
    _, _, lines = read_checkpoint(shown(standing), standing.campaign.manifest.log.encode())
    return [name for name, _ in lines]


def cast(standing, *names):
    for name in names:
        assert standing.world.is_receipt(standing.cast(standing.world.cast(name)))


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.issues[0].code


def test_every_checkpoint_carries_the_cosignatures_of_all_in_order(watched):
    watched.checkpointer.ask_witnesses()
    for names in (("a",), ("b", "c"), ()):
        cast(watched, *names) if names and watched.round() else None
        assert watched.round() and cosigners(watched) == list(NAMES)
        for name in NAMES:
            assert check_cosignature(shown(watched), witness_key(name).encode()) == int(OPEN)
    assert len(read_log(watched.world.public / "log", watched.campaign.manifest.log.encode())) == 4


def test_a_witness_down_is_named_and_the_others_suffice(watched):
    watched.witnesses[1].stop()
    assert watched.round() and cosigners(watched) == [NAMES[0], NAMES[2]]
    assert NAMES[1] in watched.told[-1].zh
    watched.witnesses[1].start()
    assert watched.round() and cosigners(watched) == list(NAMES)  # made good for the same size


def test_below_the_quorum_votes_are_taken_and_nothing_is_shown(watched):
    watched.round()
    before = shown(watched)
    watched.witnesses[0].stop()
    watched.witnesses[2].stop()
    cast(watched, "a", "b")
    assert not watched.round() and shown(watched) == before
    assert "2 witnesses must cosign, 1 did" in watched.told[-1].en
    cast(watched, "c")
    watched.witnesses[0].start()
    assert watched.round() and size_shown(watched) == 4
    assert len(read_log(watched.world.public / "log", watched.campaign.manifest.log.encode())) == 4


def test_a_witness_that_missed_hours_is_brought_up_to_date(watched):
    watched.round()
    watched.witnesses[2].stop()
    for name in "abcdef":
        cast(watched, name)
        assert watched.round()
    watched.witnesses[2].start()
    assert watched.round() and cosigners(watched) == list(NAMES)


def backup(standing, place):
    """A copy of the store as it is now, as an operator makes one."""
    copied = place / "backup.sqlite3"
    with sqlite3.connect(standing.address) as source, sqlite3.connect(copied) as target:
        source.backup(target)
    return str(copied)


def test_a_restored_old_backup_is_refused(watched, tmp_path):
    watched.round()
    cast(watched, "a")
    old = backup(watched, tmp_path)
    cast(watched, "b", "c")
    watched.round()
    shutil.rmtree(watched.world.public / "log")  # it came from the backup, too
    box = again(watched, old)
    assert refusal(box.checkpointer.ask_witnesses) == "box_behind"
    assert not box.round() and "4 entries are published" in box.told[-2].en  # by one witness after the other
    box.close()


def test_one_witness_that_has_seen_more_is_enough(watched, tmp_path):
    watched.round()
    old = backup(watched, tmp_path)
    cast(watched, "a")
    watched.round()
    watched.witnesses[0].stop()
    box = again(watched, old)
    assert refusal(box.checkpointer.ask_witnesses) == "box_behind"
    box.close()


def test_an_old_backup_that_went_on_is_refused_as_another_history(watched, tmp_path):
    watched.round()
    old = backup(watched, tmp_path)
    cast(watched, "a")
    watched.round()
    box = again(watched, old)
    cast(box, "something else")
    (watched.world.public / "log" / "checkpoint").unlink()
    assert refusal(box.checkpointer.ask_witnesses) == "box_behind"  # the folder still keeps one of the longer log
    shutil.rmtree(watched.world.public / "log")
    assert refusal(box.checkpointer.ask_witnesses) == "box_forked"
    assert not box.round() and size_shown(box) == 1
    box.close()


def test_too_few_witnesses_to_know_are_not_enough_to_start(watched):
    """Two cosigned before; of three, two must answer so that one of those is among them."""
    watched.round()
    for witness in watched.witnesses[:2]:
        witness.stop()
    assert refusal(watched.checkpointer.ask_witnesses) == "witnesses_silent"
    watched.witnesses[0].start()
    watched.checkpointer.ask_witnesses()


def test_a_store_behind_its_own_public_log_is_told(watched):
    watched.round()
    cast(watched, "a")
    watched.round()
    with watched.store.writing() as transaction:
        first = transaction.execute("SELECT entry FROM box_entries WHERE place = 0")[0][0]
        from pingyi.ledger.trees import Frontier

        frontier = Frontier()
        frontier.append(first)
        transaction.execute("UPDATE box_state SET frontier = ?", (frontier.encode(),))
    assert refusal(watched.checkpointer.ask_witnesses) == "box_behind"
    assert not watched.round()


def test_a_clock_that_jumps_back_stops_checkpoints_not_votes(watched):
    watched.round()
    cast(watched, "a")
    watched.now -= 61
    assert not watched.round() and size_shown(watched) == 1
    assert "61" in watched.told[-1].zh
    cast(watched, "b")
    watched.now += 2
    assert watched.round() and size_shown(watched) == 3


def test_the_clock_is_compared_with_what_witnesses_said_also_after_a_restart(watched):
    watched.round()
    box = again(watched)
    box.now = OPEN - 3600
    cast_names = ("a",)
    assert not box.round()
    box.now = OPEN
    cast(box, *cast_names)
    assert box.round()
    box.close()


def test_a_witness_that_answers_nonsense_is_one_that_is_silent(watched):
    from threading import Thread
    from wsgiref.simple_server import make_server

    watched.round()
    liar = watched.witnesses[0]
    liar.stop()

    def nonsense(environ, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return ["— w1.example AAAAAAAAAAAAAAAA\n".encode()]

    server = make_server("127.0.0.1", liar.port, nonsense)
    server.RequestHandlerClass.log_message = lambda *_: None
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    cast(watched, "a")
    assert watched.round() and cosigners(watched) == list(NAMES[1:])
    server.shutdown()
    server.server_close()
