"""`pingyi estimate` as it is called."""

import json

from tests.analysis.plans.cases import API00, DESIGNS, plan_file
from tests.cli.test_root import run


def test_json_and_nothing_else(tmp_path):
    plan = plan_file(tmp_path, *DESIGNS["clus2"], API00 | {"by": "stype", "ci": {}})
    code, out, err = run("estimate", str(plan), "--json")
    found = json.loads(out)["results"]["e0"]
    assert code == 0 and err == ""
    assert [level["stype"] for level in found["levels"]] == ["E", "H", "M"]
    assert len(found["ci"]) == 3 and len(found["vcov"]) == 3


def test_a_table_for_people(tmp_path):
    plan = plan_file(tmp_path, *DESIGNS["srs"], API00 | {"ci": {"method": "t"}})
    code, out, _ = run("estimate", str(plan))
    assert code == 0 and "656.585" in out and "9.24972" in out


def test_a_refusal_is_one_and_an_unreadable_plan_two(tmp_path):
    plan = plan_file(tmp_path, *DESIGNS["srs"], {"stat": "mean", "y": "nothing"})
    assert run("estimate", str(plan))[0] == 1
    plan.write_text("no plan")
    code, out, _ = run("estimate", str(plan), "--json")
    assert code == 2 and out == ""
