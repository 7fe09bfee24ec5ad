"""Models against R sae, metafor and lm, and against their own promises."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.estimation.models.areas import fitted, heterogeneity, prediction_variance
from pingyi.estimation.models.case_mix import case_mix
from pingyi.estimation.models.drivers import drivers
from pingyi.estimation.models.shifts import Adjusted, change, mode_adjusted, mode_effect
from pingyi.estimation.survey.design import Design, Stage
from pingyi.wording import Refused
from tests.estimation.surveys import FOLDER, METHODS


def table(name):
    with (FOLDER / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def numbers(rows, key):
    return np.array([float(row[key]) for row in rows])


MILK = table("milk")
Y, D = numbers(MILK, "yi"), numbers(MILK, "SD") ** 2
X = np.column_stack([np.ones(len(Y))] + [[float(row["MajorArea"] == area) for row in MILK] for area in "234"])
SAE = json.loads((FOLDER / "sae.json").read_text())["cases"]
UNITS = table("units60")
N = numbers(UNITS, "n")
SHARE = numbers(UNITS, "y") / N
V = SHARE * (1 - SHARE) / N


@pytest.mark.parametrize("method", ["REML", "ML", "FH"])
def test_milk_in_forty_three_areas(method):
    case, found = SAE[f"milk.FH.{method}"], fitted(Y, D, X, method)
    assert found.variance == pytest.approx(case["refvar"], rel=1e-9)
    assert found.beta == pytest.approx(case["beta"], rel=1e-9)
    assert np.sqrt(np.diag(found.beta_cov)) == pytest.approx(case["beta_se"], rel=1e-9)
    assert found.predicted == pytest.approx(case["eblup"], rel=1e-9)
    assert found.mse == pytest.approx(case["mse"], rel=1e-9)
    assert found.loglik == pytest.approx(case["goodness"]["loglike"], rel=1e-9)


@pytest.mark.parametrize(
    ("method", "variance"), [("DL", 0.002455346), ("FH", 0.002255602), ("REML", 0.00232434153155749)]
)
def test_sixty_units_that_differ(method, variance):
    """metafor 3.8; its EB is the moment estimator here."""
    assert fitted(SHARE, V, method=method).variance == pytest.approx(variance, rel=3e-7)


def test_predictions_of_sixty_units():
    case, found = METHODS["rma.REML"], fitted(SHARE, V)
    assert found.predicted == pytest.approx(case["blup"], rel=1e-9)
    assert np.sqrt(prediction_variance(found, V)) == pytest.approx(case["blup_se"], rel=1e-9)
    assert (float(found.beta[0]), float(found.beta_cov[0, 0]) ** 0.5) == pytest.approx(
        (case["mu"], case["se"]), rel=1e-9
    )
    q, share = heterogeneity(SHARE, V)
    assert (q, 100 * share) == pytest.approx((case["Q"], case["I2"]), rel=1e-9)


@pytest.mark.parametrize("method", ["REML", "ML", "FH", "DL"])
def test_units_alike_leave_no_variance_and_one_prediction(method):
    found = fitted(np.full(20, 70.0) + np.tile([0.1, -0.1], 10), np.full(20, 4.0), method=method)
    assert (
        found.variance == 0 and found.predicted == pytest.approx(np.full(20, 70.0)) and np.all(found.reliability == 0)
    )


def test_a_surer_unit_keeps_more_of_its_own():
    found = fitted(SHARE, V)
    assert np.all(np.diff(found.reliability[np.argsort(V)]) <= 0)
    assert np.all((found.predicted - found.beta[0]) * (SHARE - found.beta[0]) >= 0)


@pytest.mark.parametrize(
    ("d", "x", "code"),
    [
        ([1, 0, 1, 1, 1], None, "bad_error"),
        ([1] * 5, np.ones((5, 2)), "collinear"),
        ([1] * 5, np.eye(5), "too_few_units"),
    ],
)
def test_what_cannot_be_fitted(d, x, code):
    with pytest.raises(Refused) as refused:
        fitted(np.arange(5.0), np.array(d, dtype=float), x)
    assert refused.value.issues[0].code == code


def test_districts_of_california_with_their_pupils_evened_out():
    case = json.loads((FOLDER / "casemix_mixed.json").read_text())["casemix"]
    rows = [row for row in table("apipop") if all(row[key] for key in ("api00", "ell", "meals", "mobility"))]
    sizes = {}
    for row in rows:
        sizes[row["dnum"]] = sizes.get(row["dnum"], 0) + 1
    rows = [row for row in rows if sizes[row["dnum"]] >= 20]
    assert len(rows) == case["n"]
    x = np.stack([numbers(rows, key) for key in ("ell", "meals", "mobility")], axis=1)
    found = case_mix(numbers(rows, "api00"), x, [row["dnum"] for row in rows])
    assert found.slopes == pytest.approx(case["coef"], rel=1e-8)
    assert found.overall == pytest.approx(case["overall_x"], rel=1e-9)
    place = [found.units.index(one) for one in case["dnum"]]
    assert found.raw[place] == pytest.approx(case["raw"], rel=1e-9)
    assert found.adjusted[place] == pytest.approx(case["adjusted"], rel=1e-8)


def test_units_that_served_the_same_people_are_not_adjusted():
    x = np.tile(np.arange(10.0), 3)[:, None]
    y = 50 + 3 * x[:, 0] + np.repeat([0.0, 5.0, -5.0], 10)
    found = case_mix(y, x, np.repeat(["a", "b", "c"], 10).tolist())
    assert found.adjusted == pytest.approx(found.raw) and found.se == pytest.approx(np.zeros(3), abs=1e-6)


def test_a_covariate_of_the_unit_cannot_be_told_from_it():
    with pytest.raises(Refused) as refused:
        case_mix(np.arange(6.0), np.repeat([1.0, 2.0], 3)[:, None], list("aaabbb"))
    assert refused.value.issues[0].code == "collinear"


def test_a_mode_adjustment_costs_precision():
    effect = mode_effect(70.0, 1.0, 73.0, 1.5)
    assert (effect.estimate, effect.se) == pytest.approx((3.0, 3.25**0.5))
    found = mode_adjusted(80.0, 2.0, 0.5, effect)
    assert (found.estimate, found.se) == pytest.approx((78.5, (4 + 0.25 * 3.25) ** 0.5))
    assert mode_adjusted(80.0, 2.0, 0.0, effect) == Adjusted(80.0, 2.0)


def test_change_of_a_panel_is_surer_than_of_two_samples():
    apart, panel = change(70, 3, 74, 4), change(70, 3, 74, 4, covariance=8)
    assert (
        (apart.se, panel.se) == (5, 3)
        and apart.z == pytest.approx(0.8)
        and apart.p == pytest.approx(0.4237107971667934)
    )
    assert change(70, 0, 70, 0).p == 1 and change(70, 0, 71, 0).p == 0


def plain(n):
    return Design(np.ones(n), (Stage(np.zeros(n, dtype=np.int64), np.arange(n)),))


@given(st.integers(0, 1000))
def test_shares_add_up_to_what_is_explained(seed):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(60, 4)) @ chance.normal(size=(4, 4))
    y = x @ chance.normal(size=4) + chance.normal(size=60)
    found = drivers(plain(60), y, dict(zip("abcd", x.T, strict=True)), top=100.0)
    residual = (
        y - np.column_stack([np.ones(60), x]) @ np.linalg.lstsq(np.column_stack([np.ones(60), x]), y, rcond=None)[0]
    )
    assert found.explained == pytest.approx(1 - residual.var() / y.var())
    assert sum(one.share for one in found.items) == pytest.approx(1) and all(one.share >= 0 for one in found.items)


def test_items_that_have_nothing_in_common_share_by_their_squares():
    a, b = np.tile([0.0, 0, 10, 10], 8), np.tile([0.0, 10, 0, 10], 8)
    found = drivers(plain(32), 3 * a + 4 * b, {"a": a, "b": b}, top=10.0)
    assert [one.item for one in found.items] == ["b", "a"]
    assert [one.share for one in found.items] == pytest.approx([16 / 25, 9 / 25])
    assert [one.slope for one in found.items] == pytest.approx([4, 3]) and found.explained == pytest.approx(1)
    assert [one.room for one in found.items] == pytest.approx([20, 15])
