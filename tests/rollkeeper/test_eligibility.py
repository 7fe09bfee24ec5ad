"""Bad lists: every error is told by row, column and remedy, in both languages, and nothing is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.rollkeeper import planning, surveying, units
from pingyi.rollkeeper.eligibility import HEADING, Person, is_identity_number, people, read
from pingyi.rollkeeper.letters.glyphs import glyphs_of
from pingyi.wording import Refused
from tests.rollkeeper.people import CAMPAIGN, EVERYBODY, line, list_file, prepared, units_file

GOOD = "P-1,张三,650000,云岭省柳渡县人民路1号,13900000001,yl-ld-1,letter,no"


def _told(path, glyphs=EVERYBODY):
    known = {"yl-ld-1", "yl-ld-2"}
    with pytest.raises(Refused) as refused:
        surveying.survey(path, known, glyphs)
    for issue in refused.value.issues:
        assert issue.say("zh") and issue.say("en") and issue.remedy.zh and issue.remedy.en
    return [(issue.code, issue.row, issue.field) for issue in refused.value.issues]


@pytest.mark.parametrize(
    "bad, told",
    [
        (GOOD.replace("P-1", ""), ("person_wrong", 2, "person")),
        (GOOD.replace("P-1", "a b"), ("person_wrong", 2, "person")),
        (GOOD.replace("P-1", "11010519491231002X"), ("person_identity_number", 2, "person")),
        (GOOD.replace("650000", "65000"), ("postcode_wrong", 2, "postcode")),
        (GOOD.replace("13900000001", "139-0000"), ("phone_wrong", 2, "phone")),
        (GOOD.replace("yl-ld-1", "yl-xx"), ("unit_unknown", 2, "unit")),
        (GOOD.replace("letter", "mail"), ("channel_wrong", 2, "channel")),
        (GOOD.replace(",no", ",maybe"), ("staff_wrong", 2, "staff")),
        (GOOD.replace("张三", " "), ("name_empty", 2, "name")),
        (GOOD.replace("云岭省柳渡县人民路1号", ""), ("address_empty", 2, "address")),
        (GOOD.replace("letter", "sms").replace("13900000001", ""), ("phone_empty", 2, "phone")),
        (GOOD.replace("张三", "张" * 41), ("name_long", 2, "name")),
        (GOOD.replace("1号", "1号" * 60), ("address_long", 2, "address")),
        (GOOD.replace("张三", "张\u202e三"), ("row_unfit", 2, None)),
        (GOOD.replace("张三", "张\x07三"), ("row_unfit", 2, None)),
        (GOOD + ",1990-01-01", ("row_columns", 2, None)),
        (GOOD.replace(",no", ""), ("row_columns", 2, None)),
        (GOOD.replace("张三", '"张三'), ("row_columns", 2, None)),
    ],
)
def test_each_kind_of_error_names_row_and_column(tmp_path, bad, told):
    assert told in _told(list_file(tmp_path, [bad]))


def test_a_person_twice_is_told_with_both_rows(tmp_path):
    path = list_file(tmp_path, [line(1), line(2), line(3), line(1, "yl-ld-2")])
    assert _told(path) == [("person_twice", 5, "person")]
    with pytest.raises(Refused, match="row 2"):
        surveying.survey(path, {"yl-ld-1", "yl-ld-2"}, EVERYBODY)


def test_a_character_without_a_picture_is_told_for_letters_only(tmp_path):
    glyphs = glyphs_of()
    assert _told(list_file(tmp_path, [line(1, name="张𠀀")]), glyphs) == [("character_missing", 2, "name")]
    surveying.survey(list_file(tmp_path, [line(1, name="张𠀀", channel="sms")]), {"yl-ld-1"}, glyphs)


def test_only_the_first_hundred_errors_are_listed(tmp_path):
    told = _told(list_file(tmp_path, [line(n, "yl-xx") for n in range(250)]))
    assert len(told) == 101 and told[-1][0] == "more_issues"


@pytest.mark.parametrize("heading", ["", "person,name", HEADING + ",birthday", HEADING.replace("name", "Name")])
def test_other_columns_are_refused(tmp_path, heading):
    path = tmp_path / "people.csv"
    path.write_text(f"{heading}\n{GOOD}\n", encoding="utf-8")
    assert _told(path) == [("unreadable_heading", 1, None)]


def test_bytes_of_no_known_encoding_are_unreadable(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(HEADING.encode() + b"\n\xff\xff\xff\n")
    assert _told(path) == [("unreadable_encoding", None, None)]


def test_an_empty_list_is_refused(tmp_path):
    assert _told(list_file(tmp_path, [])) == [("list_empty", None, None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_usual_encodings_and_line_ends_read_alike(tmp_path, encoding, end):
    path = tmp_path / "people.csv"
    path.write_bytes((HEADING + end + GOOD + end).encode(encoding))
    assert [one.line for one in people(path)] == [GOOD]


def test_a_quoted_comma_belongs_to_the_address(tmp_path):
    path = list_file(tmp_path, [GOOD.replace("云岭省柳渡县人民路1号", '"人民路1号,附2号"')])
    assert next(people(path)).address == "人民路1号,附2号"


@pytest.mark.parametrize(
    "text, is_one",
    [("11010519491231002X", True), ("11010519491231002x", True), ("110105194912310021", False), ("P-1", False)],
)
def test_identity_numbers_are_known_by_their_check_digit(text, is_one):
    assert is_identity_number(text) is is_one  # the example of GB 11643


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "people.csv"
    path.write_bytes(HEADING.encode() + b"\n" + content)
    try:
        found = list(read(path))
    except Refused:
        return
    assert all(isinstance(one, Person) or one.row for one in found)


def test_a_refused_list_leaves_an_empty_desk(tmp_path):
    ready = prepared(tmp_path, [line(n) for n in range(200)] + [line(7)])
    with pytest.raises(Refused):
        planning.plan_people(ready.desk, ready.people, ready.units, CAMPAIGN, EVERYBODY)
    assert not ready.desk.folder.exists()


@pytest.mark.parametrize("campaign", ["", "Yunling", "云岭", "a" * 65, "a_b"])
def test_a_campaign_id_that_no_manifest_carries_is_refused(tmp_path, campaign):
    ready = prepared(tmp_path, [line(n) for n in range(200)])
    with pytest.raises(Refused) as refused:
        planning.plan_people(ready.desk, ready.people, ready.units, campaign, EVERYBODY)
    assert refused.value.issues[0].code == "campaign_wrong"


@pytest.mark.parametrize(
    "old, new, code",
    [
        ("code,", "key,", "unreadable_units"),
        ("yl-ld-2,yl-ld,", "yl-ld-1,yl-ld,", "unit_twice"),
        ("yl-ld,yl,", "yl-ld,nobody,", "unit_parent"),
        ("yl,,", "yl,yl-ld,", "unit_parent"),
        ("城关派出所", "", "unit_wrong"),
    ],
)
def test_a_unit_file_that_is_no_tree_is_refused(tmp_path, old, new, code):
    path = units_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        units.read_units(path)
    assert refused.value.issues[0].code == code


@pytest.mark.parametrize(
    "row, told",
    [
        ("yl-xx,letter,no,200", ("unit_wrong", 2)),
        ("yl-ld-1,mail,no,200", ("channel_wrong", 2)),
        ("yl-ld-1,letter,no,many", ("expected_wrong", 2)),
        ("yl-ld-1,letter,no,149", ("too_few_invited", None)),
        ("yl-ld-1,letter", ("staff_wrong", 2)),
    ],
)
def test_expected_numbers_are_checked(tmp_path, row, told):
    ready = prepared(tmp_path, [])
    path = tmp_path / "expected.csv"
    path.write_text(f"unit,channel,staff,expected\n{row}\n")
    with pytest.raises(Refused) as refused:
        planning.plan_expected(ready.desk, path, ready.units, CAMPAIGN)
    assert [(issue.code, issue.row) for issue in refused.value.issues][:1] == [told]


def test_each_double_is_told_once(tmp_path):
    path = list_file(tmp_path, [line(n) for n in (1, 2, 1, 3, 4, 2, 1)])
    assert _told(path) == [("person_twice", 4, "person"), ("person_twice", 8, "person"), ("person_twice", 7, "person")]
