"""What may be stored of what came in: the rules of the format, one by one."""

from typing import Any

import pytest

from pingyi.forms import CheckedAnswers, check_answers
from pingyi.wording import Refused
from tests.forms.forms import form, message, question, visits


def check(of: Any, answers: dict[str, Any], **keys: Any) -> CheckedAnswers:
    return check_answers(of, answers, **{"today": "2026-05-20", **keys})


def issues(checked: CheckedAnswers) -> list[str]:
    return [f"{issue.code}@{issue.field}" for issue in checked.issues]


def test_a_whole_sitting():
    checked = check(
        visits(), {"came": 1, "visit": [{"wait": "45", "why": ["rude", "slow"]}, {"wait": 5}], "words": " 谢谢 "}
    )
    assert issues(checked) == []
    assert checked.values == {
        "came": "1",
        "visit": ({"wait": "45", "why": "slow rude"}, {"wait": "5"}),
        "total": "50",
        "words": "谢谢",
    }
    assert "thanks" in checked.asked


def test_hidden_answers_are_dropped_even_when_forged():
    checked = check(visits(), {"came": "0", "visit": [{"wait": "5"}]})
    assert checked.values == {"came": "0", "total": "0"}
    assert issues(checked) == []
    assert checked.dropped == {"wait"}
    assert not {"visit", "wait", "thanks"} & checked.asked


def test_a_hidden_answer_off_its_scale_is_dropped_without_ado():
    trial = form(
        question("a", "choice", scale="yes_no"),
        question("b", "choice", scale="yes_no", relevant="${a} = 1", required=True),
    )
    checked = check(trial, {"a": "0", "b": "99"})
    assert (checked.values, issues(checked), checked.dropped) == ({"a": "0"}, [], {"b"})


def test_required_asks_only_what_applies():
    assert issues(check(visits(), {})) == ["unanswered@came"]
    assert issues(check(visits(), {"came": "1", "visit": [{}, {"wait": "3"}]})) == ["unanswered@wait[1]"]


def test_required_may_be_a_condition():
    trial = form(question("a", "integer"), question("b", "text", required="${a} > 5"))
    assert issues(check(trial, {"a": "5"})) == []
    assert issues(check(trial, {"a": "6"})) == ["unanswered@b"]


def test_dont_know_is_an_answer():
    checked = check(visits(), {"came": "-1"})
    assert issues(checked) == []
    assert checked.values["came"] == "-1"


def test_the_remedy_points_to_dont_know_where_there_is_one():
    unanswered = check(visits(), {}).issues[0]
    assert "不了解" in unanswered.remedy.zh
    assert "Don't know" in unanswered.remedy.en


def test_a_constraint_speaks_in_its_own_words_and_only_about_answers():
    trial = form(question("a", "integer", constraint=". > 18", constraint_message=message("要满18岁")))
    assert issues(check(trial, {"a": ""})) == []
    broken = check(trial, {"a": "18"}).issues[0]
    assert (broken.code, broken.what.zh, broken.what.en) == ("constraint", "要满18岁", "wrong")
    assert issues(check(trial, {"a": "19"})) == []


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("integer", "1.5", "wrong_answer"),
        ("integer", "１２", "wrong_answer"),
        ("integer", True, "wrong_answer"),
        ("number", "1e3", "wrong_answer"),
        ("number", float("nan"), "wrong_answer"),
        ("date", "2026-02-29", "wrong_answer"),
        ("date", "20.5.2026", "wrong_answer"),
        ("text", "长" * 4001, "wrong_answer"),
        ("text", ["a"], "wrong_answer"),
        ("text", {"a": 1}, "wrong_answer"),
    ],
)
def test_answers_of_a_wrong_kind_are_refused(kind, given, code):
    checked = check(form(question("a", kind)), {"a": given})
    assert issues(checked) == [f"{code}@a"]
    assert checked.values == {}


@pytest.mark.parametrize("given", [["slow", "slow"], ["slow", "-2"], ["x"], "slow,rude", {"slow": 1}])
def test_several_choices_that_do_not_go_together(given):
    trial = form(question("a", "choices", scale="reasons"))
    assert issues(check(trial, {"a": given})) == ["off_scale@a"]


@pytest.mark.parametrize(("given", "stored"), [("rude slow", "slow rude"), (["-2"], "-2"), ([], None), (None, None)])
def test_several_choices_are_stored_in_the_order_of_the_scale(given, stored):
    trial = form(question("a", "choices", scale="reasons"))
    assert check(trial, {"a": given}).values.get("a") == stored


def test_unknown_names_are_refused_by_name():
    checked = check(visits(), {"came": "0", "nope": 1, "wait": 5, "visit": [{"came": 1}]})
    assert issues(checked) == ["unknown_field@nope", "unknown_field@wait", "unknown_field@came"]


def test_values_for_calculations_and_notes_are_dropped():
    checked = check(visits(), {"came": "0", "total": "999", "thanks": "x"})
    assert checked.values["total"] == "0"
    assert checked.dropped == {"total", "thanks"}
    assert issues(checked) == []


@pytest.mark.parametrize("given", ["x", {"wait": 1}, [1], [{}] * 51])
def test_a_repeat_that_is_no_list_or_too_long(given):
    assert issues(check(visits(), {"came": "1", "visit": given}))[0].endswith("@visit")


def test_calculations_see_each_other_in_any_order():
    trial = form(
        question("c", "calculate", calculation="${b} * 2"),
        question("b", "calculate", calculation="${a} + 1"),
        question("a", "integer"),
    )
    assert check(trial, {"a": "4"}).values == {"c": "10", "b": "5", "a": "4"}
    assert check(trial, {}).values == {}


def test_a_condition_on_a_hidden_question_sees_nothing():
    trial = form(
        question("a", "choice", scale="yes_no"),
        question("b", "choice", scale="yes_no", relevant="${a} = 1"),
        question("c", "text", relevant="${b} = 1"),
    )
    assert check(trial, {"a": "0", "b": "1", "c": "x"}).values == {"a": "0"}


def test_a_hidden_group_hides_what_it_holds():
    trial = form(
        question("a", "integer"), question("g", "group", relevant="${a} > 1", questions=[question("b", "text")])
    )
    assert check(trial, {"a": 1, "b": "x"}).values == {"a": "1"}
    assert check(trial, {"a": 2, "b": "x"}).values == {"a": "2", "b": "x"}


def test_today_is_given_from_outside():
    trial = form(question("d", "date", constraint=". <= today()", constraint_message=message()))
    assert issues(check(trial, {"d": "2026-05-21"})) == ["constraint@d"]
    assert issues(check(trial, {"d": "2026-05-21"}, today="2026-05-21")) == []


def test_now_is_midnight_of_today_unless_given():
    trial = form(question("n", "calculate", calculation="format-date(now(), '%Y-%m-%d %H:%M')"))
    assert check(trial, {}).values == {"n": "2026-05-20 00:00"}
    assert check(trial, {}, now="2026-05-20T17:05:00.000+08:00").values == {"n": "2026-05-20 17:05"}


def test_once_keeps_what_an_earlier_page_computed():
    trial = form(question("n", "calculate", calculation="once(today())"))
    assert check(trial, {}).values == {"n": "2026-05-20"}
    assert check(trial, {}, kept={"n": "2026-01-01"}).values == {"n": "2026-01-01"}
    assert check(trial, {"n": "2020-01-01"}).values == {"n": "2026-05-20"}, "a page cannot forge it"


def test_each_instance_sees_itself():
    trial = form(
        question(
            "r",
            "repeat",
            questions=[
                question("a", "integer"),
                question("b", "text", relevant="${a} = max(${a}, 5)"),
                question("p", "calculate", calculation="position(..)"),
            ],
        )
    )
    checked = check(trial, {"r": [{"a": 4, "b": "no"}, {"a": 6, "b": "yes"}, {"b": "no"}]})
    assert checked.values["r"] == ({"a": "4", "p": "1"}, {"a": "6", "b": "yes", "p": "2"}, {"p": "3"})


def test_accepted_raises_with_every_issue():
    trial = form(question("a", "text", required=True), question("b", "integer", required=True))
    with pytest.raises(Refused) as refused:
        check(trial, {"b": "x"}).accepted()
    assert len(refused.value.issues) == 2
    assert check(trial, {"a": "x", "b": "1"}).accepted().values == {"a": "x", "b": "1"}
