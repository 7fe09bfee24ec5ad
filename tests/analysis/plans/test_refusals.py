"""A plan that cannot be carried out is refused by the name of what is wrong; the traps give figures, never NaN."""

import json
import math

import pytest

from pingyi.analysis.plans import estimate, read_plan
from pingyi.wording import Refused
from tests.analysis.plans.cases import API00, DESIGNS, ENROLL, YES, plan_file

SCHOOLS = DESIGNS["strat"]


def refused(folder, design, *asked, data="apistrat", adjust=()):
    with pytest.raises(Refused) as caught:
        estimate(read_plan(plan_file(folder, data, design, *asked, adjust=adjust)))
    issue = caught.value.issues[0]
    return f"{issue.what.en} {issue.remedy.en}"


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        ({"stat": "mean", "y": "api01"}, "api01"),
        ({"stat": "median", "y": "api00"}, "median"),
        (API00 | {"round": 2}, "mean.round"),
        (API00 | {"by": "colour"}, "colour"),
        (API00 | {"where": "api00 >"}, "api00 >"),
        (API00 | {"where": "__import__('os')"}, "__import__"),
        (API00 | {"ci": {"method": "beta"}}, "beta"),
        (API00 | {"deff": "sideways"}, "sideways"),
        (YES | {"level": "Perhaps"}, "Perhaps"),
        ({"stat": "mean", "y": "stype"}, "stype"),
        ({"stat": "contrast", "of": "nobody", "weights": [1]}, "nobody"),
        ({"stat": "regression", "formula": "api00 ~ ell + ell"}, "twice"),
        ({"stat": "regression", "formula": "api00"}, "api00"),
        (API00 | {"where": "api00 > 5000"}, "no valid answer"),
    ],
)
def test_the_estimate_is_named(tmp_path, piece, named):
    assert named in refused(tmp_path, SCHOOLS[1], piece)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"strata": "county"}, "county"),
        ({"weight": "pw"}, "design.weight"),
        ({"single_psu": "guess"}, "guess"),
        ({"fpc": "growth"}, "Population sizes"),
        ({"weights": None, "fpc": None}, "weights"),
        ({"replicates": {"file": "no.csv"}}, "no.csv"),
        ({"pps": "sampford"}, "sampford"),
        ({"ids": "cds", "strata": "dname", "fpc": None}, "one sampled PSU"),
    ],
)
def test_the_design_is_named(tmp_path, changes, named):
    assert named in refused(tmp_path, SCHOOLS[1] | changes, API00)


ONE = {"method": "calibrate", "formula": ["api99"], "totals": {"1": 6194, "api99": 1}}


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        ({"method": "poststratify", "by": "stype", "totals": {"E": 1, "H": 1}}, "“M”"),
        ({"method": "poststratify", "by": "stype", "totals": {"E": 1, "H": 1, "M": 1, "X": 1}}, "“X”"),
        ({"method": "poststratify", "by": "stype", "totals": {"E": 1, "H": 1, "M": 0}}, "“M”"),
        ({"method": "smooth"}, "smooth"),
        ({"method": "trim", "upper": 2}, "limits"),
        ({"method": "calibrate", "formula": ["stype"], "totals": {"1": 10}}, "stypeH"),
        (ONE | {"bounds": [0.9, 1.1]}, "meet"),
        (ONE | {"distance": "logit"}, "bound"),
    ],
)
def test_the_adjustment_is_named(tmp_path, piece, named):
    assert named in refused(tmp_path, SCHOOLS[1], API00, adjust=[piece])


def test_margins_that_contradict_one_another_cannot_be_met(tmp_path):
    margins = [
        {"by": "stype", "totals": {"E": 4421, "H": 755, "M": 1018}},
        {"by": "sch.wide", "totals": {"Yes": 5122, "No": 9999}},
    ]
    assert "meet" in refused(tmp_path, SCHOOLS[1], API00, adjust=[{"method": "rake", "margins": margins}])


def test_files_that_cannot_be_read(tmp_path):
    broken = tmp_path / "plan.json"
    broken.write_text("{")
    with pytest.raises(Refused) as caught:
        read_plan(broken)
    assert caught.value.issues[0].code == "unreadable_plan"
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and nothing more")
    broken.write_text(json.dumps({"data": "cut.parquet", "estimates": [API00 | {"id": "m"}]}))
    with pytest.raises(Refused) as caught:
        estimate(read_plan(broken))
    assert caught.value.issues[0].code == "unreadable_data" and "cut.parquet" in str(caught.value)


def table(folder, text):
    (folder / "small.csv").write_text(text)
    return str(folder / "small")


ALIKE = "unit,w,y\n" + "".join(f"{unit},{w},1\n" for unit in "ab" for w in (1, 2, 0))


def test_an_item_that_all_answer_alike_has_no_error_and_an_honest_interval(tmp_path):
    asked = {"stat": "proportion", "y": "y", "level": 1, "by": "unit", "ci": {"method": "xlogit"}}
    plan = plan_file(tmp_path, table(tmp_path, ALIKE), {"weights": "w"}, asked)
    found = estimate(read_plan(plan))["e0"]
    assert found["se"] == [0, 0] and found["n"] == [2, 2]  # weights of 0 are nobody
    assert all(low < 0.4 and high == 1 for low, high in found["ci"])


def test_missing_answers_are_dropped_per_estimate_and_counted(tmp_path):
    data = table(tmp_path, "w,y,z\n1,1,\n1,,2\n1,3,4\n1,NA,6\n")
    plan = plan_file(tmp_path, data, {"weights": "w"}, *({"stat": "mean", "y": y} for y in "yz"))
    first, second = estimate(read_plan(plan)).values()
    assert (first["estimate"], first["missing"], first["n"]) == ([2.0], 2, [2])
    assert (second["estimate"], second["missing"]) == ([4.0], 1)


def test_weights_times_a_constant_change_no_mean(tmp_path):
    rows = (tmp_path / "x.csv", [f"{k % 4},{1 + k % 3},{k * k % 7}" for k in range(40)])
    answers = []
    for factor in (1, 1000):
        lines = [f"{s},{int(w) * factor},{y}" for s, w, y in (row.split(",") for row in rows[1])]
        rows[0].write_text("s,w,y\n" + "\n".join(lines))
        design = {"strata": "s", "weights": "w"}
        asked = API00 | {"y": "y"}
        answers.append(estimate(read_plan(plan_file(tmp_path, str(tmp_path / "x"), design, asked)))["e0"])
    assert math.isclose(answers[0]["estimate"][0], answers[1]["estimate"][0], rel_tol=1e-14)
    assert math.isclose(answers[0]["se"][0], answers[1]["se"][0], rel_tol=1e-12)


def test_raking_meets_every_margin(tmp_path):
    margins = [
        {"by": "stype", "totals": {"E": 4421, "H": 755, "M": 1018}},
        {"by": "sch.wide", "totals": {"Yes": 5122, "No": 1072}},
    ]
    asked = [{"stat": "sum_weights", "where": f'{m["by"]} == "{level}"'} for m in margins for level in m["totals"]]
    plan = plan_file(tmp_path, *SCHOOLS, *asked, ENROLL, adjust=[{"method": "rake", "margins": margins}])
    *sums, enrolled = estimate(read_plan(plan)).values()
    wanted = [total for margin in margins for total in margin["totals"].values()]
    assert [one["value"] for one in sums] == pytest.approx(wanted, rel=1e-11)
    assert enrolled["se"][0] > 0
