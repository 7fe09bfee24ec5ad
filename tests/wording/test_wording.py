"""Sentences come in the language asked for, whole, and name the place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.wording import Issue, Refused, Text

WHAT, REMEDY = Text("单位代码重复。", "The unit code occurs twice."), Text("请删去一行。", "Remove one row.")


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "好"), ("zh-hans", "好"), ("", "好"), ("fr", "好"), ("en", "good"), ("en-GB", "good")]
)
def test_everything_but_english_is_chinese(language, said):
    assert Text("好", "good").say(language) == said


def test_a_missing_language_falls_back_to_the_other():
    assert Text("好", "").say("en") == "好"
    assert Text("", "good").say("zh") == "good"


@pytest.mark.parametrize(
    ("row", "field", "zh", "en"),
    [
        (None, None, "单位代码重复。请删去一行。", "The unit code occurs twice. Remove one row."),
        (7, None, "第7行：单位代码重复。请删去一行。", "row 7: The unit code occurs twice. Remove one row."),
        (
            None,
            "code",
            "“code”：单位代码重复。请删去一行。",
            "column code: The unit code occurs twice. Remove one row.",
        ),
        (
            7,
            "code",
            "第7行“code”：单位代码重复。请删去一行。",
            "row 7, column code: The unit code occurs twice. Remove one row.",
        ),
    ],
)
def test_an_issue_says_where_what_and_how(row, field, zh, en):
    issue = Issue("duplicate", WHAT, REMEDY, row, field)
    assert issue.say("zh") == zh
    assert issue.say("en") == en


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_a_refusal_says_every_issue_once(rows):
    refused = Refused(Issue("duplicate", WHAT, REMEDY, row) for row in rows)
    assert refused.say("zh").split("\n") == [f"第{row}行：单位代码重复。请删去一行。" for row in rows]


def test_because_builds_a_single_issue():
    refused = Refused.because("duplicate", WHAT, REMEDY, row=3, field="code")
    assert refused.issues == (Issue("duplicate", WHAT, REMEDY, 3, "code"),)
