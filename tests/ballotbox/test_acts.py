"""What parties enter into the log: signed by the one it is of, in the order of the protocol, once."""

from datetime import UTC, datetime

import pytest

from pingyi.ballotbox.box import pull_message
from pingyi.ballotbox.founding import close
from pingyi.primitives import ed25519
from pingyi.primitives.integers import u32, u64
from pingyi.protocol.entries import Close, ManifestEntry, RollBatch, RowsRoot, StatementEntry, TagsRoot, parse
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import CellOpened, Counted, Demonstration, Destroyed, Held, Opened, WithheldCells
from pingyi.tokens.casting import CastReply
from pingyi.wording import Refused
from tests.ballotbox.boxes import Standing
from tests.ballotbox.reader import read_log, sha256
from tests.ballotbox.world import AFTER, OPEN, make_world, seed


def signed(world, entry):
    return entry.signed(world.camp, seed(entry.party.name)).encode()


def index_of(reply):
    return CastReply.parse(reply).index


def walk_to_the_end(standing):
    """Every act of a whole campaign in its order; returns them as (body, whether a checkpoint must come before)."""
    world = standing.world
    opened, counted = {"cells": (), "inner_root": bytes(32)}, {"cells": (), "inner_root": bytes(32)}
    return [
        (signed(world, TagsRoot(0, 0, sha256(b""))), True),
        (world.statement(Counted, Party.T2, seq=1, **counted), False),
        (signed(world, TagsRoot(1, 0, sha256(b""))), True),
        (world.statement(WithheldCells, Party.T2, cells=()), False),
        (signed(world, RowsRoot(0, sha256(b""))), True),
    ], [
        world.statement(Opened, Party.T1, **opened),
        world.statement(Counted, Party.T2, seq=0, **counted),
    ]


def test_a_whole_campaign_goes_through(standing, world):
    assert world.is_receipt(standing.cast(world.cast("one")))
    batch = signed(world, RollBatch(1, 50, seed("batch"), bytes(32)))
    bodies = [batch, world.issuance(1), world.issuance(2), world.held(2)]
    assert [index_of(standing.box.append(body)) for body in bodies] == [2, 3, 4, 5]
    assert close(standing.campaign, standing.store, AFTER).index == 6
    rest, before = walk_to_the_end(standing)
    for body in before:
        standing.box.append(body)
    for body, needs_witnesses in rest:
        if needs_witnesses:
            assert standing.refusal(standing.box.append, body) == "not_open"
            assert standing.round()
        standing.box.append(body)
    standing.round()
    types = bytes(entry[0] for entry in read_log(world.public / "log", standing.campaign.manifest.log.encode()))
    assert types == bytes((1, 4, 2, 3, 3, 5, 8, 5, 5, 6, 5, 6, 5, 7))


def test_an_act_again_keeps_its_place(standing, world):
    first = standing.box.append(world.issuance(1))
    standing.cast(world.cast("one"))
    assert standing.box.append(world.issuance(1)) == first
    assert standing.rows("SELECT count(*) FROM box_acts") == [(2,)]
    assert standing.box.append(world.held(1)) == standing.box.append(world.held(1))


@pytest.mark.parametrize("taker", ["M", "S", "T1", "T2", "B", "someone"])
def test_only_the_party_itself_is_heard(small, world, taker):
    entry = RollBatch(1, 50, seed("batch"), bytes(32)).signed(world.camp, seed(taker))
    assert small.refusal(small.box.append, entry.encode()) == (None if taker == "M" else "bad_signature")


def test_a_signature_for_another_campaign_is_none(small, world):
    entry = RollBatch(1, 50, seed("batch"), bytes(32)).signed(seed("another campaign"), seed("M"))
    assert small.refusal(small.box.append, entry.encode()) == "bad_signature"


def test_the_statement_must_be_the_one_that_is_signed(small, world):
    body = world.held(1)
    for spoiled in (body[:-2], body + b"\n", body[:98] + world.held(0)[98:], body[:98]):
        assert small.refusal(small.box.append, spoiled) == "malformed"
    foreign = Held(campaign=seed("another"), by=Party.T1, size=1)
    entry = StatementEntry(Party.T1, foreign.hash()).signed(world.camp, seed("T1"))
    assert small.refusal(small.box.append, entry.encode() + foreign.encode()) == "malformed"
    assert small.rows("SELECT count(*) FROM box_entries") == [(1,)]


def test_a_long_act_is_read_only_from_who_signed_it(small, world):
    held = Held(campaign=world.camp, by=Party.T1, size=10**6, missing=tuple(range(1000)))
    entry = StatementEntry(Party.T1, held.hash())
    for wrong in (entry.signed(world.camp, seed("S")), entry.signed(seed("another"), seed("T1"))):
        assert small.refusal(small.box.admit, wrong.encode() + bytes(3998), 10**6) == "bad_signature"
    for other in (world.issuance(1), b"\x04" * 4096, Close().encode()):
        assert small.refusal(small.box.admit, other.ljust(4096, b"\0"), 10**6) == "malformed"
    assert small.box.admit(entry.signed(world.camp, seed("T1")).encode() + bytes(3998), 10**6) is None


def test_a_public_entry_opens_the_door_to_no_longer_file_than_its_own(small, world):
    body = world.held(1)
    small.box.append(body)
    assert small.box.admit(body.ljust(4096, b"\0"), len(body)) is None
    assert small.refusal(small.box.admit, body.ljust(4096, b"\0"), len(body) + 1) == "malformed"


def test_nobody_but_the_box_enters_manifest_ballots_and_close(small, world):
    ballot = bytes((4,)) + bytes(390)
    for body in (ManifestEntry(world.camp).encode(), Close().encode(), ballot, b"", b"\x09" * 106):
        assert small.refusal(small.box.append, body) == "malformed"


def test_what_is_out_of_order_is_refused_with_a_reason(small, world):
    out_of_order = [
        signed(world, RollBatch(2, 50, seed("batch"), bytes(32))),
        signed(world, TagsRoot(0, 0, sha256(b""))),
        world.statement(Destroyed, Party.S, what=("keys",)),
        world.statement(Demonstration, Party.B),
        world.statement(Opened, Party.T1, cells=(CellOpened(0, 0, 0),), inner_root=bytes(32)),
    ]
    assert [small.refusal(small.box.append, body) for body in out_of_order] == ["malformed"] * 5
    small.box.append(world.issuance(1, day=20_400, size=5))
    for day, size in ((20_400, 6), (20_399, 6), (20_401, 4)):
        assert small.refusal(small.box.append, world.issuance(1, day=day, size=size)) == "malformed"


def test_the_outer_trustee_pulls_what_was_cast(standing, world):
    requests = [world.cast(f"pull {n}", n % 2) for n in range(5)]
    for request in requests:
        standing.cast(request)
    held = standing.box.envelopes(pull(world, 2, 3))
    expected = [u64(n + 1) + u32(request.cell) + request.envelope for n, request in enumerate(requests)]
    assert held == b"".join(expected[1:4])
    assert standing.box.envelopes(pull(world, 6, 4096)) == b""


def pull(world, start, count, *, by="T1", camp=None):
    asked = (camp or world.camp, start, count)
    return asked[0] + u64(start) + u32(count) + ed25519.sign(seed(by), pull_message(*asked))


def test_nobody_else_pulls(small, world):
    small.cast(world.cast("one"))
    assert small.refusal(small.box.envelopes, pull(world, 0, 10, by="T2")) == "bad_signature"
    assert small.refusal(small.box.envelopes, pull(world, 0, 10, camp=seed("another"))) == "wrong_campaign"
    assert small.refusal(small.box.envelopes, pull(world, 0, 5000)) == "malformed"
    body = pull(world, 0, 10)
    assert small.refusal(small.box.envelopes, body[:40] + u32(11) + body[44:]) == "bad_signature"


def test_the_box_closes_by_command_48_hours_after_the_end_and_not_before(small, world):
    small.box.append(world.issuance(1))
    until = datetime(2026, 11, 17, 16, tzinfo=UTC).timestamp()
    with pytest.raises(Refused, match="too early"):
        close(small.campaign, small.store, until - 1)
    with pytest.raises(Refused, match="issuance root"):
        close(small.campaign, small.store, until)
    small.box.append(world.issuance(2))
    place = close(small.campaign, small.store, until)
    assert close(small.campaign, small.store, until + 500) == place
    assert small.refusal(small.cast, world.cast("late")) == "closed"
    assert small.refusal(small.box.append, world.issuance(1, day=20_500)) == "malformed"


def test_a_demonstration_says_so_in_its_log_and_may_close_at_once(tmp_path):
    world = make_world(tmp_path, demonstration=True)
    box = Standing(world, world.found())
    box.round()
    first, second = read_log(world.public / "log", box.campaign.manifest.log.encode())
    assert first == b"\x01" + world.camp
    statement = Demonstration(campaign=world.camp, by=Party.B)
    assert parse(second).statement == statement.hash() and parse(second).is_signed(
        world.camp, ed25519.public_key(seed("B"))
    )
    written = world.public / "statements" / f"{statement.hash().hex()}.json"
    assert written.read_bytes() == statement.encode()
    box.box.append(world.issuance(1))
    box.box.append(world.issuance(2))
    assert close(box.campaign, box.store, OPEN).index == 4
    box.close()
