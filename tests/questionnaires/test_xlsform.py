"""Spreadsheets both ways: nothing is lost, other programs accept them, errors name row and column."""

import io
import sys
import zipfile

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from pingyi.forms import digest, read_form
from pingyi.questionnaires.templates import bank, templates
from pingyi.questionnaires.xlsform import read_xlsform, write_xlsform
from pingyi.wording import Refused
from tests.forms.forms import form, message, question, visits
from tests.forms.test_properties import chains

SHIPPED = {**{code: package.form for code, package in templates().items()}, "bank": bank(), "repeat": visits()}


def workbook(survey, choices=(), settings=(("form_title",), ("问卷",)), **more) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


HEAD = ["type", "name", "label::中文 (zh)", "label::English (en)", "relevant"]
LISTS = [
    ["list_name", "name", "label::Chinese (zh)", "label::English (en)"],
    ["yn", 1, "是", "Yes"],
    ["yn", 0, "否", "No"],
]


def refusals(content: bytes) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as refused:
        read_xlsform(content)
    return [(issue.code, issue.row, issue.field) for issue in refused.value.issues]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_form_comes_back_with_the_same_hash(name):
    assert digest(read_xlsform(write_xlsform(SHIPPED[name]))) == digest(SHIPPED[name])


@pytest.mark.parametrize("name", SHIPPED)
def test_pyxform_accepts_the_workbook_and_keeps_the_conditions(name):
    result = convert(xlsform=io.BytesIO(write_xlsform(SHIPPED[name])), validate=False, file_type=".xlsx")
    for one in SHIPPED[name].walk():
        assert f"/{one.name}" in result.xform
    for scale in {one.scale for one in SHIPPED[name].walk() if one.scale}:
        assert f'<instance id="{scale}">' in result.xform


@settings(max_examples=15, deadline=None)
@given(chains())
def test_any_form_comes_back_with_the_same_hash(written):
    one = read_form(written)
    assert digest(read_xlsform(write_xlsform(one))) == digest(one)


def test_text_that_looks_like_a_formula_or_an_error_stays_text():
    one = form(question("a", "text", label={"zh": "=1+1", "en": "#N/A"}, hint={"zh": "TRUE", "en": "007"}))
    content = write_xlsform(one)
    assert read_xlsform(content) == one
    survey = load_workbook(io.BytesIO(content))["survey"]
    assert {cell.data_type for row in survey.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}


def test_lines_in_a_label_survive():
    one = form(question("a", "text", label={"zh": "第一行\n第二行", "en": "one\n\ntwo"}))
    assert read_xlsform(write_xlsform(one)) == one


def test_a_plain_workbook_of_others_is_read():
    survey = [
        [*HEAD, "required"],
        ["begin_group", "g", "组", "Group", None, None],
        ["select_one yn", "a", "去过吗？", "Been there?", None, "yes"],
        ["int", "n", "几次？", "How often?", "${a} = 1", "false"],
        ["end_group", None, None, None, None, None],
    ]
    found = read_xlsform(workbook(survey, LISTS, [["form_title", "form_id"], ["问卷", "visit"]]))
    assert (found.name, found.title.zh, found.paging) == ("visit", "问卷", "single")
    assert [(one.name, one.type, one.required) for one in found.walk()] == [
        ("g", "group", ""),
        ("a", "choice", "true()"),
        ("n", "integer", ""),
    ]
    assert found.scale("yn").family == "yn"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["geopoint", "b", "在哪", "Where"], ("unknown_type", 3, "survey.type")),
        (["text", "b", "在哪", None], ("missing_language", 3, "survey.label::English (en)")),
        (["text", "B", "在哪", "Where"], ("bad_name", 3, "survey")),
        (["text", "b", "在哪", "Where", "${c} = 1"], ("unknown_reference", 3, "survey.relevant")),
        (["text", "b", "在哪", "Where", "sin(1)"], ("unknown_function", 3, "survey.relevant")),
        (["text", "b", "在哪", "Where", "1 +"], ("expression_unreadable", 3, "survey.relevant")),
        (["select_one nope", "b", "在哪", "Where"], ("wrong_scale", 3, "survey.type")),
        (["text", "a", "在哪", "Where"], ("duplicate_name", 2, "survey")),
        (["begin group", "g", "组", "Group"], ("unbalanced", 3, "survey.type")),
        (["end repeat"], ("unbalanced", 3, "survey.type")),
    ],
)
def test_errors_name_row_and_column(row, expected):
    survey = [HEAD, ["select_one yn", "a", "去过吗？", "Been there?"], row]
    assert refusals(workbook(survey, LISTS)) == [expected]


def test_all_errors_are_said_at_once_with_blank_rows_counted():
    survey = [HEAD, ["select_one yn", "a", "甲", "A"], [None] * 5, ["audio", "b", "乙", "B"], ["video", "c", "丙", "C"]]
    assert [row for _, row, _ in refusals(workbook(survey, LISTS))] == [4, 5]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (["yn", 1, "又是", "Again"], ("duplicate_code", 2, "choices.name")),
        (["yn", "a b", "甲", "A"], ("bad_code", 4, "choices.name")),
        (["yn", 2, "甲"], ("missing_language", 4, "choices.label::English (en)")),
    ],
)
def test_errors_in_choices_name_their_rows(choice, expected):
    survey = [HEAD, ["select_one yn", "a", "去过吗？", "Been there?"]]
    assert expected in refusals(workbook(survey, [*LISTS, choice]))


@pytest.mark.parametrize(
    ("column", "cell"),
    [("media::image", "a.png"), ("choice_filter", "x = 1"), ("default", "1"), ("label::Français (fr)", "x")],
)
def test_what_would_be_lost_is_refused_by_name(column, cell):
    survey = [[*HEAD, column], ["text", "a", "甲", "A", None, cell]]
    assert refusals(workbook(survey)) == [("unknown_column", 2, f"survey.{column.lower()}")]
    survey[1][-1] = None
    assert read_xlsform(workbook(survey)).question("a")


def test_a_cell_under_no_heading_is_refused():
    assert refusals(workbook([HEAD, ["text", "a", "甲", "A", None, "lost"]])) == [("unknown_column", 2, "survey.(F)")]


def test_points_and_marks_are_checked():
    lists = [
        [*LISTS[0], "points", "pingyi_mark"],
        ["yn", 1, "是", "Yes", "many", ""],
        ["yn", 0, "不知", "?", None, "dont_know"],
    ]
    found = refusals(workbook([HEAD, ["select_one yn", "a", "甲", "A"]], lists))
    assert found == [("wrong_points", 2, "choices.points"), ("wrong_mark", 3, "choices.pingyi_mark")]


def test_pyxform_has_the_last_word():
    """Our names allow what XML does for elements; a default language that no column has is for pyxform to see."""
    survey = [[*HEAD], ["select_multiple yn", "a", "甲", "A"]]
    settings = [["form_title", "form_id", "instance_name"], ["问卷", "trial", "${nowhere}"]]
    (found,) = refusals(workbook(survey, LISTS, settings))
    assert found[0] == "xlsform_invalid"


def test_a_title_is_needed():
    assert refusals(workbook([HEAD, ["text", "a", "甲", "A"]], (), ())) == [("no_title", 2, "settings.form_title")]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 61_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"type,name", b"PK\x03\x04", b"x" * 5_000_001, bomb(), workbook([HEAD, *[["text", "a"]] * 3000])],
    ids=["empty", "csv", "cut", "long", "bomb", "rows"],
)
def test_files_that_are_no_workbook_are_unreadable(content):
    assert [code for code, _, _ in refusals(content)] == ["unreadable_workbook"]


def test_two_columns_of_one_meaning_are_refused():
    survey = [["type", "name", "label::中文 (zh)", "label::Chinese (zh)"], ["text", "a", "甲", "乙"]]
    assert refusals(workbook(survey))[0][0] == "unreadable_workbook"


def test_a_workbook_without_survey_is_refused():
    assert [code for code, _, _ in refusals(workbook([], LISTS))] == ["no_survey"]


def test_without_pyxform_import_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyxform", None)
    with pytest.raises(Refused, match="xlsform") as refused:
        read_xlsform(write_xlsform(visits()))
    assert refused.value.issues[0].code == "xlsform_missing"


def test_a_constraint_and_its_message_travel_together():
    one = form(question("a", "integer", constraint=". < 5", constraint_message=message(), required="1 = 1"))
    assert read_xlsform(write_xlsform(one)) == one
