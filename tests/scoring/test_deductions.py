"""Deduction cards: by finder, by severity, by repetition, never below zero, never silent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.scoring.deductions import all_off, points_off, supervision
from pingyi.scoring.evidence import NOTHING, Finding
from pingyi.scoring.presets import preset
from pingyi.wording import Refused
from tests.scoring.units import SCHEME

OURS, CITY, OLD = (scheme.deductions for scheme in (SCHEME, preset("L"), preset("A")))


def finding(found_by="city", severity="moderate", **more):
    return Finding(**({"visit": "V1", "kind": "covert", "item": "sign"} | more), found_by=found_by, severity=severity)


@pytest.mark.parametrize(
    "found_by, severity, points",
    [("city", "found", "3/10"), ("district", "notified_twice", "1"), ("bureau", "not_rectified", "3/10")],
)
def test_the_card_of_scheme_l(found_by, severity, points):
    assert points_off(CITY, finding(found_by, severity)) == Fraction(points)


def test_complaints_have_a_card_of_their_own():
    assert points_off(CITY, finding("anybody", "forwarded", item="complaint")) == 2
    assert points_off(CITY, finding("anybody", "dissatisfied", item="complaint")) == Fraction(1, 2)


def test_repetition_costs_more_and_then_holds():
    assert [points_off(OURS, finding(repeat=n)) for n in (0, 1, 2, 7)] == [1, 2, 3, 3]


def test_what_a_unit_finds_itself_costs_less():
    assert points_off(OURS, finding("self")) < points_off(OURS, finding("bureau")) < points_off(OURS, finding())


def test_what_fell_on_objection_costs_nothing():
    assert points_off(OURS, finding(upheld=False)) == 0


def test_recorded_points_are_taken_where_the_scheme_says_so():
    assert points_off(OLD, finding("anybody", "any", deduction_e2=250)) == Fraction(5, 2)


def test_a_finding_that_no_card_covers_is_refused():
    with pytest.raises(Refused, match="No deduction card"):
        points_off(CITY, finding("mayor", "found"))


def test_visits_are_averaged_so_that_being_visited_costs_nothing():
    clean, dirty = finding(severity="none", visit="V2"), finding()
    assert all_off(OURS, [dirty]) == 1 and all_off(OURS, [dirty, clean]) == Fraction(1, 2)
    assert all_off(OURS, [dirty, finding(item="queue")]) == 2  # two findings of one visit


def test_no_visit_is_no_evidence():
    assert supervision(OURS, []) == NOTHING
    assert supervision(CITY, []).estimate == 100  # a card in total: nothing found, nothing off


@given(st.lists(st.builds(finding, st.sampled_from(["city", "self", "x"]), repeat=st.integers(0, 9)), max_size=60))
def test_the_floor_is_zero(findings):
    found = supervision(OURS, findings)
    assert found.estimate is None or 0 <= found.estimate <= 100
