"""What changed between two versions, as a person would say it."""

from pingyi.forms import changes_between, read_form
from tests.forms.forms import YES_NO, content, form, question


def sentences(old, new, language="zh"):
    return [change.say(language) for change in changes_between(old, new)]


def test_the_same_form_has_not_changed():
    assert sentences(form(question("a", "text")), form(question("a", "text"))) == []


def test_questions_added_removed_reworded():
    old = form(question("a", "text"), question("b", "text"))
    new = form(question("a", "text", label={"zh": "新问法", "en": "New words"}), question("c", "integer"))
    assert sentences(old, new) == [
        "删去“问b”（b）。",
        "新增“问c”（c）。",
        "“新问法”（a）的文字由“问a”改为“新问法”。",
    ]
    assert sentences(old, new, "en")[0] == "“Ask b” (b) was taken out."


def test_conditions_and_demands():
    old = form(question("a", "integer"), question("b", "text"))
    new = form(question("a", "integer", required=True), question("b", "text", relevant="${a} > 1"))
    assert sentences(old, new) == ["“问a”（a）的必答要求改了。", "“问b”（b）的显示条件改了。"]


def test_order_and_grouping():
    old = form(question("a", "text"), question("b", "text"))
    assert sentences(old, form(question("b", "text"), question("a", "text"))) == ["题目的顺序或分组改了。"]
    grouped = form(question("a", "text"), question("g", "group", questions=[question("b", "text")]))
    assert sentences(old, grouped) == ["新增“问g”（g）。", "题目的顺序或分组改了。"]


def test_scales_are_told_choice_by_choice():
    first, second, unsure = YES_NO["choices"]
    given = content(question("a", "choice", scale="yes_no"))
    given["scales"]["yes_no"] = {
        "family": "yes_no",
        "choices": [
            {**second, "label": {"zh": "不是", "en": "Not"}},
            {**first, "points": 50},
            {**unsure, "code": "-2"},
        ],
    }
    old = form(question("a", "choice", scale="yes_no"))
    assert sentences(old, read_form(given), "en") == [
        "Scale yes_no: the order of its choices changed.",
        "Scale yes_no: “No” became “Not”.",
        "Scale yes_no: points of “Yes” were 100, now 50.",
        "Scale yes_no: “Don't know” was added.",
        "Scale yes_no: “Don't know” was taken out.",
    ]


def test_every_difference_has_a_sentence():
    old = content(question("a", "text"))
    for key, value in {"name": "other", "paging": "single", "intro": {"zh": "说明", "en": "Words"}}.items():
        assert len(sentences(read_form(old), read_form({**old, key: value}))) == 1
