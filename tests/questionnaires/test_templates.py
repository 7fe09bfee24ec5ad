"""The questionnaires that come with the system: the promised items, honest sources, examples that come out."""

import pytest

from pingyi.forms import pages_of, replay
from pingyi.questionnaires.picking import picked
from pingyi.questionnaires.templates import CODES, bank, template, templates
from pingyi.wording import Refused

SIX = "strict fair norm reason calm civil"
ITEMS = {
    "online": f"{SIX} find done clear wait attitude overall",
    "sample": f"{SIX} find done attitude door face work abuse safe matters respect promise overall coached worry",
    "staff": "meaning honesty fairness load support voice pride",
    "rating": "level",
    "inspection": "kind sign notice manned queue response record courtesy facility hours mended",
}


@pytest.mark.parametrize("code", CODES)
def test_templates_ask_the_items_that_evidence_names(code):
    assert [item.name for item in template(code).form.items()] == ITEMS[code].split()


def test_the_codes_of_the_scales_are_those_of_evidence():
    scales = {scale.name: [choice.code for choice in scale.choices] for scale in template("sample").form.scales}
    assert scales["satisfaction5"] == ["5", "4", "3", "2", "1", "-1", "-2"]
    assert scales["met"] == ["0", "1", "-1", "-2"]
    assert scales["kept3"] == ["2", "1", "0", "-1", "-2"]
    assert scales["worried"] == ["0", "1", "-1", "-2"]
    online = template("online").form.scale("satisfaction5")
    assert [choice.label.zh for choice in online.choices] == [
        "很满意",
        "比较满意",
        "一般",
        "不太满意",
        "很不满意",
        "不了解",
    ]


@pytest.mark.parametrize("code", CODES)
def test_at_least_three_filled_examples_come_out_as_they_say(code):
    package = template(code)
    assert len(package.examples) >= 3
    assert replay(package.form, package.examples) == ()
    assert any(example.issues for example in package.examples) or code == "rating"


@pytest.mark.parametrize(
    "form", [*(package.form for package in templates().values()), bank()], ids=lambda form: form.name
)
def test_every_question_has_words_and_a_source_of_its_own(form):
    for question in form.walk():
        if question.type in ("group", "repeat", "calculate"):
            continue
        assert question.label.zh and question.label.en
        assert question.source, question.name
        assert "practice" not in question.source.en


def test_every_opinion_may_be_left_open():
    for code in ("online", "sample", "staff"):
        form = template(code).form
        assert all(form.scale(item.scale).choice("-1") for item in form.items())


def test_reasons_depend_on_the_level():
    shown = {field.name: field.depends_on for page in pages_of(template("rating").form) for field in page.fields}
    assert {name for name, depends in shown.items() if depends == ("level",)} == {
        "reasons_good",
        "reasons_fair",
        "reasons_bad",
    }


def test_a_question_of_the_bank_is_taken_with_its_scale():
    form = picked(template("staff").form, "b1_job", "y1_safe")
    assert form.question("b1_job").scale == "good5"
    assert form.scale("good5") == bank().scale("good5")


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        ("online", "nope", "unknown_question"),
        ("online", "safety", "unknown_question"),
        ("sample", "b2_matters", "scale_differs"),
        ("online", "l3_kept", "unknown_reference"),
    ],
)
def test_what_cannot_be_taken_from_the_bank(code, name, refusal):
    with pytest.raises(Refused) as refused:
        picked(template(code).form, name)
    assert [issue.code for issue in refused.value.issues] == [refusal]


def test_a_question_is_taken_only_once():
    with pytest.raises(Refused, match="has this question already"):
        picked(picked(template("online").form, "y1_safe"), "y1_safe")
