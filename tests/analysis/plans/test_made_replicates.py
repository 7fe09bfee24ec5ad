"""Replicate weights that a plan makes: those of R survey, and adjusted set by set."""

import csv

import numpy as np
import pytest

from pingyi.estimation.survey.design import Design, Stage
from pingyi.estimation.survey.estimates import mean
from pingyi.estimation.survey.replication import balanced, bootstrap, jackknife, stratified_jackknife
from pingyi.estimation.weighting import rake, rake_all
from pingyi.wording import Refused
from tests.analysis.plans.cases import API00, CASES, FOLDER
from tests.analysis.plans.test_reference import OF_REPLICATES, agree, run, weighted_copy

SCD = {"weights": "full_sample", "ids": "ambulance", "strata": "ESA", "nest": True}


def stored(name):
    with (FOLDER / CASES[name]["file"]).open() as file:
        return np.array([[float(one) for one in row] for row in list(csv.reader(file))[1:]])


def column(data, name):
    with (FOLDER / f"{data}.csv").open() as file:
        return [row[name] for row in csv.DictReader(file)]


def codes(values):
    return np.unique(values, return_inverse=True)[1]


def test_one_cluster_out():
    case = CASES["rep.clus1_JK1"]
    found = jackknife(codes(column("apiclus1", "dnum")), np.array(case["full_weights"]), 757)
    order = np.lexsort(stored("rep.clus1_JK1"))
    assert np.sort(found.weights, axis=1) == pytest.approx(np.sort(stored("rep.clus1_JK1"), axis=1), rel=1e-12)
    assert found.scale == pytest.approx(case["scale"], rel=1e-12) and len(order) == 15


def test_one_school_out_of_its_stratum():
    case, strata = CASES["rep.strat_JKn"], codes(column("apistrat", "stype"))
    sizes = dict(enumerate((4421, 755, 1018)))
    found = stratified_jackknife(strata, np.arange(200), np.array(case["full_weights"]), sizes)
    theirs = {row.tobytes(): scale for row, scale in zip(stored("rep.strat_JKn").T, case["rscales"], strict=True)}
    assert len(theirs) == 200
    assert np.sort(found.rscales) == pytest.approx(np.sort(case["rscales"]), rel=1e-12)
    assert np.sort(found.weights.sum(axis=0)) == pytest.approx(np.sort(stored("rep.strat_JKn").sum(axis=0)), rel=1e-12)


@pytest.mark.parametrize(("name", "kind"), [("JKn", {"type": "JKn"}), ("Fay03", {"type": "Fay", "rho": 0.3})])
def test_ambulances_in_pairs(tmp_path, name, kind):
    case = CASES[f"rep.scd_{name}"]
    asked = {key: piece for key, piece in OF_REPLICATES.items() if key in case and "ratio" not in key}
    data = weighted_copy(tmp_path, "scd", case["full_weights"])
    for key, one in zip(asked, run(tmp_path, data, SCD | {"replicates": kind}, *asked.values()), strict=True):
        agree(one, case[key])


def test_balanced_halves_of_a_total_are_the_linearised_error(tmp_path):
    case, asked = CASES["rep.scd_JKn"], OF_REPLICATES["total.alive"]
    data = weighted_copy(tmp_path, "scd", case["full_weights"])
    (halves,) = run(tmp_path, data, SCD | {"replicates": {"type": "BRR"}}, asked)
    (linear,) = run(tmp_path, data, SCD, asked)
    assert halves["se"] == pytest.approx(linear["se"], rel=1e-12)


def test_a_bootstrap_repeats_and_comes_near_the_linearised_error():
    strata, psus = np.repeat(np.arange(10), 60), np.repeat(np.arange(60), 10)
    y = np.random.default_rng(5).normal(size=(600, 1)) + np.random.default_rng(6).normal(size=60)[psus][:, None]
    weights, everybody = np.full(600, 3.0), np.ones(600, dtype=bool)
    found = bootstrap(strata, psus, weights, 2_000, seed=1)
    assert np.array_equal(found.weights, bootstrap(strata, psus, weights, 2_000, seed=1).weights)
    stages = (Stage(strata, psus),)
    errors = []
    for design in (Design(weights, stages), Design(weights, stages, replicates=found)):
        errors.append(mean(design, y, everybody).covariance(design)[0, 0] ** 0.5)
    assert errors[1] == pytest.approx(errors[0], rel=0.1)
    assert found.weights.mean(axis=1) == pytest.approx(weights, rel=0.2)


def test_every_set_is_raked_as_the_weights_are(tmp_path):
    """Raked replicates give nearly the linearised error of raking; unraked ones a much larger one."""
    totals = {"by": "stype", "totals": {"E": 4421, "H": 755, "M": 1018}}
    design = {"ids": "dnum", "weights": "pw"}
    raking = [{"method": "rake", "margins": [totals]}]
    (linear,) = run(tmp_path, "apiclus1", design, API00, adjust=raking)
    (made,) = run(tmp_path, "apiclus1", design | {"replicates": {"type": "JK1"}}, API00, adjust=raking)
    assert made["estimate"] == pytest.approx(linear["estimate"], rel=1e-12)
    assert made["se"] == pytest.approx(linear["se"], rel=0.15)


def test_columns_are_raked_one_by_one():
    chance = np.random.default_rng(2)
    groups = [chance.choice(list("ab"), 50), chance.choice(list("xyz"), 50)]
    margins = [(groups[0], {"a": 40.0, "b": 60.0}), (groups[1], {"x": 20.0, "y": 30.0, "z": 50.0})]
    weights = chance.uniform(1, 3, (50, 4))
    together = rake_all(weights, margins)
    for k in range(4):
        assert together[:, k] == pytest.approx(rake(weights[:, k], margins).weights, rel=1e-12)


@pytest.mark.parametrize(("make", "code"), [(balanced, "not_pairs"), (stratified_jackknife, "single_psu")])
def test_strata_of_one(make, code):
    with pytest.raises(Refused) as refused:
        make(np.array([0, 0, 1]), np.array([0, 1, 2]), np.ones(3))
    assert refused.value.issues[0].code == code
