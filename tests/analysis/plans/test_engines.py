"""Plans on DuckDB and on Spark give what the rows give in memory."""

import json

import numpy as np
import pytest

from pingyi.analysis.plans import estimate, estimate_with, read_plan
from pingyi.wording import Refused
from tests import java
from tests.analysis.plans.cases import API00, DESIGNS, plan_file
from tests.cli.test_root import run

STRAT = ("apistrat", {"strata": "stype", "weights": "pw", "fpc": "fpc"})
CLUS = ("apiclus1", {"ids": "dnum", "weights": "pw", "fpc": "fpc"})
ASKED = [
    API00 | {"ci": {}},
    {"stat": "mean", "y": ["api00", "api99"], "by": ["stype"], "ci": {"method": "normal", "level": 0.9}},
    {"stat": "mean", "y": "target", "by": ["comp.imp", "sch.wide"]},
    {"stat": "mean", "y": "full", "where": 'api00 > 600 and not (stype == "H" or meals <= 5)'},
    {"stat": "proportion", "y": "stype", "by": ["comp.imp"], "ci": {"method": "xlogit"}},
    {"stat": "proportion", "y": "comp.imp", "level": "Yes", "where": "ell >= 10", "ci": {"method": "beta"}},
    {"stat": "ratio", "num": "api.stu", "den": "enroll", "by": ["stype"], "ci": {}},
]


def both(folder, engine, data, design, *pieces, **more):
    plan = read_plan(plan_file(folder, data, design, *pieces))
    return estimate(plan), estimate_with(plan, engine, **more)


def alike(one, other):
    assert one.keys() == other.keys()
    for name, expected in one.items():
        found = other[name]
        assert found["levels"] == expected["levels"] and found["missing"] == expected["missing"], name
        assert (found["n"], found["df"]) == (expected["n"], expected["df"]), name
        for key in {"estimate", "se", "ci"} & expected.keys():
            close = np.allclose(found[key], expected[key], rtol=1e-7, atol=0)  # weights are kept to a millionth
            assert close, (name, key)


@pytest.mark.parametrize(("data", "design"), [STRAT, CLUS], ids=["stratified", "clustered"])
def test_duckdb_gives_what_the_rows_give(tmp_path, data, design):
    alike(*both(tmp_path, "duckdb", data, design, *ASKED))


@pytest.mark.skipif(not java.found(), reason="Spark needs Java 17")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_gives_what_duckdb_gives_to_the_last_bit(tmp_path):
    pytest.importorskip("pyspark", reason="Spark is an extra")
    plan = read_plan(plan_file(tmp_path, *STRAT, ASKED[-1]))
    assert estimate_with(plan, "spark", master="local[2]") == estimate_with(plan, "duckdb")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"stat": "quantile", "y": "api00", "p": [0.5]}, "stat=quantile"),
        ({"stat": "mean", "y": "api00", "deff": True}, "deff"),
        ({"stat": "mean", "y": "nothing"}, "nothing"),
        ({"stat": "mean", "y": "sname"}, "sname"),
        ({"stat": "mean", "y": "api00", "where": "towns > 1"}, "towns"),
        ({"stat": "proportion", "y": "stype", "level": "X"}, "stype=X"),
    ],
)
def test_what_an_engine_cannot_carry_is_named(tmp_path, change, named):
    with pytest.raises(Refused) as refused:
        estimate_with(read_plan(plan_file(tmp_path, *STRAT, change)), "duckdb")
    assert named in refused.value.issues[0].what.zh and named in refused.value.issues[0].what.en


@pytest.mark.parametrize(("line", "named"), [("s,p,,3,B", "w"), ("s,,1,3,B", "psu"), ("s,p,-1,3,B", "w")])
def test_a_design_with_holes_is_refused_by_its_column(tmp_path, line, named):
    (tmp_path / "holes.csv").write_text("stratum,psu,w,y,unit\ns,p1,1,2,A\ns,p2,1,4,A\n" + line + "\n")
    design = {"ids": "psu", "strata": "stratum", "weights": "w"}
    plan = plan_file(tmp_path, str(tmp_path / "holes"), design, {"stat": "mean", "y": "y"})
    with pytest.raises(Refused) as refused:
        estimate_with(read_plan(plan), "duckdb")
    issue = refused.value.issues[0]
    assert f"“{named}”" in issue.what.zh + issue.remedy.zh


def test_columns_may_be_called_as_ours_are(tmp_path):
    """Data with columns stratum, psu, w, unit of their own that mean something else."""
    rows = [f"{k % 2},{k // 2},{1 + k % 3},{k},{'AB'[k % 2]},{k % 4}" for k in range(40)]
    (tmp_path / "own.csv").write_text("h,c,weight,w,unit,psu\n" + "\n".join(rows) + "\n")
    design = {"ids": "c", "strata": "h", "weights": "weight", "nest": True}
    asked = {"stat": "mean", "y": ["w", "psu"], "by": "unit", "where": "psu > 0", "ci": {}}
    alike(*both(tmp_path, "duckdb", str(tmp_path / "own"), design, asked))


def test_two_stages_are_for_the_rows(tmp_path):
    with pytest.raises(Refused) as refused:
        estimate_with(read_plan(plan_file(tmp_path, *DESIGNS["clus2"], API00)), "duckdb")
    assert refused.value.issues[0].code == "not_on_engine" and "fpc" in refused.value.issues[0].what.zh


def test_the_command(tmp_path):
    plan = plan_file(tmp_path, *STRAT, API00)
    code, out, err = run("estimate", str(plan), "--engine", "duckdb", "--json")
    assert code == 0 and err == ""
    assert json.loads(out)["results"]["e0"]["estimate"] == pytest.approx([662.2873635711], rel=1e-9)
