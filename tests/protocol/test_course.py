"""The course of a campaign: a whole log with its statements, and every step that may not be taken."""

from dataclasses import replace

import pytest

from pingyi.primitives.errors import Malformed
from pingyi.protocol import course, entries
from pingyi.protocol.course import Course
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import (
    CellCounted,
    CellOpened,
    Counted,
    Demonstration,
    Destroyed,
    Held,
    Opened,
    Withdrawn,
    WithheldCells,
)
from tests.protocol import samples

CAMP = samples.camp()
INNER, ROOT = b"i" * 32, b"r" * 32
S, R, M, T1, T2, B = (Party[name] for name in ("S", "R", "M", "T1", "T2", "B"))


def held(size=2, missing=()):
    return Held(campaign=CAMP, by=T1, size=size, missing=missing)


def opened(inner=INNER):
    return Opened(campaign=CAMP, by=T1, cells=(CellOpened(0, 0, 0),), inner_root=inner)


def counted(seq, inner=INNER):
    return Counted(campaign=CAMP, by=T2, seq=seq, cells=(CellCounted(0, 1, 1, 0, 0, 0),), inner_root=inner)


def withheld():
    return WithheldCells(campaign=CAMP, by=T2, cells=())


def destroyed(by, *what):
    return Destroyed(campaign=CAMP, by=by, what=what)


def withdrawn(by, root):
    return Withdrawn(campaign=CAMP, by=by, root=root)


def ballot():
    return entries.BallotEntry(0, bytes(354), bytes(32))


# A whole campaign: entries and statements in an order that is allowed.
WHOLE = (
    entries.ManifestEntry(CAMP),
    held(1),
    ballot(),
    entries.RollBatch(1, 50, b"b" * 32, bytes(32)),
    ballot(),
    held(2),
    entries.IssuanceRoot(1, 7, 2, b"s" * 32),
    entries.IssuanceRoot(2, 7, 2, b"e" * 32),
    destroyed(M, "codes"),
    entries.Close(),  # 9
    held(9),
    destroyed(S, "key"),  # 11
    opened(),
    counted(0),
    destroyed(R, "key"),  # 14
    entries.TagsRoot(0, 1, b"t" * 32),  # 15
    counted(1),
    entries.TagsRoot(1, 1, b"t" * 32),  # 17
    withheld(),
    entries.RowsRoot(1, b"w" * 32),  # 19
    destroyed(T1, "envelopes"),
    destroyed(T2, "plaintexts"),
    withdrawn(M, b"b" * 32),
    withdrawn(S, b"s" * 32),
    withdrawn(T2, b"w" * 32),
)


def take(log, step):
    if hasattr(step, "kind"):
        log.take(entries.StatementEntry(step.by, step.hash()), step)
    else:
        log.take(step)
    return log


def walked(steps, *, demonstration=False):
    log = Course(replace(samples.manifest(), demonstration=demonstration), CAMP)
    for step in steps:
        take(log, step)
    return log


def before(step):
    return list(WHOLE[: WHOLE.index(step)])


def refuses(log, step):
    with pytest.raises(Malformed):
        take(log, step)
    return True


def test_a_whole_campaign():
    log = walked(WHOLE)
    assert log.order.stage == "rows" and log.lacking() == []
    assert log.opened == opened() and log.counted == {0: counted(0), 1: counted(1)} and log.withheld == withheld()
    assert log.withdrawn == {b"b" * 32, b"s" * 32, b"w" * 32}


def test_where_witnesses_are_demanded():
    log = walked(WHOLE)
    assert log.intervals == [(0, 2), (9, 11), (9, 14), (9, 15), (15, 17), (17, 19)]
    assert course.unwitnessed(log.intervals, [1, 10, 16, 18]) == []
    assert course.unwitnessed(log.intervals, [2, 11, 17, 19]) == []
    assert course.unwitnessed(log.intervals, [0, 9, 15, 17, 20]) == [(0, 2), (9, 11), (9, 14), (17, 19)]
    assert course.unwitnessed(log.intervals, [1, 12, 16, 18]) == [(9, 11)]
    assert course.unwitnessed(log.intervals, []) == log.intervals


def test_the_box_knows_what_must_be_witnessed_before_an_entry_comes():
    assert walked([WHOLE[0]]).witnessed_since(ballot()) == 0
    assert walked(WHOLE[:3]).witnessed_since(ballot()) is None
    assert walked(WHOLE[:10]).witnessed_since(entries.TagsRoot(0, 1, ROOT)) == 9
    again = destroyed(S, "backup")
    assert walked(WHOLE[:12]).witnessed_since(entries.StatementEntry(S, again.hash()), again) is None
    first = destroyed(R, "backup")
    assert walked(WHOLE[:12]).witnessed_since(entries.StatementEntry(R, first.hash()), first) == 9


def test_many_ballots_at_once_are_as_many_ballots():
    one, other = walked(WHOLE[:1]), walked(WHOLE[:1])
    one.take_ballots(3)
    for _ in range(3):
        other.take(ballot())
    assert one.order.size == other.order.size and one.intervals == other.intervals == [(0, 1)]
    assert one.witnessed_since(ballot()) is None
    none = walked(WHOLE[:1])
    none.take_ballots(0)
    assert none.intervals == []


@pytest.mark.parametrize("place", range(1, len(WHOLE)))
def test_no_statement_stands_twice(place):
    if hasattr(WHOLE[place], "kind"):
        assert refuses(walked(WHOLE), WHOLE[place]) and refuses(walked(WHOLE[: place + 1]), WHOLE[place])


@pytest.mark.parametrize(
    ("steps", "step"),
    [
        (WHOLE[:1], opened()),
        (WHOLE[:10], counted(0)),
        (before(WHOLE[15]), opened(b"j" * 32)),
        (WHOLE[:13], counted(1)),
        (WHOLE[:13], counted(0, b"j" * 32)),
        (WHOLE[:16], counted(1, b"j" * 32)),
        (WHOLE[:16], opened(b"j" * 32)),
        (WHOLE[:10], entries.TagsRoot(0, 1, ROOT)),
        (WHOLE[:13], entries.TagsRoot(0, 1, ROOT)),
        (WHOLE[:16], entries.TagsRoot(1, 1, ROOT)),
        (WHOLE[:18], entries.RowsRoot(1, ROOT)),
        (WHOLE[:17], withheld()),
        (WHOLE[:20], withheld()),
        (WHOLE[:9], destroyed(S, "key")),
        (WHOLE[:9], destroyed(R, "key")),
        (WHOLE[:6], held(1)),
        (WHOLE[:3], withdrawn(M, b"b" * 32)),
        (WHOLE, withdrawn(M, b"s" * 32)),
        (WHOLE, withdrawn(R, b"s" * 32)),
        (WHOLE, withdrawn(T2, ROOT)),
        (WHOLE[:1], Demonstration(campaign=CAMP, by=B)),
        (WHOLE, replace(held(9), campaign=bytes(32))),
    ],
)
def test_what_may_not_stand_there(steps, step):
    log = walked(steps)
    state = (log.order.size, log.order.phase, log.lacking(), list(log.intervals), set(log.withdrawn))
    assert refuses(log, step)
    assert (log.order.size, log.order.phase, log.lacking(), list(log.intervals), set(log.withdrawn)) == state


def test_the_entry_names_statement_and_party():
    log = walked(WHOLE[:2])
    for entry, statement in (
        (entries.StatementEntry(T1, held(2).hash()), None),
        (entries.StatementEntry(T1, held(3).hash()), held(2)),
        (entries.StatementEntry(T2, held(2).hash()), held(2)),
        (entries.RollBatch(1, 50, ROOT, ROOT), held(2)),
    ):
        with pytest.raises(Malformed):
            log.take(entry, statement)


def test_a_demonstration_says_so_exactly_if_the_manifest_does():
    silent = walked(WHOLE[:3], demonstration=True)
    assert silent.lacking() == ["demonstration of B"]
    assert take(silent, Demonstration(campaign=CAMP, by=B)).lacking() == []


@pytest.mark.parametrize("party", [S, R, M, T1, T2])
def test_all_five_must_have_destroyed(party):
    steps = [step for step in WHOLE if not (isinstance(step, Destroyed) and step.by is party)]
    assert walked(steps).lacking() == [f"destroyed of {party.name}"]
    assert walked(steps[: steps.index(WHOLE[19])]).lacking() == []  # before the rows nothing lacks


@pytest.mark.parametrize("party", [T1, T2])
def test_trustees_destroy_last_after_the_rows(party):
    steps = [step for step in WHOLE if not (isinstance(step, Destroyed) and step.by is party)]
    early = [*WHOLE[:1], destroyed(party, "a test key"), *steps[1:]]
    assert walked(early).lacking() == [f"destroyed of {party.name}"]
    assert walked([*early, destroyed(party, "all keys")]).lacking() == []


def test_the_roll_of_the_manifest_belongs_to_m():
    assert take(walked(WHOLE), withdrawn(M, samples.manifest().roll.root)).withdrawn
    assert refuses(walked(WHOLE), withdrawn(S, samples.manifest().roll.root))
