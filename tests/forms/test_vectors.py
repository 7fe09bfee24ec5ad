"""The shared known answers: written from the rules of XForms and of our format, read by every evaluator."""

import json
from pathlib import Path
from typing import Any

import pytest

from pingyi.forms.expressions import Moment, Names, Place, Scope, Value, check, evaluate, parse, to_text
from pingyi.forms.expressions.checking import LAZY
from pingyi.forms.expressions.functions import FUNCTIONS
from pingyi.forms.expressions.tree import BINDS, Binary, Call, walk
from pingyi.wording import Refused, Text

FILE = json.loads((Path(__file__).parents[1] / "vectors" / "expressions.json").read_text())
FORM = FILE["form"]
NAMES = Names(
    FORM["types"],
    FORM["repeat_of"],
    {name: {code: Text(**words) for code, words in choices.items()} for name, choices in FORM["labels"].items()},
)


def typed(name: str, text: str) -> Value:
    kind = FORM["types"][name]
    return float(text) if kind in ("integer", "number") else Moment(text) if kind == "date" else text


def scope_of(case: dict[str, Any]) -> Scope:
    instance = case.get("instance", FILE["instance"])
    visits = instance.get("visit", [])
    values = {(name, 0): typed(name, text) for name, text in instance.items() if name != "visit"}
    for place, visit in enumerate(visits, 1):
        values |= {(name, place): typed(name, visit[name]) if name in visit else "" for name in FORM["repeat_of"]}
    today = case.get("today", FILE["today"])
    holder, at = case.get("holder", "age"), case.get("at", 0)
    language = case.get("language", FILE["language"])
    return Scope(NAMES, values, {"visit": len(visits)}, today, FILE["now"], language, holder, at)


def place_of(case: dict[str, Any]) -> Place:
    return Place("here", case.get("holder", "age"), case.get("use", "relevant"), in_repeat="at" in case)


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: f"{case['rule']}: {case['expression']}")
def test_expression_has_the_known_answer(case: dict[str, Any]) -> None:
    tree = parse(case["expression"])
    assert check(tree, NAMES, place_of(case)) == ()
    found, expected = evaluate(tree, scope_of(case)), case["expected"]
    if isinstance(expected, bool):
        assert found is expected
    elif isinstance(expected, str):
        assert not isinstance(found, (bool, float))
        assert to_text(found) == expected
    else:
        assert isinstance(found, float)
        assert found == expected


@pytest.mark.parametrize("case", FILE["refused"], ids=lambda case: case["expression"])
def test_expression_is_refused_before_anybody_answers(case: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        raise Refused(check(parse(case["expression"]), NAMES, place_of(case)))
    assert case["code"] in {issue.code for issue in refused.value.issues}


def test_every_operator_and_function_has_known_answers() -> None:
    parts = [part for case in FILE["cases"] for part in walk(parse(case["expression"]))]
    assert {part.name for part in parts if isinstance(part, Call)} == {*FUNCTIONS, *LAZY}
    assert {part.operator for part in parts if isinstance(part, Binary)} == set(BINDS)


def test_the_functions_are_those_of_the_format() -> None:
    stated = (
        "if selected selected-at count-selected coalesce count count-non-empty sum min max position indexed-repeat "
        "once regex contains starts-with ends-with string-length substr concat join round int number abs today now "
        "date format-date jr:choice-name not true false"
    )
    assert {*FUNCTIONS, *LAZY} == set(stated.split())
