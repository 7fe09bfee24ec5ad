"""Our JSON is read strictly: all that is wrong is said at once, each with its place."""

import json
from typing import Any

import pytest

from pingyi.forms import canonical_bytes, digest, read_form, readable_bytes, to_json
from pingyi.wording import Refused
from tests.forms.forms import YES_NO, content, form, message, question, visits


def refusals(given: Any) -> dict[str | None, str]:
    with pytest.raises(Refused) as refused:
        read_form(given)
    return {issue.field: issue.code for issue in refused.value.issues}


def test_unknown_keys_are_refused_by_name_at_every_level():
    given = content(question("a", "choice", scale="yes_no", colour="red"), theme="dark")
    given["scales"]["yes_no"] = {**YES_NO, "sort": True}
    given["title"]["fr"] = "Essai"
    assert refusals(given) == {
        "theme": "unknown_key",
        "title.fr": "unknown_key",
        "scales.yes_no.sort": "unknown_key",
        "questions[0].colour": "unknown_key",
    }


def test_missing_and_wrong_kinds_are_all_collected():
    given = {"format": "other", "name": 5, "questions": [{"name": "a", "type": "text", "label": "您好"}, 7]}
    places = refusals(given)
    assert {"format", "title", "name", "questions[0].label", "questions[1]", "questions[1].name"} <= places.keys()


def test_both_languages_are_needed():
    given = content(question("a", "text", hint={"zh": "提示", "en": ""}))
    given["title"]["zh"] = ""
    assert refusals(given) == {"title.zh": "missing_language", "a.hint.en": "missing_language"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([question("a", "text"), question("a", "text")], "duplicate_name"),
        ([question("A b", "text")], "bad_name"),
        ([question("a", "slider")], "unknown_type"),
        ([question("a", "choice", scale="nope")], "wrong_scale"),
        ([question("a", "text", scale="yes_no")], "wrong_scale"),
        ([question("a", "calculate")], "wrong_calculation"),
        ([question("a", "text", calculation="1")], "wrong_calculation"),
        ([question("a", "group")], "wrong_questions"),
        ([question("a", "text", questions=[question("b", "text")])], "wrong_questions"),
        ([question("a", "note", required=True)], "wrong_required"),
        ([question("a", "text", constraint="1 = 1")], "wrong_constraint_message"),
        ([question("a", "text", constraint_message=message())], "wrong_constraint_message"),
        ([question("a", "text", randomize=True)], "wrong_randomize"),
        ([question("a", "text", index="law")], "wrong_index"),
        ([question("a", "text", relevant=" 1 = 1")], "bad_text"),
        ([{"name": "a", "type": "text"}], "no_label"),
        ([question("a", "text", hint={"zh": "${a}", "en": "x"})], "bad_text"),
        ([], "no_questions"),
        ([question("a", "text", relevant="${b} = 1")], "unknown_reference"),
        ([question("a", "text", relevant="1 +")], "expression_unreadable"),
        ([question("a", "text", required="sin(1)")], "unknown_function"),
        (
            [question("r", "repeat", questions=[question("s", "repeat", questions=[question("a", "text")])])],
            "nested_repeat",
        ),
    ],
)
def test_what_does_not_fit_is_refused(wrong, code):
    assert code in refusals(content(*wrong)).values()


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"code": "a b", "label": {"zh": "甲", "en": "A"}}, "bad_code"),
        ({"code": "-4", "label": {"zh": "甲", "en": "A"}}, "bad_code"),
        ({"code": "1", "label": {"zh": "甲", "en": "A"}}, "duplicate_code"),
        ({"code": "-3", "label": {"zh": "不适用", "en": "N/A"}, "points": 0}, "bad_points"),
        ({"code": "7", "label": {"zh": "甲", "en": "A"}, "points": True}, "wrong_form"),
        ({"code": 7, "label": {"zh": "甲", "en": "A"}}, "wrong_form"),
    ],
)
def test_choices_are_checked(choice, code):
    given = content(question("a", "choice", scale="yes_no"))
    given["scales"]["yes_no"] = {**YES_NO, "choices": [*YES_NO["choices"], choice]}
    assert code in refusals(given).values()


def test_scales_of_different_families_never_share_an_index():
    other = {"family": "agreement", "choices": YES_NO["choices"]}
    given = content(
        question("a", "choice", scale="yes_no", index="law"), question("b", "choice", scale="other", index="law")
    )
    given["scales"]["other"] = other
    assert refusals(given) == {"law": "mixed_index"}
    given["questions"][1]["index"] = "trust"
    read_form(given)


@pytest.mark.parametrize(
    "circle",
    [
        [question("a", "text", relevant="${b} = 1"), question("b", "text", relevant="${a} = 1")],
        [question("a", "text", relevant="${a} = 1")],
        [question("c", "calculate", calculation="${c} + 1")],
        [question("g", "group", relevant="${a} = 1", questions=[question("a", "text")])],
        [
            question("a", "text", relevant="${c} = 1"),
            question("b", "text", relevant="${a} = 1"),
            question("c", "calculate", calculation="${b}"),
        ],
    ],
)
def test_circles_are_refused(circle):
    assert "circular" in refusals(content(*circle)).values()


def test_a_circle_is_shown_in_order():
    with pytest.raises(Refused, match="a → c → b → a"):
        form(
            question("a", "text", relevant="${c} = 1"),
            question("b", "text", relevant="${a} = 1"),
            question("c", "calculate", calculation="${b}"),
        )


def test_a_constraint_may_name_what_depends_on_the_question():
    form(
        question("a", "integer", constraint=". > ${b}", constraint_message=message()),
        question("b", "integer", relevant="${a} > 0"),
    )


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"\xff\xfe", b"[NaN]", b'{"a":1,"a":2}', b"[" * 100_000, b" " * 2_000_001],
    ids=["empty", "cut", "not utf-8", "nan", "twice", "deep", "long"],
)
def test_unreadable_files_say_so(broken):
    assert set(refusals(broken).values()) == {"unreadable_form"}


def test_a_form_that_nests_too_deep_is_refused():
    inner = question("q", "text")
    for level in range(40):
        inner = question(f"g{level}", "group", questions=[inner])
    assert "wrong_form" in refusals(content(inner)).values()


def test_the_hash_depends_on_content_and_not_on_layout():
    trial = visits()
    written = to_json(trial)
    shuffled = dict(reversed(list(written.items())))
    assert digest(read_form(shuffled)) == digest(trial)
    assert digest(read_form(readable_bytes(trial))) == digest(trial)
    assert digest(read_form(content(question("a", "text")))) != digest(read_form(content(question("b", "text"))))


def test_canonical_bytes_are_what_the_format_says():
    given = {
        "name": "t",
        "format": "pingyi/v1/form",
        "title": {"zh": "题", "en": "T"},
        "questions": [{"type": "text", "name": "a", "label": {"en": "A", "zh": "甲"}, "required": True, "hint": None}],
    }
    assert canonical_bytes(read_form(given)).decode() == (
        '{"format":"pingyi/v1/form","name":"t","paging":"question","questions":[{"label":{"en":"A","zh":"甲"},'
        '"name":"a","required":true,"type":"text"}],"scales":{},"title":{"en":"T","zh":"题"}}'
    )


def test_empty_keys_do_not_change_the_hash():
    plain = content(question("a", "text"))
    wordy = content(question("a", "text", relevant="", required=False, randomize=False, questions=[]))
    assert digest(read_form(plain)) == digest(read_form(wordy))
    assert json.loads(canonical_bytes(read_form(plain))) == to_json(read_form(plain))
