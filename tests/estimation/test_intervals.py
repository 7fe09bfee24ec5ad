"""Intervals against R, and their promises at the ends of the scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.estimation.intervals import bounded_interval, honest_se, logit_interval, t_interval, wilson_interval
from tests.estimation.surveys import CASES, DESIGNS, METHODS, number, says, survey_means

YES = {"Yes": says("comp.imp", "Yes")}


def of(part):
    return [name for name in CASES if part in name and name.split(".")[0] in DESIGNS]


@pytest.mark.parametrize("case", METHODS["prop_intervals"], ids=lambda case: f"{case['k']} of {case['n']}")
def test_wilson(case):
    found = wilson_interval(case["k"] / case["n"], case["n"])
    assert found == pytest.approx(case["wilson_r"], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("case", of(".ci.mean.api00.t"))
def test_t_on_the_degrees_of_freedom(case):
    found = survey_means(case.split(".")[0], {"api00": lambda row: number(row["api00"])})
    assert t_interval(found.estimate[0], found.se[0], found.df[0]) == pytest.approx(CASES[case]["value"], rel=1e-8)


@pytest.mark.parametrize("case", of(".ciprop.xlogit") + of(".ciprop.logit"))
def test_logit(case):
    found = survey_means(case.split(".")[0], YES)
    interval = logit_interval(found.estimate[0], found.se[0], found.df[0])
    assert interval == pytest.approx(CASES[case]["ci"], rel=1e-6)


@pytest.mark.parametrize("case", of(".ciprop.mean"))
def test_plain_mean_of_a_share(case):
    found = survey_means(case.split(".")[0], YES)
    assert t_interval(found.estimate[0], found.se[0], found.df[0]) == pytest.approx(CASES[case]["ci"], rel=1e-8)


@given(
    st.floats(0, 100),
    st.floats(0, 60) | st.just(0.0),
    st.integers(0, 300),
    st.integers(0, 500),
)
def test_the_bounded_interval_holds_the_mean_and_the_scale(mean, se, df, n):
    lower, upper = bounded_interval(mean, se, df, n)
    assert 0 <= lower <= mean + 1e-9
    assert mean - 1e-9 <= upper <= 100
    assert upper > lower or se > 0


def test_all_alike_is_not_without_error():
    lower, upper = bounded_interval(100, 0, 9, 10)
    assert (round(lower), upper) == (66, 100)  # t on 9 instead of z: 1 / (1 + 2.262^2 / 10)
    assert bounded_interval(100, 0, None, 1000)[0] > 99
    assert bounded_interval(50, 0, 0, 0) == (0, 100)
    assert honest_se(100, 0, 9, 10) > 5
    assert honest_se(100, 2.5, 9, 10) == 2.5


def test_more_answers_and_lower_levels_narrow_it():
    widths = [upper - lower for lower, upper in (bounded_interval(80, 0, None, n) for n in (1, 5, 30, 400))]
    assert widths == sorted(widths, reverse=True)
    inner, outer = bounded_interval(80, 3, 20, 50, level=0.9), bounded_interval(80, 3, 20, 50)
    assert outer[0] < inner[0] < inner[1] < outer[1]
