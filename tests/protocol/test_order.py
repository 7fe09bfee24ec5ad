"""The order of a log: types by the expression, numbers by what stood before; the machine and the expression agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.protocol import entries, order
from pingyi.protocol.order import Order, Phase
from tests.protocol.samples import vectors

CAMP = bytes(range(32))
ROOT = bytes(32)


def types(digits):
    return bytes(int(digit) for digit in digits)


class Numbered:
    """Entries of any type, numbered as they should be."""

    def __init__(self):
        self.batches = self.tags = self.day = 0

    def entry(self, kind):
        self.batches += kind == 2
        self.tags += kind == 6
        self.day += 1
        made = {
            1: lambda: entries.ManifestEntry(CAMP),
            2: lambda: entries.RollBatch(self.batches, 50, ROOT, ROOT),
            3: lambda: entries.IssuanceRoot(1, self.day, 0, ROOT),
            4: lambda: entries.BallotEntry(0, bytes(354), ROOT),
            5: lambda: entries.StatementEntry(6, ROOT),
            6: lambda: entries.TagsRoot(min(self.tags - 1, 1), 0, ROOT),
            7: lambda: entries.RowsRoot(0, ROOT),
            8: entries.Close,
        }
        return made[kind]()


def walked(digits):
    log, numbered = Order(CAMP), Numbered()
    for kind in types(digits):
        log.take(numbered.entry(kind))
    return log


@pytest.mark.parametrize("digits", vectors()["order"]["good"])
def test_what_stands_in_order(digits):
    order.check(types(digits))
    log = walked(digits)
    assert log.size == len(digits) and log.stage == order.stage(types(digits))


@pytest.mark.parametrize("digits", vectors()["order"]["bad"])
def test_what_does_not(digits):
    with pytest.raises(Malformed):
        order.check(types(digits))


@given(st.lists(st.integers(1, 8), max_size=8), st.booleans())
def test_machine_and_expression_agree(rest, begun):
    digits = "".join(map(str, [1, *rest] if begun else rest))
    good = bool(digits)
    try:
        order.check(types(digits))
    except Malformed:
        good = False
    try:
        walked(digits)
        walks = bool(digits)
    except Malformed:
        walks = False
    assert good == walks


@pytest.mark.parametrize("wild", [b"", b"\x01\x09", b"\x01\x34", b"1", b"\x01\xff", b"\x01\x00"])
def test_bytes_that_are_no_types(wild):
    with pytest.raises(Malformed):
        order.check(wild)


@pytest.mark.parametrize(
    ("digits", "stage"),
    [("1", "open"), ("1444", "open"), ("18", "closed"), ("1856", "closed"), ("18566", "tags"), ("1866755", "rows")],
)
def test_stages(digits, stage):
    assert order.stage(types(digits)) == walked(digits).stage == stage


def test_a_refused_entry_changes_nothing():
    log = walked("134")
    for bad in (
        entries.RowsRoot(0, ROOT),
        entries.TagsRoot(0, 0, ROOT),
        entries.RollBatch(2, 50, ROOT, ROOT),
        entries.IssuanceRoot(1, 2, 0, ROOT),
        entries.ManifestEntry(CAMP),
    ):
        before = (log.size, log.phase, log.batches, dict(log.issued))
        with pytest.raises(Malformed):
            log.take(bad)
        assert (log.size, log.phase, log.batches, dict(log.issued)) == before


def test_entry_0_names_this_campaign():
    with pytest.raises(Malformed, match="another campaign"):
        Order(CAMP).take(entries.ManifestEntry(bytes(32)))


@pytest.mark.parametrize("seqs", [[2], [1, 1], [1, 3], [1, 2, 2]])
def test_batches_count_from_one(seqs):
    log = walked("1")
    with pytest.raises(Malformed, match="batch"):
        for seq in seqs:
            log.take(entries.RollBatch(seq, 50, ROOT, ROOT))


@pytest.mark.parametrize(
    ("second", "fits"), [((1, 5, 9), False), ((1, 6, 6), False), ((1, 6, 7), True), ((2, 1, 0), True)]
)
def test_days_ascend_and_sizes_never_fall_for_each_role(second, fits):
    log = walked("1")
    log.take(entries.IssuanceRoot(1, 5, 7, ROOT))
    if fits:
        log.take(entries.IssuanceRoot(*second, ROOT))
        assert log.issued[second[0]].size == second[2]
    else:
        with pytest.raises(Malformed):
            log.take(entries.IssuanceRoot(*second, ROOT))


def test_tag_lists_come_first_then_final():
    with pytest.raises(Malformed, match="tag list"):
        walked("18").take(entries.TagsRoot(1, 0, ROOT))
    with pytest.raises(Malformed, match="tag list"):
        walked("186").take(entries.TagsRoot(0, 0, ROOT))


def test_ballots_are_counted_at_once_while_the_log_is_open():
    log = walked("1")
    log.take_ballots(1000)
    assert (log.size, log.phase) == (1001, Phase.OPEN)
    log.take(entries.Close())
    log.take_ballots(0)
    with pytest.raises(Malformed):
        log.take_ballots(1)
    with pytest.raises(Malformed):
        Order(CAMP).take_ballots(1)


def test_a_box_knows_which_signer_has_not_reported():
    assert walked("1").unissued() == (1, 2) and walked("13").unissued() == (2,)
