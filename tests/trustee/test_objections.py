"""Objections bring back what was lost, and bring in nothing else."""

import pytest

from pingyi.primitives.integers import u64
from pingyi.trustee.opening.handover import Objection, read_objections, write_objections
from pingyi.trustee.opening.objections import finish, hand_on
from pingyi.wording import Refused
from tests.ballotbox.world import seed
from tests.trustee import ballots
from tests.trustee.world import GOOD, LATER, LOST, statement_of, trustee


@pytest.fixture
def home(at):
    return at("tags")


@pytest.fixture
def world(stages):
    return stages.country.world


def evidence(home, *records):
    path = home / "evidence"
    path.write_bytes(b"".join(u64(index) + envelope for index, envelope in records))
    return path


def look(home, *records):
    """What T1 says to each."""
    return [one.outcome for one in hand_on(trustee(home, 1), [evidence(home, *records)], now=LATER)[1]]


def envelope(stages, name, cell=0):
    """Index and envelope of a ballot that was cast."""
    content = (stages.snapshots / "open" / "t1" / "envelopes.bin").read_bytes()
    slot = list(stages.country.indices).index(name)
    return stages.country.indices[name], content[slot * 2048 : slot * 2048 + 2048]


def end(home):
    """T2's final list after what T1 has handed on."""
    return finish(trustee(home, 2), home / "t1" / "handover" / "objections.bin", now=LATER, in_small_groups=True)


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.issues[0].code


def handed(home, world, *objections):
    """A file as T1 signs it, whatever is in it."""
    write_objections(home / "t1" / "handover" / "objections.bin", objections, world.camp, seed("T1"))


def test_without_objections_the_final_list_is_the_first(home):
    assert look_nothing(home) == []
    final = end(home)
    assert (final.tags, final.added) == (GOOD[0] + GOOD[1], 0)
    first, last = (
        statement_of(home / "t2" / "outbox" / f"{name}.entry") for name in ("3-counted-first", "5-counted-final")
    )
    assert first.cells == last.cells


def look_nothing(home):
    return hand_on(trustee(home, 1), [], now=LATER)[1]


def test_evidence_is_judged_one_by_one(home, stages):
    index, lost = envelope(stages, LOST)
    looked = look(
        home,
        (index, lost),
        (index, lost),
        (index + 1, lost),
        (0, lost),
        (2**40, lost),
        envelope(stages, "small 3"),
        envelope(stages, "outer"),
    )
    expected = ["taken", "repeated", "not_a_ballot", "not_a_ballot", "not_a_ballot", "not_opened", "undecryptable"]
    assert looked == expected
    assert end(home).added == 1


def test_another_envelope_at_a_logged_index_is_no_evidence(home, stages, world):
    index, _ = envelope(stages, LOST)
    stuffed = ballots.good(world, "never cast", 0)
    assert look(home, (index, stuffed)) == ["other_envelope"]
    assert end(home).added == 0


def test_a_bare_token_is_never_accepted(home, world):
    path = home / "token"
    path.write_bytes(ballots.plaintext(world, "never cast", 0).token)
    assert refusal(lambda: hand_on(trustee(home, 1), [path], now=LATER)) == "unreadable_evidence"


@pytest.mark.parametrize("name", ["good 0 0", "twice 0", *ballots.KINDS[:-1]])
def test_a_ballot_that_was_counted_or_rightly_refused_changes_nothing(home, stages, name):
    assert look(home, envelope(stages, name)) == ["taken"]
    assert end(home).added == 0


def test_the_outer_trustee_cannot_add_more_than_was_lost(home, world):
    made = [ballots.plaintext(world, f"stuffed {n}", 0).encode() for n in range(3)]
    inners = [ballots.inner(world, f"stuffed {n}", 0, content) for n, content in enumerate(made)]
    handed(home, world, *(Objection(0, False, one) for one in inners))
    assert end(home).added == 1
    assert statement_of(home / "t2" / "outbox" / "5-counted-final.entry").cells[0].missing == 0


def test_nothing_is_added_to_a_cell_in_which_nothing_was_lost(home, world):
    content = ballots.plaintext(world, "stuffed", 1).encode()
    handed(home, world, Objection(1, False, ballots.inner(world, "stuffed", 1, content)))
    assert end(home).added == 0


def test_what_came_after_the_opening_is_restored_from_the_missing(home, world, stages):
    """T1 may have found the envelope since, and then says that it holds it."""
    content = ballots.plaintext(world, "found late", 0).encode()
    inners = [ballots.inner(world, f"late {n}", 0, content) for n in range(8)]
    handed(home, world, *(Objection(0, True, one) for one in inners))
    assert end(home).added == 1


def test_a_ballot_wrongly_called_invalid_comes_back(home, world):
    content = ballots.plaintext(world, "wronged", 1).encode()
    handed(home, world, Objection(1, True, ballots.inner(world, "wronged", 1, content)))
    assert end(home).added == 1
    row = statement_of(home / "t2" / "outbox" / "5-counted-final.entry").cells[1]
    assert (row.received, row.valid, row.invalid) == (30, 30, 0)


def test_a_cell_below_k_is_refused_even_when_the_outer_trustee_hands_it_on(home, world):
    content = ballots.plaintext(world, "small", 2).encode()
    handed(home, world, Objection(2, False, ballots.inner(world, "small", 2, content)))
    assert refusal(lambda: end(home)) == "handover_wrong"


@pytest.mark.parametrize("change", ["signature", "content", "cut", "empty"])
def test_a_file_that_the_outer_trustee_has_not_signed_is_refused(home, stages, change):
    look(home, envelope(stages, LOST))
    path = home / "t1" / "handover" / "objections.bin"
    content = path.read_bytes()
    changed = {
        "signature": content[:-1] + bytes((content[-1] ^ 1,)),
        "content": bytes((content[0] ^ 1,)) + content[1:],
        "cut": content[:-64],
        "empty": b"",
    }
    path.write_bytes(changed[change])
    assert refusal(lambda: end(home)) == "handover_wrong"


def test_the_file_names_no_index_and_has_one_order(home, stages, world):
    names = [LOST, "good 0 5", "twice 1", "good 1 3"]
    look(home, *(envelope(stages, name) for name in names))
    one = (home / "t1" / "handover" / "objections.bin").read_bytes()
    look(home, *(envelope(stages, name) for name in reversed(names)))
    assert (home / "t1" / "handover" / "objections.bin").read_bytes() == one
    found = read_objections(one, world.camp, world.manifest.parties[4].key)
    assert [(objection.cell, objection.held) for objection in found if not objection.held] == [(0, False)]
