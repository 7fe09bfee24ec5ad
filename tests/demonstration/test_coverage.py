"""The 95 % intervals of the program hold the known truth 94 to 96 times in a hundred."""

import pytest
from scipy import stats

from pingyi.demonstration.coverage import Coverage, coverage, intervals
from pingyi.demonstration.world.truth import truth

LOW, HIGH = 0.94, 0.96
SEEDS = 10


def allowed(made):
    """Return the counts a program with a true coverage in 94 to 96 % leaves less than once in 10,000 runs."""
    return stats.binom.ppf(0.5e-4, made, LOW), stats.binom.isf(0.5e-4, made, HIGH)


def test_counties_reduced():
    found = coverage(range(1, SEEDS + 1))
    low, high = allowed(found.made)
    assert found.made == 129 * SEEDS
    assert low <= found.held <= high


def test_prefectures_reduced():
    found = coverage(range(1, SEEDS + 1), level="prefecture")
    low, high = allowed(found.made)
    assert low <= found.held <= high


def test_the_reduced_form_can_fail():
    """Intervals a third too short, or half as long again, are noticed."""
    made = 129 * SEEDS
    low, high = allowed(made)
    assert made * (2 * stats.norm.cdf(1.96 * 2 / 3) - 1) < low
    assert made * (2 * stats.norm.cdf(1.96 * 1.5) - 1) > high


def test_a_county_gets_the_interval_of_its_own_rows():
    whole = list(intervals(1, "overall", [[3], [4]]))
    assert list(intervals(1, "overall", [[4]])) == whole[1:]


def test_more_counties_make_a_narrower_interval():
    (wide, narrow) = intervals(1, "overall", [[0], list(range(129))])
    assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 5
    assert narrow[0] < float(truth().value("overall", range(129))) + 2


@pytest.mark.soak
@pytest.mark.parametrize("level", ["county", "prefecture"])
def test_200_seeds(level):
    found = coverage(range(1, 201), level=level)
    print(f"soak: coverage of overall by {level}, 200 seeds: {found.share:.2%} of {found.made}")
    assert LOW <= found.share <= HIGH


def test_share():
    assert Coverage(200, 190).share == 0.95
