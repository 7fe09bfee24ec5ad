"""Every reference case of R survey 4.5 as a plan: estimates and standard errors to 1e-8."""

import csv
import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

from pingyi.analysis.plans import estimate, read_plan
from tests.analysis.plans.cases import (
    API00,
    ASKED,
    BOTH,
    CASES,
    DESIGNS,
    ENROLL,
    FOLDER,
    RATIO,
    TOTALS,
    api_cases,
    listed,
    plan_file,
)


def run(folder, data, design, *asked, adjust=()):
    found = estimate(read_plan(plan_file(folder, data, design, *asked, adjust=adjust)))
    return list(json.loads(json.dumps(found)).values())  # as it leaves the program


def agree(found, case, rtol=1e-8):
    """Compare every figure that the case has."""
    assert_allclose(found["estimate"], listed(case["estimate"]), rtol=rtol)
    for key in ("se", "vcov"):
        if key in case:
            scale = np.abs(np.ravel(case[key])).max() + np.abs(np.ravel(case["estimate"])).max()  # for zeros
            assert_allclose(np.ravel(found[key]), np.ravel(case[key]), rtol=rtol, atol=1e-14 * scale)


@pytest.mark.parametrize("name", api_cases())
def test_the_school_samples(tmp_path, name):
    sample, _, question = name.partition(".")
    (found,), case = run(tmp_path, *DESIGNS[sample], ASKED[question]), CASES[name]
    if "result" in case and question.startswith("quantile"):
        agree(found, case["result"], rtol=1e-6)
        ends = list(zip(case["result"]["ci_lower"], case["result"]["ci_upper"], strict=True))
        assert_allclose(found["ci"], ends, rtol=1e-6)
    elif "result" in case:
        agree(found, case["result"])
    elif "statistic" in case:
        assert_allclose([found["statistic"], found["p"]], [case["statistic"], case["p"]], rtol=1e-8)
        assert_allclose(found["parameter"], case.get("parameter", found["parameter"]), rtol=1e-8)
    elif "ci" in case:
        assert_allclose(found["ci"][0], case["ci"], rtol=2e-5 if "likelihood" in name else 1e-8)
    elif question.startswith("ci."):
        assert_allclose(found["ci"][0], case["value"], rtol=1e-8)
    elif question.startswith("deff"):
        assert_allclose(found["deff"][0], case["value"], rtol=1e-8)
    else:
        assert_allclose(found["value"], case["value"], rtol=1e-12)


def test_every_school_case_was_taken():
    others = ("calibrate", "poststrat", "trim")
    named = {name for name in CASES if name.partition(".")[0] in DESIGNS and not any(o in name for o in others)}
    assert set(api_cases()) == named and len(named) > 100


BOUNDS = {"linear": None, "raking": None, "linear_bounded": [0.7, 1.7], "logit": [0.7, 1.7]}


@pytest.mark.parametrize("method", BOUNDS)
def test_calibration(tmp_path, method):
    case = CASES[f"clus1.calibrate.{method}"]
    piece = {"method": "calibrate", "formula": ["stype", "api99"], "totals": TOTALS, "bounds": BOUNDS[method]}
    adjust = [piece | {"distance": method.removesuffix("_bounded")}]
    found = run(tmp_path, *DESIGNS["clus1"], ENROLL, API00, ASKED["prop.comp.imp"], RATIO, adjust=adjust)
    for one, name in zip(found, ("total.enroll", "mean.api00", "prop.comp.imp", "ratio"), strict=True):
        agree(one, case[name])


@pytest.mark.parametrize("question", ["total.enroll", "mean.api00"])
def test_post_stratification(tmp_path, question):
    adjust = [{"method": "poststratify", "by": "stype", "totals": {"E": 4421, "H": 755, "M": 1018}}]
    (found,) = run(tmp_path, *DESIGNS["clus1"], ASKED[question], adjust=adjust)
    agree(found, CASES[f"clus1.poststrat.{question}"]["result"])


def test_trimming(tmp_path):
    (found,) = run(tmp_path, *DESIGNS["strat"], API00, adjust=[{"method": "trim", "upper": 42}])
    agree(found, CASES["strat.trim_42"]["mean.api00"])


SCD = {"strata": "ESA", "ids": "ambulance", "nest": True}
REPLICATED = {"clus1": "apiclus1", "strat": "apistrat", "clus2": "apiclus2", "scd": "scd"}
OF_REPLICATES = {
    "mean.api00": API00,
    "total.enroll": ENROLL,
    "ratio": RATIO,
    "by.stype.mean.api00": API00 | {"by": "stype"},
    "mean.alive": {"stat": "mean", "y": "alive"},
    "total.alive": {"stat": "total", "y": "alive"},
    "ratio.alive_arrests": {"stat": "ratio", "num": "alive", "den": "arrests"},
}


def weighted_copy(folder, data, weights):
    """The data with the full-sample weights of the case as a column."""
    with (FOLDER / f"{data}.csv").open() as file:
        heading, *rows = csv.reader(file)
    path = folder / "weighted.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [[*heading, "full_sample"], *([*row, w] for row, w in zip(rows, weights, strict=True))]
        )
    return str(path.with_suffix(""))


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("rep.")])
def test_replicate_weights(tmp_path, name):
    case = CASES[name]
    asked = {key: piece for key, piece in OF_REPLICATES.items() if key in case}
    kind = {key: case[key] for key in ("scale", "rscales", "mse")} | {"file": str(FOLDER / case["file"])}
    data = weighted_copy(tmp_path, REPLICATED[name.split(".")[1].split("_")[0]], case["full_weights"])
    found = run(tmp_path, data, {"weights": "full_sample", "replicates": kind}, *asked.values(), {"stat": "degf"})
    for key, one in zip(asked, found, strict=False):
        agree(one, case[key])
    assert len(asked) > 2 and found[-1]["value"] == case.get("degf", found[-1]["value"])


def test_the_classical_examples(tmp_path):
    design = SCD | {"weights": "full_sample"}
    data = weighted_copy(tmp_path, "scd", [2] * 6)
    mean, ratio = run(tmp_path, data, design, OF_REPLICATES["mean.alive"], OF_REPLICATES["ratio.alive_arrests"])
    agree(mean, CASES["scd.linear"]["mean.alive"])
    agree(ratio, CASES["scd.linear"]["ratio"])
    two_stages = {"ids": ["id1", "id2"], "fpc": ["n1", "n2"]}
    found = run(tmp_path, "mu284", two_stages, {"stat": "total", "y": "y1"}, {"stat": "mean", "y": "y1"})
    agree(found[0], CASES["mu284.twostage"]["total"])
    agree(found[1], CASES["mu284.twostage"]["mean"])


def test_a_health_survey_by_three_columns(tmp_path):
    design = {"ids": "SDMVPSU", "strata": "SDMVSTRA", "nest": True, "weights": "WTMEC2YR"}
    asked = {"stat": "mean", "y": "HI_CHOL", "by": ["race", "RIAGENDR", "agecat"]}
    (found,) = run(tmp_path, "nhanes", design, asked)
    agree(found, CASES["nhanes.by"]["result"])
    assert [level["race"] for level in found["levels"]] == CASES["nhanes.by"]["result"]["race"]
    assert found["missing"] > 0


@pytest.mark.parametrize("rule", ["remove", "certainty", "average"])
def test_a_stratum_with_one_psu(tmp_path, rule):
    with (FOLDER / "fpc.csv").open() as file:
        heading, *rows = csv.reader(file)
    kept = [row for k, row in enumerate(rows) if row[0] != "1" or k == 0]
    with (tmp_path / "lonely.csv").open("w", newline="") as file:
        csv.writer(file).writerows([heading, *kept])
    design = {"ids": "psuid", "strata": "stratid", "nest": True, "weights": "weight", "single_psu": rule}
    data = str(tmp_path / "lonely")
    mean, total = run(tmp_path, data, design, {"stat": "mean", "y": "x"}, {"stat": "total", "y": "x"})
    agree(mean, CASES[f"lonely.{rule}"]["mean"])
    agree(total, CASES[f"lonely.{rule}"]["total"])


JOINT = str(FOLDER / "election_jointprob.csv")
# Hartley and Rao need the sum of p^2 over all counties, which the case used and the sample does not hold; it is the
# one number that gives the six variances and covariances of the case.
ELECTION = {
    "brewer": {"fpc": "p", "pps": "brewer"},
    "hr": {"fpc": "p", "pps": {"method": "hr", "sum_p2": 0.1032102726623523 * 40}},
    "ht": {"fpc": "p", "pps": {"method": "ht", "joint": JOINT}},
    "yg": {"fpc": "p", "pps": {"method": "yg", "joint": JOINT}},
    "wr": {"weights": "wt"},
}


@pytest.mark.parametrize("method", ELECTION)
def test_unequal_probabilities(tmp_path, method):
    (found,) = run(tmp_path, "election_pps", ELECTION[method], {"stat": "total", "y": ["Bush", "Kerry", "Nader"]})
    agree(found, CASES[f"pps.{method}"]["total"])


def test_a_contrast(tmp_path):
    by = API00 | {"by": "stype", "id": "m"}
    difference = {"stat": "contrast", "of": "m", "weights": [1, -1, 0], "id": "c"}
    means, found = run(tmp_path, *DESIGNS["strat"], by, difference)
    assert_allclose(found["estimate"], [means["estimate"][0] - means["estimate"][1]])
    assert_allclose(found["se"], [np.hypot(means["se"][0], means["se"][1])])  # strata are drawn apart


def test_two_columns_of_groups_come_out_in_the_order_of_the_plan(tmp_path):
    (found,) = run(tmp_path, *DESIGNS["strat"], API00 | {"by": BOTH})
    assert [level["sch.wide"] for level in found["levels"]][:2] == ["No", "Yes"]
