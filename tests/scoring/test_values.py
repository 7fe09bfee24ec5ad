"""Values of single feeds: counts, promises, assessments, surveys; and weighted sums of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.estimation.means import Means
from pingyi.scoring.combination import combined
from pingyi.scoring.evidence import Assessment, Commitment, Rectification, UnitEvidence, Value
from pingyi.scoring.values import value_of
from pingyi.wording import Refused
from tests.scoring.units import SCHEME, means_of, se_by_hand


def value(evidence, item, **fields):
    return value_of(SCHEME, UnitEvidence("a", "county", **fields), evidence, item)


@pytest.mark.parametrize("item, estimate", [("confirmed", 75), ("on_time", 90), ("lasting", 80)])
def test_rectification(item, estimate):
    found = value("rectification", item, rectification=Rectification(20, 15, 18, late=2, reopened=3))
    assert found.estimate == pytest.approx(estimate) and found.se > 0


def test_nothing_due_is_no_evidence_rather_than_full_or_no_marks():
    assert value("rectification", "confirmed", rectification=Rectification(0, 0)).reason == "no_evidence"


def test_one_of_one_confirmed_is_very_unsure():
    found = value("rectification", "confirmed", rectification=Rectification(1, 1))
    assert found.estimate == 100 and found.se > 15


@pytest.mark.parametrize("item, estimate", [("grade", 75), ("known", 60), ("used", 40), ("delivered", 75)])
def test_promises_of_a_unit_are_taken_together(item, estimate):
    promises = (Commitment("noon", 4, 40, 30, 25, 50), Commitment("message", 2, 20, 10, 5, 50))
    assert value("commitment", item, commitments=promises).estimate == pytest.approx(estimate)


def test_nobody_used_it():
    promise = (Commitment("noon", 4, 0, 0, 0, 50),)
    assert value("commitment", "delivered", commitments=promise).estimate is None
    assert value("commitment", "grade", commitments=promise).estimate == 100


def test_assessors_count_once_each():
    marks = [("A1", "law", 5), ("A1", "duties", 4), ("A2", "law", 3), ("A3", "law", 4)]
    given = tuple(Assessment(criterion, level, who) for who, criterion, level in marks)
    found = value("assessment", "*", assessments=given)
    # 87.5, 50 and 75: mean 70.83, sd 19.09, over the root of three
    assert found.estimate == pytest.approx(212.5 / 3) and found.se == pytest.approx(19.0941 / math.sqrt(3), rel=1e-5)
    assert (found.df, found.n) == (2, 3)
    assert value("assessment", "duties", assessments=given).estimate == 75


def test_one_assessor_states_no_error():
    found = value("assessment", "law", assessments=(Assessment("law", 4, "A1"),))
    assert (found.estimate, found.se) == (75, None)


def test_a_level_off_its_scale_is_refused():
    with pytest.raises(Refused, match="off its scale"):
        value("assessment", "law", assessments=(Assessment("law", 9, "A1"),))


def test_criteria_the_scheme_does_not_use_are_not_mixed_in():
    given = (Assessment("law", 4, "A1"), Assessment("singing", 1, "A1"))
    assert value("assessment", "*", assessments=given).estimate == 75


def test_a_survey_item_nobody_answered():
    silent = Means(("strict",), (None,), ((None,),), (0,), (0,), (None,), (None,), (None,))
    assert value("sample", "strict", sample=silent).reason == "no_evidence"
    assert value("sample", "fair", sample=silent).reason == "no_evidence"


def sums(coefficients, shared, se=2.0):
    items = {f"i{k}": 50.0 for k in range(len(coefficients))}
    unit = UnitEvidence("a", "county", sample=means_of(items, se=se, shared=shared))
    keys = [("sample", item) for item in items]
    values = {key: Value(50.0, se, 20, 186) for key in keys}
    return combined(unit, dict(zip(keys, coefficients, strict=True)), values)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=12), st.floats(0, 0.99))
def test_the_covariance_is_carried_through(coefficients, shared):
    assert sums(coefficients, shared).se == pytest.approx(se_by_hand(coefficients, 2.0, shared))


def test_covariances_not_asked_for_count_as_moving_together():
    bare = Means(("a", "b"), (50.0, 50.0), ((4.0, None), (None, 4.0)), (9, 9), (30, 30), (1, 1), (0, 0), (9, 9))
    keys = [("sample", "a"), ("sample", "b")]
    found = combined(
        UnitEvidence("a", "county", sample=bare),
        dict.fromkeys(keys, 0.5),
        {key: Value(50.0, 2.0, 9, 30) for key in keys},
    )
    assert found.se == pytest.approx(2.0) and found.df == pytest.approx(9)


def test_satterthwaite_over_kinds():
    """Two kinds of equal variance with 10 and 10 degrees of freedom are worth 20; with a normal one more."""
    unit = UnitEvidence("a", "county", sample=means_of({"x": 50.0}), ratings=means_of({"level": 50.0}))
    keys = [("sample", "x"), ("ratings", "level")]
    both = combined(unit, dict.fromkeys(keys, 0.5), {key: Value(50.0, 2.0, 10, 100) for key in keys})
    assert both.df == pytest.approx(20) and both.respondents == 200
    one = combined(
        unit, dict.fromkeys(keys, 0.5), {keys[0]: Value(50.0, 2.0, 10, 9), keys[1]: Value(50.0, 2.0, None, 9)}
    )
    assert one.df == pytest.approx(40)


def test_staff_are_not_counted_as_people_who_appraise():
    unit = UnitEvidence("a", "county", staff=means_of({"voice": 50.0}))
    found = combined(unit, {("staff", "voice"): 1.0}, {("staff", "voice"): Value(50.0, 2.0, 10, 100)})
    assert (found.respondents, found.n) == (0, 100)
