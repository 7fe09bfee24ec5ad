"""The shape that templates draw, and the order that is drawn, shown, stored and checked."""

import random

import pytest

from pingyi.forms import check_answers, draw_order, pages_for, pages_of
from tests.forms.forms import form, question, visits


def fields(pages):
    return [[field.field for field in page.fields] for page in pages]


def grouped(**keys):
    return form(
        question("a", "text"),
        question("g", "group", questions=[question("b", "text"), question("c", "text")], **keys),
        question("d", "text"),
        question("e", "note"),
        paging="group",
    )


def test_a_page_per_question_or_group_or_one():
    assert fields(pages_of(grouped())) == [["a"], ["b", "c"], ["d", "e"]]
    assert fields(pages_of(visits())) == [["came"], ["wait[1]", "why[1]"], ["thanks"], ["words"]]
    single = form(question("a", "text"), question("g", "group", questions=[question("b", "text")]), paging="single")
    assert fields(pages_of(single)) == [["a", "b"]]


def test_pages_of_groups_carry_their_titles_and_fields_their_section():
    _, middle, _ = pages_of(grouped())
    assert middle.title.zh == "问g"
    assert {field.section.en for field in middle.fields} == {"Ask g"}


def test_notes_are_not_counted():
    numbers = [field.number for page in pages_of(grouped()) for field in page.fields]
    assert numbers == [1, 2, 3, 4, 0]


def test_nothing_is_preselected_and_dont_know_stands_beside_the_rest():
    came = pages_of(visits())[0].fields[0]
    assert came.control == "radios"
    assert [(option.code, option.chosen, option.apart) for option in came.options] == [
        ("1", False, False),
        ("0", False, False),
        ("-1", False, True),
    ]


def test_filled_pages_show_only_what_applies():
    answers = {"came": "1", "visit": [{"wait": "45", "why": "rude"}, {"wait": "3"}]}
    pages = pages_for(visits(), answers, today="2026-05-20")
    assert fields(pages) == [["came"], ["wait[1]", "why[1]"], ["wait[2]"], ["thanks"], ["words"]]
    why = pages[1].fields[1]
    assert [option.code for option in why.options if option.chosen] == ["rude"]
    assert pages[1].fields[0].value == "45"


def test_issues_stand_at_their_field_when_judged():
    answers = {"came": "1", "visit": [{"wait": "-1"}, {}]}
    judged = pages_for(visits(), answers, today="2026-05-20", judge=True)
    found = {field.field: [issue.code for issue in field.issues] for page in judged for field in page.fields}
    assert found == {"came": [], "wait[1]": ["constraint"], "wait[2]": ["unanswered"], "words": []}
    assert not any(f.issues for page in pages_for(visits(), answers, today="2026-05-20") for f in page.fields)


def test_conditions_name_what_they_depend_on():
    why = pages_of(visits())[1].fields[1]
    assert why.depends_on == ("wait",)


def shuffled():
    return form(
        question("a", "choices", scale="reasons", randomize=True),
        question("g", "group", randomize=True, questions=[question(name, "text") for name in "bcdef"]),
        paging="group",
    )


def test_a_drawn_order_is_shown_stored_and_accepted():
    order = draw_order(shuffled(), random.Random(4).randrange)
    choices, questions = pages_of(shuffled(), order=order)
    codes = [option.code for option in choices.fields[0].options]
    assert (tuple(codes[:-1]), codes[-1]) == (order["a"], "-2"), "answers without an opinion stay last"
    assert tuple(field.name for field in questions.fields) == order["g"] != tuple("bcdef")
    checked = check_answers(shuffled(), {}, today="2026-05-20", order=order)
    assert (checked.issues, checked.order) == ((), order)


def test_every_order_is_equally_likely():
    trial = form(question("a", "choices", scale="reasons", randomize=True))
    draws = iter([(i, j) for i in range(3) for j in range(2)] * 1)
    orders = []
    for first, second in draws:
        numbers = iter((first, second))
        orders.append(draw_order(trial, lambda _, numbers=numbers: next(numbers))["a"])
    assert len(set(orders)) == 6


@pytest.mark.parametrize("order", [{"a": ("slow",)}, {"a": ("slow", "rude", "-2")}, {"b": ("x",)}, {"nope": ()}])
def test_an_order_that_was_never_shown_is_refused(order):
    checked = check_answers(shuffled(), {}, today="2026-05-20", order=order)
    assert [issue.code for issue in checked.issues] == ["wrong_order"]
