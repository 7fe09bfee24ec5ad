"""The kinds of evidence that are few rows come back as typed values."""

import datetime as dt

import pytest

from pingyi.analysis.reading.convert import Rules
from pingyi.analysis.records import (
    AssessedLevels,
    Commitment,
    ExternalMark,
    Finding,
    RectificationCounts,
    assessed_levels,
    commitment_grades,
    external_marks,
    inspection_findings,
    rectification_counts,
)
from tests.analysis.tables import converted


def canonical(folder, kind, text, name="a"):
    source = folder / f"{kind}-{name}.csv"
    source.write_text(text, encoding="utf-8")
    converted(source, kind, Rules(units={"A", "B"}))
    return source.with_suffix(".canonical")


def test_findings_by_unit(tmp_path):
    heading = "unit,visit,day,kind,item,found_by,repeat,severity,deduction_e2,upheld\n"
    rows = (
        "A,v2,2026-03-05,covert,queue,media,1,minor,50,1\n"
        "A,v2,2026-03-05,covert,sign,media,0,,0,0\n"
        "B,v3,2026-03-06,open,sign,self,0,,0,1\n"
    )
    found = inspection_findings([canonical(tmp_path, "inspection", heading + rows)])
    assert {unit: (one.visits, len(one.findings)) for unit, one in found.items()} == {"A": (1, 2), "B": (1, 1)}
    day = dt.date(2026, 3, 5)
    assert found["A"].findings[0] == Finding("A", "v2", day, "covert", "queue", "media", 1, "minor", 50, True)


def test_levels_by_unit_and_criterion(tmp_path):
    text = "unit,criterion,level,assessor,session\nA,law,4,x,\nA,law,2,y,s\nB,law,5,x,\n"
    found = assessed_levels([canonical(tmp_path, "assessment", text)])
    assert found == {("A", "law"): AssessedLevels((2, 4)), ("B", "law"): AssessedLevels((5,))}


def test_rectification_is_summed_over_periods_and_batches(tmp_path):
    heading = "unit,due,confirmed,claimed,late,reopened,period\n"
    files = [
        canonical(tmp_path, "rectification", f"{heading}A,10,6,8,1,2,{period}\n", period) for period in ("Q1", "Q2")
    ]
    assert rectification_counts(files) == {"A": RectificationCounts(20, 12, 16, 2, 4)}


def test_promises_by_unit(tmp_path):
    text = "unit,measure,grade,known_n,used_n,delivered_n,asked_n\nA,中午不停办,4,31,22,21,40\n"
    found = commitment_grades([canonical(tmp_path, "commitment", text)])
    assert found == {"A": (Commitment("A", "中午不停办", 4, 31, 22, 21, 40),)}


def test_marks_of_other_bodies(tmp_path):
    text = "unit,year,body,grade,score_e2,document\nB,2025,考评办,,9150,\n"
    found = external_marks([canonical(tmp_path, "external", text)])
    assert found == {"B": (ExternalMark("B", 2025, "考评办", None, 9150, None),)}


@pytest.mark.parametrize(
    "read", [inspection_findings, assessed_levels, rectification_counts, commitment_grades, external_marks]
)
def test_no_batch_is_no_record(read):
    assert read([]) == {}
