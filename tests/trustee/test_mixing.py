"""No trustee lets fewer than k ballots through together, whatever box and other trustee hold back or bring later."""

import pytest

from pingyi.primitives.integers import u64
from pingyi.protocol.accounting import opened_cells
from pingyi.trustee.mirror.logbook import read
from pingyi.trustee.opening.evidence import RECORD
from pingyi.trustee.opening.mixing import recognisable, take_late
from pingyi.trustee.opening.objections import finish, hand_on
from pingyi.trustee.opening.outer import cell_counts, open_outer
from pingyi.trustee.opening.tally import open_inner
from pingyi.wording import Refused
from tests.trustee import ballots
from tests.trustee.world import CAST, LATER, LOST, statement_of, trustee


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.issues[0].code


def evidence(home, *records):
    path = home / "evidence"
    path.write_bytes(b"".join(u64(index) + envelope for index, envelope in records))
    return path


def keep_from_t1(home, stages, wanted):
    """Damage T1's copies of some envelopes as if the box had never given them."""
    slots = [slot for slot, name in enumerate(stages.country.indices) if wanted(name)]
    with (home / "t1" / "envelopes.bin").open("r+b") as file:
        for slot in slots:
            file.seek(slot * 2048)
            file.write(bytes(2048))
    return slots


def opened(home):
    return {row.cell: row for row in statement_of(home / "t1" / "outbox" / "2-opened.entry").cells}


def test_nothing_is_opened_while_an_envelope_is_missing(at):
    home = at("closed")
    assert refusal(lambda: open_outer(trustee(home, 1), processes=1)) == "envelopes_lacking"
    assert not (home / "t1" / "handover").exists() or not list((home / "t1" / "handover").iterdir())


def test_a_late_envelope_goes_into_the_mix_with_all_others(at, stages):
    home, lost = at("closed"), (stages.country.indices[LOST], stages.country.lost)
    other = (lost[0], ballots.noise("another envelope", 2048))
    nowhere = (10**6, stages.country.lost)
    assert take_late(trustee(home, 1), [evidence(home, other, nowhere, lost, lost)]) == 1
    open_outer(trustee(home, 1), processes=1)
    assert opened(home)[0].missing == 0


def test_nothing_is_late_after_the_opening(at, stages):
    home = at("outer")
    lost = evidence(home, (stages.country.indices[LOST], stages.country.lost))
    assert refusal(lambda: take_late(trustee(home, 1), [lost])) == "step_over"
    assert refusal(lambda: take_late(trustee(home, 2), [lost])) == "other_trustee"


def test_a_bare_token_is_no_late_envelope(at):
    home = at("closed")
    (home / "evidence").write_bytes(bytes(RECORD - 1))
    assert refusal(lambda: take_late(trustee(home, 1), [home / "evidence"])) == "unreadable_evidence"


def test_a_cell_that_the_box_has_emptied_but_for_one_is_not_handed_over(at, stages):
    home = at("closed")
    keep_from_t1(home, stages, lambda name: (name.startswith("good 1") and name != "good 1 7") or name == "token 1")
    content = open_outer(trustee(home, 1), with_missing=True, processes=1).read_bytes()
    assert {content[place : place + 4] for place in range(0, len(content), 1971)} == {bytes(4)}
    assert (opened(home)[1].missing, opened(home)[1].undecryptable) == (CAST[1], 0)
    known = trustee(home, 1).campaign
    assert tuple(opened(home)) == opened_cells(cell_counts(known, read(known)))


def test_the_inner_trustee_refuses_a_handover_of_a_few(at, monkeypatch):
    home = at("outer")
    inner = home / "t1" / "handover" / "inner.bin"
    one = trustee(home, 2)
    few = {cell: count - (CAST[0] - 20 if cell == 0 else 0) for cell, count in read(one.campaign).cast.items()}
    real = read(one.campaign)
    real.cast = few  # as if T1 had called all but 19 missing
    monkeypatch.setattr("pingyi.trustee.opening.tally.read", lambda _: real)
    assert refusal(lambda: open_inner(one, inner, processes=1)) == "mix_too_small"
    assert not (home / "t2" / "outbox").exists()


def test_a_ballot_alone_among_the_late_ones_is_not_counted_without_people_deciding_so(at, stages):
    home = at("tags")
    lost = evidence(home, (stages.country.indices[LOST], stages.country.lost))
    file, _ = hand_on(trustee(home, 1), [lost], now=LATER)
    assert refusal(lambda: finish(trustee(home, 2), file, now=LATER)) == "group_too_small"
    assert not list((home / "t2" / "outbox").glob("5-*"))
    assert finish(trustee(home, 2), file, now=LATER, in_small_groups=True).added == 1


@pytest.mark.parametrize(
    ("first", "added", "expected"),
    [(33, 0, 0), (33, 1, 1), (29, 1, 30), (30, 30, 0), (1, 40, 1), (5, 3, 0), (0, 35, 0)],
)
def test_groups_that_stand_out(stages, first, added, expected):
    cells = stages.country.trustee(1).campaign.cells
    early, late = (
        [bytes(4) + bytes((kind, n)) + bytes(30) for n in range(count)] for kind, count in ((0, first), (1, added))
    )
    assert recognisable(early, late, cells) == expected
