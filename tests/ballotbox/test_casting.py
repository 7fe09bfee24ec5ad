"""Casting a ballot: taken once, receipt for ever, everything else refused and nothing stored of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.ballotbox.founding import close
from pingyi.protocol.entries import BallotEntry, parse
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Held
from pingyi.tokens.casting import CastReply
from tests.ballotbox.boxes import Standing
from tests.ballotbox.reader import read_log, sha256
from tests.ballotbox.world import AFTER, seed

COUNTS = (
    "SELECT (SELECT count(*) FROM box_entries), (SELECT count(*) FROM box_ballots),"
    " (SELECT count(*) FROM box_entries WHERE length(envelope) > 0), (SELECT count(*) FROM box_acts)"
)


def test_a_ballot_is_logged_as_the_receipt_says(standing):
    request = standing.world.cast("one", 1)
    reply = standing.cast(request)
    receipt = CastReply.parse(reply)
    assert standing.world.is_receipt(reply) and receipt.index == 1
    standing.round()
    entry = read_log(standing.world.public / "log", standing.campaign.manifest.log.encode())[1]
    assert sha256(b"\x00" + entry) == receipt.entry_hash
    assert parse(entry) == BallotEntry(1, request.token, sha256(request.envelope))


def test_the_same_again_has_the_same_receipt_also_after_a_restart_and_the_close(world, address):
    world.found(address)
    first = Standing(world, address)
    first.round()
    reply = first.cast(world.cast("one"))
    assert first.cast(world.cast("one")) == reply
    first.box.append(world.issuance(1))
    first.box.append(world.issuance(2))
    first.close()
    again = Standing(world, address)
    close_at_once(again)
    assert again.cast(world.cast("one")) == reply
    assert again.refusal(again.cast, world.cast("two")) == "closed"
    again.close()


def close_at_once(standing):
    return close(standing.campaign, standing.store, AFTER)


def test_another_signature_under_the_same_nonce_has_the_same_receipt(standing):
    """PSS draws a salt, so one envelope has many tokens; it stands in the log once."""
    first, second = standing.world.cast("one"), standing.world.cast("one")
    assert first.token != second.token
    assert standing.cast(first) == standing.cast(second)
    assert standing.rows(COUNTS) == [(2, 1, 1, 1)]


def test_64_clients_casting_the_same_token_at_once_are_accepted_once(standing):
    request, barrier = standing.world.cast("one"), threading.Barrier(64)

    def cast(_):
        barrier.wait()
        return standing.cast(request)

    with ThreadPoolExecutor(64) as pool:
        assert len(set(pool.map(cast, range(64)))) == 1
    assert standing.rows(COUNTS) == [(2, 1, 1, 1)]


def test_many_at_once_stand_in_the_log_once_each_in_the_places_of_their_receipts(standing):
    requests = [standing.world.cast(f"many {n}", n % 2) for n in range(80)]
    with ThreadPoolExecutor(32) as pool:
        replies = [CastReply.parse(reply) for reply in pool.map(standing.cast, requests * 2)]
    standing.round()
    entries = read_log(standing.world.public / "log", standing.campaign.manifest.log.encode())
    assert len(entries) == 81 and replies[:80] == replies[80:]
    for request, reply in zip(requests, replies[:80], strict=True):
        assert entries[reply.index] == b"\x04" + request.cell.to_bytes(4, "big") + request.token + sha256(
            request.envelope
        )


def wrong(world):
    """What may be wrong with a cast, and the code that says so."""
    good = world.cast("one")
    other = world.cast("other")
    spoiled = good.token[:200] + bytes([good.token[200] ^ 1]) + good.token[201:]
    return [
        (world.cast("one", camp=seed("another")), "wrong_campaign"),
        (world.cast("one", 2, token=good.token), "wrong_cell"),
        (world.cast("one", 2**32 - 1, token=good.token), "wrong_cell"),
        (world.cast("one", 1, token=good.token), "bad_token"),
        (world.cast("one", envelope=other.envelope, token=good.token), "bad_token"),
        (world.cast("one", token=spoiled), "bad_token"),
        (world.cast("one", token=world.token(good.envelope, 0, origin="elsewhere.example")), "bad_token"),
        (world.cast("one", token=b"\x00\x01" + good.token[2:]), "malformed"),
    ]


def test_what_is_wrong_is_refused_and_leaves_nothing(small, world):
    # World.cast makes a token for every cell; cells beyond the campaign's take that of cell 0.
    for request, code in wrong(world):
        assert small.refusal(small.cast, request) == code
    assert small.rows(COUNTS) == [(1, 0, 0, 1)]


def test_no_ballot_before_the_opening(small, world):
    small.now = 1_793_491_199.0  # one second before 2026-11-01T00:00:00Z
    assert small.refusal(small.cast, world.cast("one")) == "not_open"
    small.now += 1
    assert world.is_receipt(small.cast(world.cast("one")))


def test_no_ballot_before_witnesses_have_seen_the_campaign(world, address):
    world.found(address)
    box = Standing(world, address)
    assert box.refusal(box.cast, world.cast("one")) == "not_open"
    box.round()
    assert world.is_receipt(box.cast(world.cast("one")))
    box.close()


def test_no_clock_closes_the_box(small, world):
    small.now = 1_900_000_000.0
    assert world.is_receipt(small.cast(world.cast("late")))


def test_a_refused_neighbour_harms_nobody(standing, world):
    """Good, doubled and wrong ones arrive together, and acts among them."""
    good = [world.cast(f"good {n}") for n in range(20)]
    acts = [world.held(0), world.statement(Held, Party.T1, size=10**6, missing=(5, 7))]
    with ThreadPoolExecutor(44) as pool:
        refused = [pool.submit(standing.refusal, standing.cast, request) for request, _ in wrong(world)]
        entered = [pool.submit(standing.box.append, act) for act in acts]
        replies = [pool.submit(standing.cast, request) for request in good]
    assert all(world.is_receipt(reply.result()) for reply in replies)
    assert [one.result() for one in refused] == [code for _, code in wrong(world)]
    assert sum(one.exception() is None for one in entered) >= 1
    assert standing.rows(COUNTS)[0][1] == 20


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_bytes_but_a_whole_good_request_are_taken(small, world, data):
    content = bytearray(world.cast("one").encode())
    places = st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4, unique=True)
    for place in data.draw(places):
        content[place] ^= data.draw(st.integers(1, 255))
    assert small.refusal(small.box.cast, bytes(content)) in {"malformed", "wrong_campaign", "wrong_cell", "bad_token"}
    assert small.rows(COUNTS) == [(1, 0, 0, 1)]
