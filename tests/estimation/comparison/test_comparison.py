"""Funnels, bars and groups against base R and metafor on sixty units."""

import csv

import numpy as np
import pytest

from pingyi.estimation.comparison.funnel import binomial_limit, dispersion, flagged
from pingyi.estimation.comparison.groups import cut_points, group_of
from pingyi.estimation.comparison.overlap import overlap_factor
from tests.estimation.surveys import FOLDER, METHODS

with (FOLDER / "units60.csv").open() as file:
    UNITS = [(int(row["y"]), int(row["n"])) for row in csv.DictReader(file)]
SHARES = [y / n for y, n in UNITS]
TARGET = sum(y for y, _ in UNITS) / sum(n for _, n in UNITS)
ERRORS = [np.sqrt(TARGET * (1 - TARGET) / n) for _, n in UNITS]


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
