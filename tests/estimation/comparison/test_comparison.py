"""Fair tables against csranks on PISA 2018 and base R on sixty units."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.estimation.comparison.funnel import binomial_limit, dispersion, flagged
from pingyi.estimation.comparison.groups import cut_points, group_of
from pingyi.estimation.comparison.overlap import overlap_factor
from pingyi.estimation.comparison.simultaneous import critical_value, rank_limits
from pingyi.wording import Refused
from tests.estimation.surveys import FOLDER, METHODS

PISA = json.loads((FOLDER / "csranks_pisa.json").read_text())["cases"]
with (FOLDER / "pisa2018.csv").open() as file:
    SCORES = {row["jurisdiction"]: (row["math_score"], row["math_se"]) for row in csv.DictReader(file)}
with (FOLDER / "units60.csv").open() as file:
    UNITS = [(int(row["y"]), int(row["n"])) for row in csv.DictReader(file)]
SHARES = [y / n for y, n in UNITS]
TARGET = sum(y for y, _ in UNITS) / sum(n for _, n in UNITS)
ERRORS = [np.sqrt(TARGET * (1 - TARGET) / n) for _, n in UNITS]


@pytest.mark.parametrize("scope", ["simultaneous", "marginal"])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_countries_in_mathematics(scope, level):
    reference = PISA[f"math.{level}.{scope}.stepdown"]
    x, s = zip(*(map(float, SCORES[unit]) for unit in PISA["math.units"]), strict=True)
    found = np.array(rank_limits(x, s, level=level, draws=20_000, seed=3, scope=scope))
    apart = np.abs(found - np.array([reference["L"], reference["U"]]).T)
    # Both draw critical values by chance; two neighbours of one score pass the bar together, hence a step of 2.
    assert apart.max() <= 2 and (apart > 0).sum() <= 3


@given(st.integers(0, 10**6), st.integers(60, 200))
@settings(max_examples=25, deadline=None)
def test_the_bound_never_changes_the_maximum(seed, units):
    chance = np.random.default_rng(seed)
    s = chance.lognormal(0, 1.5, units)
    still = (chance.random((units, units)) < chance.random()) & ~np.eye(units, dtype=bool)
    still[0, 1] = True
    u = chance.standard_normal(units)
    every = ((u * s)[:, None] - (u * s)[None, :]) / np.hypot(s[:, None], s[None, :])
    assert critical_value(s, still, u[None, :], 0.5) == np.where(still, every, -np.inf).max()


def test_an_error_of_zero_is_refused():
    with pytest.raises(Refused) as refused:
        rank_limits([1, 2, 3], [1, 0, 1])
    assert refused.value.issues[0].code == "bad_error"


def test_funnel_limits():
    case = METHODS["funnel_binomial"]
    found = [[binomial_limit(case["theta0"], n, p) for p in case["p"]] for n in case["n"]]
    assert np.allclose(found, case["limits"], rtol=1e-9, atol=1e-12)


def test_over_dispersion():
    case, found = METHODS["overdispersion"], dispersion(SHARES, ERRORS, TARGET)
    assert np.allclose(found.z, case["z"], rtol=1e-10)
    assert (found.phi, found.tau2) == pytest.approx((4.206629, 0.001346322), rel=1e-6)
    named = [sum(map(abs, flagged(SHARES, ERRORS, TARGET, tau2))) for tau2 in (0, found.tau2)]
    assert named == [28, 5]


def test_bars_of_sixty_units():
    case = METHODS["goldstein_healy"]
    errors = [np.sqrt(p * (1 - p) / n) for p, (_, n) in zip(SHARES, UNITS, strict=True)]
    assert overlap_factor(errors) == pytest.approx(case["exact_k"], rel=1e-7)
    assert overlap_factor([1, 1]) == pytest.approx(case["equal"], rel=1e-7)
    assert overlap_factor([1, 10]) == pytest.approx(case["ratio_10"], rel=1e-7)


def test_five_groups():
    case, scores = METHODS["kmeans_optimal_5"], [100 * share for share in SHARES]
    cuts = cut_points(scores)
    assert cuts == pytest.approx(case["first_of_cluster"], rel=1e-12)
    places = [group_of(score, cuts) for score in scores]
    assert [places.count(k) for k in range(1, 6)] == case["sizes"]
