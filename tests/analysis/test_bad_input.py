"""Bad input gets a sentence that names the row, the column and the remedy, in both languages; nothing is kept."""

import zipfile

import pytest

from pingyi.analysis.reading.convert import Rules
from pingyi.wording import Refused
from tests.analysis.tables import RULES, SCALE, UNITS, converted, csv_text, sample_row, write_csv, write_parquet

ROWS = [sample_row(n) for n in range(1, 13)]


def refusal(path, kind="sample", rules=RULES):
    """The issues a file is refused with; no canonical file is left."""
    with pytest.raises(Refused) as caught:
        converted(path, kind, rules)
    assert not path.with_suffix(".canonical").exists()
    for issue in caught.value.issues:
        assert issue.say("zh") != issue.say("en")
        assert issue.what.zh and issue.what.en and issue.remedy.zh and issue.remedy.en
    return caught.value.issues


def refusal_of(folder, change, at=3, rules=RULES):
    rows = [row | (change if row["row"] == at else {}) for row in ROWS]
    return refusal(write_csv(folder / "bad.csv", rows), rules=rules)


CELLS = [
    ({"weight_e6": 0}, "design_weight_not_positive", "weight_e6"),
    ({"weight_e6": -1}, "design_weight_not_positive", "weight_e6"),
    ({"weight_e6": 10**16}, "design_weight_too_large", "weight_e6"),
    ({"weight_e6": "1.5"}, "not_integer", "weight_e6"),
    ({"weight_e6": "一"}, "not_integer", "weight_e6"),
    ({"weight_e6": "9" * 30}, "design_weight_too_large", "weight_e6"),
    ({"weight_e6": "-" + "9" * 30}, "design_weight_not_positive", "weight_e6"),
    ({"row": "9" * 30}, "out_of_range", "row"),
    ({"weight_e6": ""}, "cell_empty", "weight_e6"),
    ({"row": "1e3"}, "not_integer", "row"),
    ({"row": "007"}, "not_integer", "row"),
    ({"row": 0}, "out_of_range", "row"),
    ({"row": 2}, "row_repeated", "row"),
    ({"unit": "530199-county_bureau"}, "unit_unknown", "unit"),
    ({"unit": ""}, "cell_empty", "unit"),
    ({"psu": ""}, "cell_empty", "psu"),
    ({"stratum": "x" * 201}, "text_too_long", "stratum"),
    ({"stratum": "a\tb"}, "text_not_plain", "stratum"),
    ({"q_strict": 6}, "answer_off_scale", "q_strict"),
    ({"q_strict": 0}, "answer_off_scale", "q_strict"),
    ({"q_strict": -4}, "answer_off_scale", "q_strict"),
    ({"q_strict": "很满意"}, "not_integer", "q_strict"),
    ({"q_strict": "5.0"}, "not_integer", "q_strict"),
    ({"replicate_group": "A"}, "not_integer", "replicate_group"),
]


@pytest.mark.parametrize(("change", "code", "field"), CELLS)
def test_a_bad_cell_is_named(tmp_path, change, code, field):
    rules = Rules(units=UNITS, scales=RULES.scales, single_psu="warn")
    (issue,) = refusal_of(tmp_path, change, rules=rules)
    assert (issue.code, issue.field, issue.row) == (code, field, 4)


def test_every_bad_cell_is_named_at_once(tmp_path):
    rows = [*ROWS[:5], sample_row(6, q_strict=9, weight_e6=0), sample_row(7, unit="x"), *ROWS[7:]]
    found = refusal(write_csv(tmp_path / "bad.csv", rows))
    assert [(issue.row, issue.field) for issue in found] == [(7, "q_strict"), (7, "weight_e6"), (8, "unit")]


def test_a_hundred_are_listed_and_the_rest_counted(tmp_path):
    rows = [sample_row(n, q_strict=9, q_calm=8) for n in range(1, 201)]
    *listed, last = refusal(write_csv(tmp_path / "bad.csv", rows))
    assert len(listed) == 100
    assert last.code == "more_errors" and "300" in last.what.zh and "300" in last.what.en
    assert [issue.row for issue in listed] == [row for row in range(2, 52) for _ in range(2)]


def test_rows_are_counted_as_in_the_file_in_spite_of_blank_lines(tmp_path):
    lines = csv_text([*ROWS, sample_row(13, q_strict=9)]).splitlines()
    lines[3:3] = ["", ",,,,,,,,", ""]
    (tmp_path / "bad.csv").write_text("\n".join(lines))
    (issue,) = refusal(tmp_path / "bad.csv")
    assert issue.row == 17


def test_an_unknown_unit_is_named_once_with_its_rows(tmp_path):
    rows = [*ROWS, *(sample_row(n, unit="x") for n in range(20, 30))]
    (issue,) = refusal(write_csv(tmp_path / "bad.csv", rows))
    assert issue.row == 14 and "10" in issue.what.zh


HEADINGS = [
    ("q_strict", "q_stern", ["column_unknown"]),
    ("mode", "Mode", ["column_missing", "column_unknown"]),
    ("q_calm", "remark", ["column_unknown"]),
    ("q_calm", "q_strict", ["column_twice"]),
    ("mode", "", ["column_nameless"]),
    ("psu", "psu_id", ["column_missing", "column_unknown"]),
]


@pytest.mark.parametrize(("old", "new", "codes"), HEADINGS)
def test_a_wrong_heading(tmp_path, old, new, codes):
    heading, rows = csv_text(ROWS).split("\n", 1)
    names = [new if name == old else name for name in heading.split(",")]
    (tmp_path / "bad.csv").write_text(",".join(names) + "\n" + rows)
    found = refusal(tmp_path / "bad.csv")
    assert sorted(issue.code for issue in found) == codes
    assert {issue.row for issue in found} == {1}


def test_a_sample_without_any_item(tmp_path):
    rows = [{name: cell for name, cell in row.items() if not name.startswith("q_")} for row in ROWS]
    (issue,) = refusal(write_csv(tmp_path / "bad.csv", rows))
    assert (issue.code, issue.field) == ("column_missing", "q_…")


def test_an_item_of_another_questionnaire(tmp_path):
    (issue,) = refusal(write_csv(tmp_path / "bad.csv", ROWS), rules=Rules(units=UNITS, scales={"calm": SCALE}))
    assert (issue.code, issue.field) == ("column_unknown", "q_strict")
    assert "q_calm" in issue.remedy.zh


UNREADABLE = {
    "unreadable_empty": b"",
    "no_rows": csv_text(ROWS).split("\n")[0].encode(),
    "unreadable_encoding": csv_text(ROWS).encode() + b"\xff\xff\xff",
    "unreadable_separator": csv_text(ROWS).replace(",", ";").encode(),
    "row_shape": csv_text(ROWS).replace("phone", "phone,web", 3).encode(),
    "row_quotes": csv_text(ROWS).replace("phone", '"phone', 1).encode(),
    "unreadable_parquet": b"PAR1 cut",
}


@pytest.mark.parametrize("code", UNREADABLE)
def test_a_file_that_is_no_table(tmp_path, code):
    (tmp_path / "bad.csv").write_bytes(UNREADABLE[code])
    assert {issue.code for issue in refusal(tmp_path / "bad.csv")} == {code}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_encodings_that_are_not_read(tmp_path, encoding):
    (issue,) = refusal(write_csv(tmp_path / "bad.csv", ROWS, encoding))
    assert issue.code == "unreadable_encoding"


def test_rows_with_a_wrong_number_of_cells_are_named(tmp_path):
    lines = csv_text(ROWS).splitlines()
    lines[4] += ",1"
    lines[7] = lines[7].rsplit(",", 2)[0]
    (tmp_path / "bad.csv").write_text("\n".join(lines))
    assert [(issue.code, issue.row) for issue in refusal(tmp_path / "bad.csv")] == [("row_shape", 5), ("row_shape", 8)]


def test_a_workbook_is_not_csv(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.csv", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    (issue,) = refusal(tmp_path / "bad.csv")
    assert issue.code == "unreadable_workbook"


def test_a_missing_file(tmp_path):
    (issue,) = refusal(tmp_path / "none.csv")
    assert issue.code == "unreadable_missing"


def test_a_file_above_the_limit_is_refused_unread(tmp_path):
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(200_000_000)
    (issue,) = refusal(tmp_path / "big.csv")
    assert issue.code == "unreadable_too_large" and "200 MB" in issue.what.zh and "150 MB" in issue.what.zh


@pytest.mark.parametrize("keep", [5, 400, -1])
def test_a_parquet_file_cut_short(tmp_path, keep):
    whole = write_parquet(tmp_path / "a.parquet", write_csv(tmp_path / "a.csv", ROWS)).read_bytes()
    (tmp_path / "bad.parquet").write_bytes(whole[:keep])
    (issue,) = refusal(tmp_path / "bad.parquet")
    assert issue.code == "unreadable_parquet"


def test_a_parquet_file_with_damage_in_the_middle(tmp_path):
    whole = bytearray(write_parquet(tmp_path / "a.parquet", write_csv(tmp_path / "a.csv", ROWS)).read_bytes())
    whole[-200:-20] = b"\xff" * 180
    (tmp_path / "bad.parquet").write_bytes(whole)
    (issue,) = refusal(tmp_path / "bad.parquet")
    assert issue.code == "unreadable_parquet"


def test_fractions_in_a_parquet_column_are_not_rounded(tmp_path):
    rows = [sample_row(n, weight_e6=1.5) for n in range(1, 13)]
    issues = refusal(write_parquet(tmp_path / "a.parquet", write_csv(tmp_path / "a.csv", rows)))
    assert {issue.code for issue in issues} == {"not_integer"}


def test_a_stratum_with_one_psu_is_refused_or_told(tmp_path):
    (issue,) = refusal_of(tmp_path, {"stratum": "alone"})
    assert (issue.code, issue.field, issue.row) == ("single_psu", "stratum", 4)
    (tmp_path / "bad.csv").touch()
    rules = Rules(units=UNITS, scales=RULES.scales, single_psu="warn")
    (notice,) = converted(tmp_path / "bad.csv", rules=rules).notices
    assert notice.code == "single_psu" and notice.remedy != issue.remedy


def test_other_batches_count_when_strata_are_judged(tmp_path):
    whole = write_csv(tmp_path / "a.csv", ROWS)
    converted(whole)
    rules = Rules(units=UNITS, scales=RULES.scales, earlier={1: tmp_path / "a.canonical"})
    later = [sample_row(n, psu="new") for n in range(20, 23)]
    assert refusal(write_csv(tmp_path / "c.csv", later))[0].code == "single_psu"
    assert converted(write_csv(tmp_path / "b.csv", later), rules=rules).rows == 3


OTHER_KINDS = [
    ("ballots", "cell,unit,grade,q_calm\nc,A,E,5\n", "not_a_choice", "grade"),
    ("ratings", "unit,service_point,day,channel,open,level,reasons\nA,,2026-02-30,qr,1,5,\n", "not_a_date", "day"),
    ("ratings", "unit,service_point,day,channel,open,level,reasons\nA,,2026/2/3,qr,1,5,\n", "not_a_date", "day"),
    ("ratings", "unit,service_point,day,channel,open,level,reasons\nA,,2026-02-03,qr,2,5,\n", "not_yes_or_no", "open"),
    ("ratings", "unit,service_point,day,channel,open,level,reasons\nA,,2026-02-03,qr,1,6,\n", "out_of_range", "level"),
    ("assessment", "unit,criterion,level,assessor,session\nA,c,11,x,\n", "out_of_range", "level"),
    (
        "assessment",
        "unit,criterion,level,assessor,session\nA,c,1,x,\nA,c,2,x,\n",
        "row_repeated",
        "unit criterion assessor session",
    ),
    (
        "rectification",
        "unit,due,confirmed,claimed,late,reopened,period\nA,3,4,3,0,0,1\n",
        "part_above_whole",
        "confirmed",
    ),
    ("commitment", "unit,measure,grade,known_n,used_n,delivered_n,asked_n\nA,m,5,1,1,1,9\n", "out_of_range", "grade"),
    ("external", "unit,year,body,grade,score_e2,document\nA,25,b,,,\n", "out_of_range", "year"),
]


@pytest.mark.parametrize(("kind", "text", "code", "field"), OTHER_KINDS)
def test_bad_cells_of_other_kinds(tmp_path, kind, text, code, field):
    (tmp_path / "bad.csv").write_text(text)
    (issue,) = refusal(tmp_path / "bad.csv", kind, Rules(units={"A"}, scales={"calm": SCALE}))
    assert (issue.code, issue.field) == (code, field)


SAID = [
    ({"weight_e6": "9" * 30}, "太大", "too large"),
    ({"stratum": "x" * 201}, "201 字", "201 characters"),
    ({"stratum": "一\n二"}, "换行", "line break"),
    ({"stratum": "a\tb"}, "制表符", "tab"),
]


@pytest.mark.parametrize(("change", "zh", "en"), SAID)
def test_the_sentence_says_what_it_is(tmp_path, change, zh, en):
    (issue,) = refusal_of(tmp_path, change, rules=Rules(units=UNITS, scales=RULES.scales, single_psu="warn"))
    assert zh in issue.what.zh and en in issue.what.en
    assert len(issue.what.zh) < 60
