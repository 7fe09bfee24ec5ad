"""Counts: what adds up, each way in which it does not, and that honest trustees always do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.format_cases import counts

from pingyi.protocol import accounting
from pingyi.protocol.accounting import CellCounts, Stated
from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld
from tests.protocol.samples import vectors

GOOD = vectors()["accounts"][0]


@pytest.mark.parametrize("case", vectors()["accounts"], ids=lambda case: case["what"])
def test_the_known_answers(case):
    problems = accounting.wrong(*counts(case))
    assert (problems == []) == case["ok"], problems


def cell(**changes):
    return CellCounts(**{"cell": 0, "k": 30, "roll": 100, "cast": 60, "ballot": 62, "entry": 61} | changes)


@st.composite
def campaigns(draw):
    """A campaign run honestly: cells with any fate of their envelopes, and what honest trustees state."""
    cells, opened, first, final = [], [], [], []
    for index in range(draw(st.integers(1, 5))):
        k = draw(st.sampled_from([30, 50]))
        cast = draw(st.integers(0, 80))
        entry = cast + draw(st.integers(0, 5))
        one = cell(cell=index, k=k, roll=entry + 3, cast=cast, entry=entry, ballot=entry, rows=0)
        one = replace(one, first_tags=0, final_tags=0)
        if cast >= k:
            missing, undecryptable, bad, twice = (draw(st.integers(0, 4)) for _ in range(4))
            back, found = draw(st.integers(0, missing)), draw(st.integers(0, undecryptable + bad))
            received, invalid = cast - missing, undecryptable + bad
            valid = received - invalid - twice
            opened.append(CellOpened(index, missing, undecryptable))
            first.append(CellCounted(index, received, valid, twice, invalid, missing))
            valid_then = valid + found + back  # objections found good ballots among the invalid and the missing
            final.append(CellCounted(index, received + back, valid_then, twice, invalid - found, missing - back))
            released = valid_then if valid_then >= k else 0
            one = replace(one, first_tags=valid, final_tags=valid_then, rows=released)
        cells.append(one)
    return cells, Stated(opened=opened, first=first, final=final, withheld=accounting.withheld(cells))


@given(campaigns())
def test_an_honest_campaign_adds_up_at_every_stage(campaign):
    cells, stated = campaign
    assert accounting.wrong(cells, stated) == []
    early = [replace(one, first_tags=None, final_tags=None, rows=None) for one in cells]
    assert accounting.wrong(early, Stated(opened=stated.opened)) == []
    assert accounting.wrong([replace(one, ballot=None, entry=None) for one in early], Stated()) == []


@given(campaigns())
def test_what_was_withdrawn_is_not_held_against_anybody(campaign):
    cells, stated = campaign
    for gone in ({"ballot": None, "entry": None}, {"first_tags": None, "final_tags": None}, {"rows": None}):
        assert accounting.wrong([replace(one, **gone) for one in cells], stated) == []


@given(campaigns())
def test_without_the_tags_the_count_still_decides_what_is_released(campaign):
    cells, stated = campaign
    if stated.withheld:
        without = [replace(one, first_tags=None, final_tags=None, entry=None) for one in cells]
        assert accounting.wrong(without, replace(stated, withheld=stated.withheld[1:]))
        first, *others = stated.withheld
        assert accounting.wrong(without, replace(stated, withheld=[first._replace(cast=first.cast + 1), *others]))


@given(campaigns(), st.data())
def test_one_number_changed_in_a_count_is_noticed(campaign, data):
    cells, stated = campaign
    name = data.draw(st.sampled_from(["first", "final"]))
    rows = list(getattr(stated, name))
    if not rows:
        return
    place = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(CellCounted._fields[1:]))
    rows[place] = rows[place]._replace(**{field: getattr(rows[place], field) + 1})
    assert accounting.wrong(cells, replace(stated, **{name: rows}))


@given(campaigns(), st.data())
def test_a_ballot_dropped_with_a_plausible_excuse_is_noticed(campaign, data):
    """Whatever the excuse, it costs a tag, and tags are counted."""
    cells, stated = campaign
    if not stated.final:
        return
    excuse = data.draw(st.sampled_from(["missing", "invalid"]))
    row = stated.final[0]
    after = row._replace(valid=row.valid - 1, **{excuse: getattr(row, excuse) + 1})
    after = after._replace(received=after.valid + after.duplicate + after.invalid)
    found = accounting.wrong(cells, replace(stated, final=[after, *stated.final[1:]]))
    assert any("valid is not the tags" in problem for problem in found)


@given(campaigns())
def test_a_cell_left_out_or_added_is_noticed(campaign):
    cells, stated = campaign
    for name in ("opened", "first", "final", "withheld"):
        rows = list(getattr(stated, name))
        if rows:
            assert accounting.wrong(cells, replace(stated, **{name: rows[1:]}))
        if name != "withheld":
            more = CellOpened(9, 0, 0) if name == "opened" else CellCounted(9, 0, 0, 0, 0, 0)
            assert accounting.wrong(cells, replace(stated, **{name: [*rows, more]}))


@pytest.mark.parametrize(
    "changes",
    [
        {"entry": 59},
        {"entry": 101},
        {"ballot": 101},
        {"final_tags": 63},
        {"first_tags": 63},
        {"cast": 29, "first_tags": 1},
    ],
)
def test_nothing_comes_from_nothing(changes):
    assert accounting.wrong([cell(**changes)], Stated())


def test_released_exactly_from_k():
    cells = [cell(final_tags=30), cell(cell=1, final_tags=29), cell(cell=2, k=50, final_tags=49), cell(cell=3, cast=1)]
    assert [one.is_released for one in cells] == [True, False, False, False]
    assert accounting.opened_cells(cells) == (0, 1, 2)
    assert accounting.withheld(cells) == (CellWithheld(1, 60, 1), CellWithheld(2, 60, 1), CellWithheld(3, 1, 60))
    assert not accounting.wrong([replace(cells[0], rows=30)], Stated())
    assert accounting.wrong([replace(cells[0], rows=0)], Stated())
    assert accounting.wrong([replace(cells[1], rows=29)], Stated())


@pytest.mark.parametrize(("lost", "flagged"), [((0, 0), False), ((1, 0), False), ((1, 1), True), ((0, 2), True)])
def test_more_than_one_in_a_hundred_flags_a_cell(lost, flagged):
    row = CellCounted(0, 100 - lost[1], 100 - sum(lost), 0, *lost)
    cells = [cell(cast=100), cell(cell=1, cast=1900)]
    assert accounting.flags(cells, [row]).cells == ((0,) if flagged else ())


@pytest.mark.parametrize(("cast", "flagged"), [(2000, False), (1999, True)])
def test_more_than_one_in_a_thousand_flags_the_campaign(cast, flagged):
    cells = [cell(cast=100), cell(cell=1, cast=cast - 100)]
    assert accounting.flags(cells, [CellCounted(0, 99, 98, 0, 1, 1)]).campaign is flagged


def test_many_lost_tokens_near_k_start_a_review():
    some = [(25, 27), (40, 43), (41, 60), (38, 40)]
    near = [cell(cell=place, cast=cast, entry=entry) for place, (cast, entry) in enumerate(some)]
    assert accounting.reviews(near) == (0, 1)
    assert accounting.reviews([cell(entry=None)]) == ()


@pytest.mark.parametrize(("keys", "fits"), [(0, True), (1, False), (49, False), (50, True), (500, True), (501, False)])
def test_batches_touch_a_cell_with_50_or_not_at_all(keys, fits):
    assert accounting.is_batch(keys, 500) is fits
