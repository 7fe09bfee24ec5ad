"""What must hold for every form, every answer and every expression."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.forms import check_answers, digest, read_form, readable_bytes
from pingyi.forms.expressions import Names, Place, Scope, check, evaluate, is_empty, parse, print_expression
from pingyi.forms.expressions.days import day_number, day_text
from pingyi.forms.expressions.functions import FUNCTIONS
from pingyi.forms.expressions.tree import (
    BINDS,
    Binary,
    Call,
    Current,
    Literal,
    Negation,
    Number,
    Parent,
    Reference,
)
from pingyi.forms.expressions.values import number_text
from pingyi.wording import Refused
from tests.forms.forms import content, question

few = settings(max_examples=60, deadline=None)
names = st.sampled_from("abcdef")
leaves = st.one_of(
    st.floats(0, 1e15, allow_nan=False).map(Number),
    st.text(st.characters(blacklist_characters="'", blacklist_categories=["Cs"]), max_size=5).map(Literal),
    st.just(Literal("it's")),
    names.map(Reference),
    st.just(Current()),
    st.just(Parent()),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Negation),
        st.builds(Binary, st.sampled_from(sorted(BINDS)), inner, inner),
        st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=12,
)


@few
@given(trees)
def test_what_is_printed_is_read_as_the_same_tree(tree):
    assert parse(print_expression(tree)) == tree


@few
@given(st.text(st.sampled_from("${}ab()'\"+-*=<>!., 1andormivtx"), max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        tree = parse(text)
    except Refused as refused:
        assert refused.issues[0].code == "expression_unreadable"
    else:
        assert parse(print_expression(tree)) == tree


answers = st.one_of(st.just(""), st.integers(-5, 5).map(float), st.sampled_from(["slow rude", "5", "x", "2026-05-20"]))


@few
@given(trees, st.dictionaries(names, answers))
def test_a_checked_expression_always_has_a_value(tree, values):
    form_names = Names(dict.fromkeys("abcdef", "text"), {}, {})
    if check(tree, form_names, Place("here", "a", "constraint")):
        return
    scope = Scope(
        form_names, {(name, 0): value for name, value in values.items()}, {}, "2026-05-20", "2026-05-20T08:00"
    )
    value = evaluate(tree, scope)
    assert value == "" or not is_empty(value)


@few
@given(st.dates())
def test_days_agree_with_the_calendar(day):
    number = (day - dt.date(1970, 1, 1)).days
    assert day_number(day.isoformat()) == number
    assert day_text(number) == day.isoformat()


@few
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_reads_back_as_the_number(number):
    assert float(number_text(number)) == number
    assert "e" not in number_text(number)


@st.composite
def chains(draw):
    """Questions that each may depend on earlier ones."""
    questions = []
    for place, name in enumerate("abcdef"):
        kind = draw(st.sampled_from(["integer", "choice", "text"]))
        keys = {"scale": "yes_no"} if kind == "choice" else {}
        if place and draw(st.booleans()):
            earlier = draw(st.sampled_from("abcdef"[:place]))
            keys["relevant"] = draw(
                st.sampled_from([f"${{{earlier}}} = 1", f"${{{earlier}}} != ''", f"not(${{{earlier}}})"])
            )
        questions.append(question(name, kind, required=draw(st.booleans()), **keys))
    if draw(st.booleans()):
        questions[3:] = [question("g", "group", questions=questions[3:])]
    return content(*questions, paging=draw(st.sampled_from(["question", "group", "single"])))


given_answers = st.dictionaries(names, st.sampled_from(["1", "0", "-1", "7"]), max_size=6)


@few
@given(chains(), given_answers)
def test_every_visible_answered_item_is_stored_and_no_hidden_one(written, sent):
    form = read_form(written)
    checked = check_answers(form, sent, today="2026-05-20")
    off_scale = {issue.field for issue in checked.issues if issue.code == "off_scale"}
    assert checked.values.keys() == (sent.keys() & checked.asked) - off_scale
    assert all(checked.values[name] == sent[name] for name in checked.values)
    assert checked.dropped == sent.keys() - checked.asked


@few
@given(chains(), given_answers)
def test_what_was_stored_is_stored_again_as_it_is(written, sent):
    form = read_form(written)
    once = check_answers(form, sent, today="2026-05-20")
    again = check_answers(form, once.values, today="2026-05-20")
    assert (again.values, again.asked, again.dropped) == (once.values, once.asked, frozenset())


@few
@given(chains())
def test_json_keeps_the_hash(written):
    form = read_form(written)
    assert digest(read_form(readable_bytes(form))) == digest(form)
    assert read_form(readable_bytes(form)) == form
