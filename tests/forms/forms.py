"""Small forms that the tests of this folder share."""

from typing import Any

from pingyi.forms import Form, read_form

YES_NO = {
    "family": "yes_no",
    "choices": [
        {"code": "1", "label": {"zh": "是", "en": "Yes"}, "points": 100},
        {"code": "0", "label": {"zh": "否", "en": "No"}, "points": 0},
        {"code": "-1", "label": {"zh": "不了解", "en": "Don't know"}},
    ],
}
REASONS = {
    "family": "reasons",
    "choices": [
        {"code": code, "label": {"zh": zh, "en": code}}
        for code, zh in (("slow", "太慢"), ("rude", "态度差"), ("far", "太远"))
    ]
    + [{"code": "-2", "label": {"zh": "不愿回答", "en": "Prefers not to say"}}],
}


def question(name: str, kind: str, **keys: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": {"zh": f"问{name}", "en": f"Ask {name}"}, **keys}


def message(words: str = "不对") -> dict[str, str]:
    return {"zh": words, "en": "wrong"}


def content(*questions: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {
        "format": "pingyi/v1/form",
        "name": "trial",
        "title": {"zh": "试卷", "en": "Trial"},
        "scales": {"yes_no": YES_NO, "reasons": REASONS},
        "questions": list(questions),
        **keys,
    }


def form(*questions: dict[str, Any], **keys: Any) -> Form:
    return read_form(content(*questions, **keys))


def visits() -> Form:
    """A form with a condition, a calculation over a repeat, a constraint, a choice of several."""
    return form(
        question("came", "choice", scale="yes_no", required=True),
        question(
            "visit",
            "repeat",
            relevant="${came} = 1",
            questions=[
                question("wait", "integer", required=True, constraint=". >= 0", constraint_message=message()),
                question("why", "choices", scale="reasons", relevant="${wait} > 30"),
            ],
        ),
        question("total", "calculate", calculation="sum(${wait})"),
        question("thanks", "note", relevant="${total} > 0"),
        question("words", "text"),
    )
