"""Sizes and allocation against base R."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.sampling import allocation, sizes
from pingyi.wording import Refused
from tests.estimation.surveys import METHODS


@pytest.mark.parametrize("case", METHODS["n_mean_prop"]["cases"], ids=lambda case: f"{case['p']}-{case['e']}")
def test_a_share_to_a_margin(case):
    found = sizes.size_for_proportion(case["p"], case["e"], population=case["N"], level=case["conf"])
    assert found.exact == pytest.approx(case["n"], rel=1e-9) and found.n == case["n_ceiling"]
    assert sizes.size_for_proportion(case["p"], case["e"], level=case["conf"]).exact == pytest.approx(case["n0"])


@pytest.mark.parametrize("case", METHODS["power_prop"], ids=lambda case: f"{case['p1']}-{case['p2']}")
def test_two_shares_apart(case):
    found = sizes.size_for_difference(case["p1"], case["p2"], power=case["power"], alpha=case["alpha"])
    assert found.exact == pytest.approx(case["n_per_group"], rel=1e-5)
    again = sizes.power_for_difference(case["p1"], case["p2"], found.exact, alpha=case["alpha"])
    assert again == pytest.approx(case["power"], abs=1e-12)


def test_the_formula_is_named_because_it_matters():
    pooled, unpooled = (sizes.size_for_difference(0.7, 0.75, formula=one) for one in ("pooled", "unpooled"))
    assert (pooled.n, unpooled.n) == (1251, 1248) and pooled.formula != unpooled.formula


def test_clusters_and_those_who_do_not_answer_cost_more():
    case = METHODS["cluster_deff"]
    assert sizes.cluster_effect(case["m"], case["rho"]) == pytest.approx(case["deff"])
    assert sizes.best_cluster_size(case["c1"], case["c2"], case["rho"]) == pytest.approx(case["m_opt"])
    assert sizes.size_for_proportion(0.5, 0.05, deff=1.45, response=0.5).n == 1115  # 384.146 * 1.45 / 0.5


def test_the_margin_of_a_size_is_the_one_asked_for():
    wanted = sizes.size_for_proportion(0.3, 0.04)
    assert sizes.expected_margin((0.3 * 0.7) ** 0.5, wanted.exact) == pytest.approx(0.04)
    assert sizes.expected_margin(0.5, 50, population=50) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("numbers", [(0, 0.05), (0.5, 0), (1.2, 0.05), (0.5, -1)])
def test_impossible_numbers_are_named(numbers):
    with pytest.raises(Refused) as refused:
        sizes.size_for_proportion(*numbers)
    assert refused.value.issues[0].code == "wrong_number"


def test_four_ways_to_divide_four_hundred_schools():
    case = METHODS["allocation_apipop"]
    n, spread = case["N"], case["S"]
    assert allocation.proportional(400, n) == pytest.approx(case["proportional"])
    assert allocation.neyman(400, n, spread) == pytest.approx(case["neyman"])
    cost = case["cost_optimal"]
    assert allocation.cost_optimal(400, n, spread, cost["cost"]) == pytest.approx(cost["n"])
    means = [672.0627, 633.7947, 655.7230]  # of api00 on apipop
    cvs = [s / m for s, m in zip(spread, means, strict=True)]
    assert allocation.power(400, n, cvs) == pytest.approx(case["power_bankier_0.5"], rel=1e-5)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=30), st.integers(0, 3), st.data())
def test_whole_interviews_keep_the_total_and_the_limits(counts, least, data):
    floor = sum(min(least, one) for one in counts)
    total = data.draw(st.integers(floor, sum(counts)))
    found = allocation.whole(allocation.proportional(total, counts).tolist(), counts, least)
    assert sum(found) == total
    assert all(min(least, there) <= one <= there for one, there in zip(found, counts, strict=True))


@pytest.mark.parametrize(("total", "code"), [(100, "too_many"), (3, "too_few")])
def test_totals_that_cannot_be_divided(total, code):
    with pytest.raises(Refused) as refused:
        allocation.whole([total / 4] * 4, [20, 20, 20, 20], least=2)
    assert refused.value.issues[0].code == code
