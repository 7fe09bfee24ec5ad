"""What a page shows beside a score: findings of the unit, of the units below it, and what the score went without."""

import csv
import datetime as dt
import json
from dataclasses import replace

import duckdb
import pytest

from pingyi.analysis.appraisal import Frame, Gathered
from pingyi.analysis.appraisal.frame import UnitRow
from pingyi.results.collecting import facts_of, judged
from pingyi.results.facts import Facts, FoundBelow
from pingyi.scoring.composite import score
from pingyi.scoring.evidence import Rectification
from pingyi.scoring.presets import preset
from tests.scoring.units import SCHEME, county

HEADING = ["unit", "visit", "day", "kind", "item", "found_by", "repeat", "severity", "deduction_e2", "upheld"]
DAY = dt.date(2025, 11, 12)
# what city inspectors find costs 0.3 where it is minor, 1 where it is moderate, by the scheme recommended
ROWS = [
    ("c", "V1", DAY, "open", "sign", "city", 0, "minor", 30, True),
    ("w1", "V2", DAY, "covert", "notice", "city", 0, "moderate", 100, True),
    ("w1", "V2", DAY, "covert", "queue", "city", 0, "none", 0, True),
    ("w2", "V3", DAY, "covert", "notice", "city", 0, "moderate", 100, True),
    ("w2", "V4", DAY, "covert", "sign", "city", 0, "minor", 30, True),
    ("w2", "V4", DAY, "covert", "manned", "city", 0, "serious", 200, False),
    ("other", "V5", DAY, "covert", "manned", "city", 0, "serious", 200, True),
]


@pytest.fixture
def inspection(tmp_path):
    table, parquet = tmp_path / "inspection.csv", tmp_path / "inspection.parquet"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([HEADING, *ROWS])
    with duckdb.connect() as engine:
        engine.execute(f"COPY (SELECT * FROM read_csv('{table}')) TO '{parquet}' (FORMAT parquet)")
    return [parquet]


def frame():
    above = {"top": "", "c": "top", "w1": "c", "w2": "c", "w3": "c", "other": "top"}
    return Frame(tuple(UnitRow(code, parent, "county", "", "", code, code) for code, parent in above.items()))


def gathered():
    return Gathered(**{field: {} for field in Gathered.__dataclass_fields__})


def test_a_unit_above_others_tells_what_was_found_below_it_as_its_score_counts_it(inspection):
    facts = facts_of(preset("recommended"), frame(), gathered(), inspection)
    assert [(one.item, one.deduction) for one in facts["c"].findings] == [("sign", 0.3)]
    below = facts["c"].below
    assert (below.units, below.visits, below.findings) == (2, 3, 3)
    assert below.items == (("notice", 2), ("sign", 1))
    # 0.3 + 1 + 1 + 0.3 over the four visits at the unit and below it
    assert (below.per, below.off) == ("visit", 0.65)


def test_a_unit_with_nothing_below_lists_its_own_only(inspection):
    facts = facts_of(preset("recommended"), frame(), gathered(), inspection)
    assert facts["w2"].below is None and facts["w3"] == Facts()
    assert len(facts["w2"].findings) == 2


def test_facts_come_back_as_they_were_stored(inspection):
    found = facts_of(preset("recommended"), frame(), gathered(), inspection)["c"]
    whole = replace(found, unmet=("no_veto",), without={"conduct": ["inspection.deductions"]})
    assert Facts.read(json.loads(json.dumps(whole.as_stored(), sort_keys=True))) == whole and isinstance(
        whole.below, FoundBelow
    )


def test_facts_keep_what_was_not_met_and_what_was_missing():
    unit = county("a", 96, findings=(), rectification=Rectification(40, 30))
    facts = judged(Facts(), score(SCHEME, [unit]).unit("a"))
    assert facts.unmet == ("rectification.confirmed",)
    assert facts.without == {"conduct": ["inspection.deductions"]}
