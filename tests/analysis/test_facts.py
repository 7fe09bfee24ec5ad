"""A fact counts once: a second batch about the same one is refused, and so are levels and days that mean nothing."""

import datetime as dt

import pytest

from pingyi.analysis.reading.convert import Rules
from tests.analysis.tables import RULES, UNITS, converted, sample_row, write_csv
from tests.analysis.test_bad_input import refusal

HEADINGS = {
    "rectification": "unit,due,confirmed,claimed,late,reopened,period",
    "commitment": "unit,measure,grade,known_n,used_n,delivered_n,asked_n",
    "assessment": "unit,criterion,level,assessor,session",
    "external": "unit,year,body,grade,score_e2,document",
    "inspection": "unit,visit,day,kind,item,found_by,repeat,severity,deduction_e2,upheld",
    "ratings": "unit,service_point,day,channel,open,level,reasons",
}
FACTS = {
    # kind: a row, the same fact told otherwise, another fact
    "rectification": ("A,9,8,8,0,0,2025", "A,9,7,8,1,0,2025", "A,9,8,8,0,0,2024"),
    "commitment": ("A,m,4,1,1,1,9", "A,m,3,1,1,1,9", "A,n,4,1,1,1,9"),
    "assessment": ("A,law,4,x,", "A,law,5,x,", "A,law,4,x,spring"),
    "external": ("A,2025,office,,,", "A,2025,office,good,,", "A,2024,office,,,"),
    "inspection": (
        "A,v1,2025-03-01,open,sign,p,0,,100,1",
        "A,v1,2025-03-01,open,sign,q,0,,200,1",
        "A,v2,2025-03-01,open,sign,p,0,,100,1",
    ),
}


def table(path, kind, *rows):
    """Rows of a kind as a CSV file."""
    path.write_text("\n".join([HEADINGS[kind], *rows]) + "\n")
    return path


def rules_after(folder, kind):
    """The rules once batches 3 and 5 of other units, and batch 4 with the fact, are in force."""
    for number, unit in ((3, "B"), (4, "A"), (5, "C")):
        row = FACTS[kind][0].replace("A,", f"{unit},", 1)
        converted(table(folder / f"{number}.csv", kind, row), kind, Rules(units={"A", "B", "C"}))
    earlier = {number: folder / f"{number}.canonical" for number in (3, 4, 5)}
    return Rules(units={"A", "B", "C"}, earlier=earlier)


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_already_told_is_refused_with_the_batch(tmp_path, kind):
    first, again, other = FACTS[kind]
    rules = rules_after(tmp_path, kind)
    for row in (first, again):
        (issue,) = refusal(table(tmp_path / "more.csv", kind, other, row), kind, rules)
        assert (issue.code, issue.row) == ("key_in_force", 3)
        assert "第 4 批" in issue.what.zh and "replaces 4" in issue.remedy.en


@pytest.mark.parametrize("kind", FACTS)
def test_another_fact_and_a_correction_are_taken_in(tmp_path, kind):
    _, again, other = FACTS[kind]
    rules = rules_after(tmp_path, kind)
    assert converted(table(tmp_path / "other.csv", kind, other), kind, rules).rows == 1
    corrected = Rules(units=rules.units, earlier={n: path for n, path in rules.earlier.items() if n != 4})
    assert converted(table(tmp_path / "again.csv", kind, again), kind, corrected).rows == 1


def test_findings_of_one_visit_may_stand_side_by_side_in_a_batch(tmp_path):
    assert converted(
        table(tmp_path / "a.csv", "inspection", *FACTS["inspection"][:2]), "inspection", Rules(units={"A"})
    )


def test_a_hundred_told_twice_are_listed(tmp_path):
    rows = [f"A,9,8,8,0,0,{period}" for period in range(150)]
    converted(table(tmp_path / "one.csv", "rectification", *rows), "rectification", Rules(units={"A"}))
    rules = Rules(units={"A"}, earlier={1: tmp_path / "one.canonical"})
    *listed, last = refusal(table(tmp_path / "two.csv", "rectification", *rows), "rectification", rules)
    assert [issue.row for issue in listed] == list(range(2, 102)) and "50" in last.what.zh


LEVELS = {"law": frozenset({1, 2, 3}), "work": frozenset({0, 10})}
ASSESSED = [
    (["A,law,4,x,"], [("level_off_scale", 2, "level")]),
    (["A,law,3,x,", "A,work,3,x,"], [("level_off_scale", 3, "level")]),
    (["A,low,3,x,", "A,low,9,y,"], [("criterion_unknown", 2, "criterion")]),
    (["A,law,11,x,"], [("out_of_range", 2, "level")]),
    (["A,law,good,x,"], [("not_integer", 2, "level")]),
]


@pytest.mark.parametrize(("rows", "found"), ASSESSED)
def test_assessments_are_held_against_the_scheme(tmp_path, rows, found):
    rules = Rules(units={"A"}, levels=LEVELS)
    issues = refusal(table(tmp_path / "a.csv", "assessment", *rows), "assessment", rules)
    assert [(issue.code, issue.row, issue.field) for issue in issues] == found


def test_assessments_on_their_scales_are_taken_in(tmp_path):
    path = table(tmp_path / "a.csv", "assessment", "A,law,3,x,", "A,work,10,x,")
    assert converted(path, "assessment", Rules(units={"A"}, levels=LEVELS)).rows == 2


def test_a_scheme_without_assessment_takes_none(tmp_path):
    path = table(tmp_path / "a.csv", "assessment", "A,law,3,x,")
    (issue,) = refusal(path, "assessment", Rules(units={"A"}, levels={}))
    assert issue.code == "criterion_unknown" and "不必导入" in issue.remedy.zh


def test_ratings_are_held_against_the_one_scale(tmp_path):
    path = table(tmp_path / "a.csv", "ratings", "A,,2025-03-01,qr,1,3,", "A,,2025-03-01,qr,1,4,")
    (issue,) = refusal(path, "ratings", Rules(units={"A"}, levels={"level": {1, 2, 3}}))
    assert (issue.code, issue.row) == ("level_off_scale", 3) and "1 2 3" in issue.remedy.zh


YEAR = (dt.date(2024, 1, 1), dt.date(2026, 12, 31))
DAYS = [
    ("2024-01-01", []),
    ("2026-12-31", []),
    ("2023-12-31", ["day_out_of_range"]),
    ("2099-01-01", ["day_out_of_range"]),
    ("99999-01-01", ["day_out_of_range"]),
    ("infinity", ["day_out_of_range"]),
    ("2025-02-29", ["not_a_date"]),
]


@pytest.mark.parametrize(("day", "codes"), DAYS)
@pytest.mark.parametrize("kind", ["ratings", "inspection"])
def test_days_lie_near_the_campaign(tmp_path, kind, day, codes):
    row = {"ratings": f"A,,{day},qr,1,3,", "inspection": f"A,v,{day},open,i,p,0,,0,1"}[kind]
    path, rules = table(tmp_path / "a.csv", kind, row), Rules(units={"A"}, days=YEAR)
    found = [issue.code for issue in refusal(path, kind, rules)] if codes else []
    assert found == codes
    assert codes or converted(path, kind, rules).rows == 1


def test_days_of_another_age_are_refused_even_when_the_year_is_not_known(tmp_path):
    path = table(tmp_path / "a.csv", "ratings", "A,,99999-01-01,qr,1,3,", "A,,1999-12-31,qr,1,3,")
    assert [issue.row for issue in refusal(path, "ratings", Rules(units={"A"}))] == [2, 3]


def notices_of_a_second_list(folder, rows):
    """The notices about `rows` after the sound list of twelve is in force as batch 7."""
    converted(write_csv(folder / "one.csv", [sample_row(n) for n in range(1, 13)]))
    rules = Rules(units=UNITS, scales=RULES.scales, earlier={7: folder / "one.canonical"})
    return converted(write_csv(folder / "two.csv", rows), rules=rules).notices


def test_a_list_much_like_another_is_told(tmp_path):
    renumbered = [sample_row(n, mode="web") | {"row": n + 100} for n in range(1, 8)]
    (notice,) = notices_of_a_second_list(tmp_path, [*renumbered, *(sample_row(n) for n in range(20, 26))])
    assert notice.code == "rows_like_another_batch" and "7 行" in notice.what.zh and "第 7 批" in notice.what.zh


def test_an_item_added_to_the_list_does_not_hide_it(tmp_path):
    first = [{name: cell for name, cell in sample_row(n).items() if name != "q_calm"} for n in range(1, 13)]
    converted(write_csv(tmp_path / "one.csv", first))
    rules = Rules(units=UNITS, scales=RULES.scales, earlier={7: tmp_path / "one.canonical"})
    later = write_csv(tmp_path / "two.csv", [sample_row(n) for n in range(1, 13)])
    assert [notice.code for notice in converted(later, rules=rules).notices] == ["rows_like_another_batch"]


def test_another_list_with_the_same_row_numbers_is_not(tmp_path):
    others = [sample_row(n, psu=f"x{n}") for n in range(1, 13)]
    assert not notices_of_a_second_list(tmp_path, others)
    half = [sample_row(n, psu=f"p{n}" if n <= 6 else f"x{n}") for n in range(1, 13)]
    assert not notices_of_a_second_list(tmp_path, half)
