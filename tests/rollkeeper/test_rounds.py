"""Batches of a continuous programme: nobody is added in small company, nobody twice, nobody late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.protocol import entries, lists
from pingyi.protocol import manifest as manifests
from pingyi.rollkeeper import making, planning, rounds
from pingyi.rollkeeper.desk import Desk
from pingyi.rollkeeper.invitations import stored
from pingyi.wording import Refused
from tests.protocol import samples
from tests.rollkeeper.people import AUDITOR, CAMPAIGN, line, list_file, manifest_of, moduli_files, units_file

SETTINGS = making.Settings(AUDITOR.public)
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
EXPECTED = "unit,channel,staff,expected\nyl-ld-1,letter,no,600\nyl-ld-2,letter,no,90\nyl-ld-3,letter,no,90\n"


@pytest.fixture
def running(tmp_path):
    """A continuous programme: two cells (one station; two stations together), an empty roll, a manifest."""
    expected = tmp_path / "expected.csv"
    expected.write_text(EXPECTED)
    desk = Desk(tmp_path / "desk")
    cells = planning.plan_expected(desk, expected, units_file(tmp_path), CAMPAIGN)
    made = making.make_roll(desk, None, moduli_files(tmp_path, len(cells)), SETTINGS)
    assert (len(cells), made.count) == (2, 0)
    manifest = manifest_of(made, batch_max=80)

    def add(lines, days=0, name="new.csv"):
        listed = list_file(tmp_path, lines, name) if lines else None
        moment = START + timedelta(days=days)
        return rounds.add_round(desk, rounds.Desired(listed, manifest, samples.seed("M"), moment), SETTINGS)

    add.desk, add.manifest = desk, manifest
    return add


def _station(first, count, unit="yl-ld-1"):
    return [line(number, unit) for number in range(first, first + count)]


def _codes(running, number):
    path = running.desk.roll(number) / making.CODES
    return list(stored(path)) if path.exists() else []


def test_a_cell_with_fewer_than_fifty_waits_until_it_has_them(running):
    first = running(_station(0, 60) + _station(100, 49, "yl-ld-2"))
    assert (first.entry.count, first.waiting) == (60, 49)
    second = running(_station(200, 1, "yl-ld-3"), days=3)
    assert (second.entry.seq, second.entry.count, second.waiting) == (2, 50, 0)
    assert {one.cell for one in _codes(running, 2)} == {1 - _codes(running, 1)[0].cell}


def test_the_entry_is_signed_and_names_the_file(running):
    added = running(_station(0, 55))
    content = (running.desk.roll(1) / rounds.ENTRY).read_bytes()
    entry = entries.parse(content)
    assert entry == added.entry
    key = samples.manifest().parties[entry.party].key
    assert entry.is_signed(manifests.camp(running.manifest), key)
    roll = (running.desk.roll(1) / "public" / lists.path("roll", entry.root)).read_bytes()
    assert lists.root(lists.ascending(lists.split(roll, lists.ROLL))) == entry.root


def test_no_more_than_the_manifest_allows_and_the_longest_waiting_first(running):
    running(_station(0, 40))
    added = running(_station(100, 90), days=1)
    references = {int(one.line.split(",")[0][2:]) for one in _codes(running, 2)}
    assert added.entry.count == 80 and added.waiting == 50
    assert set(range(40)) < references


def test_a_cell_that_does_not_fill_in_thirty_days_is_named(running):
    running(_station(0, 10, "yl-ld-2"))
    assert running(None, days=30).overdue == ()
    late = running(None, days=31)
    assert late.overdue == ("柳渡县公安局（河口派出所、石桥派出所）",) and late.entry is None


def _refused(call):
    with pytest.raises(Refused) as refused:
        call()
    return [(issue.code, issue.row) for issue in refused.value.issues]


def test_nobody_is_invited_twice_nor_while_waiting(running):
    running(_station(0, 60) + _station(100, 5, "yl-ld-2"))
    assert _refused(lambda: running(_station(59, 1) + _station(104, 1, "yl-ld-2"))) == [
        ("person_known", 2),
        ("person_known", 3),
    ]
    assert running.desk.rounds() == [0, 1]


def test_people_without_a_cell_and_unplanned_staff_are_refused(running):
    lines = [line(1, "yl-sj-1"), line(2, channel="sms"), line(3, staff="yes")]
    assert _refused(lambda: running(lines)) == [("cell_missing", 2), ("cell_missing", 3), ("staff_unplanned", 4)]


def test_the_last_batch_is_fourteen_days_before_the_end(running):
    closes = datetime(2026, 12, 10, 16, tzinfo=UTC)
    in_time, late = closes - timedelta(days=14) - START, closes - timedelta(days=13, hours=23) - START
    assert running(_station(0, 50), days=in_time / timedelta(days=1)).entry.count == 50
    assert _refused(lambda: running(_station(100, 50), days=late / timedelta(days=1))) == [("too_late", None)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 28)), max_size=400), st.integers(50, 120))
def test_a_batch_never_touches_a_cell_with_few(people, most):
    everybody = [rounds.Waiting(f"2026-10-{day:02d}", cell, str(n)) for n, (cell, day) in enumerate(people)]
    taken, left = rounds.divide(everybody, most)
    assert sorted(one.line for one in taken + left) == sorted(one.line for one in everybody)
    for cell in range(5):
        count = sum(one.cell == cell for one in taken)
        waiting = [one.since for one in left if one.cell == cell]
        assert count == 0 or rounds.LEAST <= count <= most
        assert count == most or len(waiting) + count < rounds.LEAST or not waiting
        assert all(one.since <= since for one in taken if one.cell == cell for since in waiting)
