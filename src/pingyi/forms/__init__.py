"""Questionnaires: what they are, what they ask, what an answer is worth. Pure."""

from pingyi.forms.answers import CheckedAnswers, check_answers
from pingyi.forms.changes import changes_between
from pingyi.forms.examples import Example, filled, read_examples, replay
from pingyi.forms.model import Choice, Form, Question, Scale
from pingyi.forms.pages import Page, pages_for, pages_of
from pingyi.forms.reading import read_form
from pingyi.forms.shuffling import draw_order
from pingyi.forms.writing import canonical_bytes, digest, readable_bytes, to_json

__all__ = [
    "CheckedAnswers",
    "Choice",
    "Example",
    "Form",
    "Page",
    "Question",
    "Scale",
    "canonical_bytes",
    "changes_between",
    "check_answers",
    "digest",
    "draw_order",
    "filled",
    "pages_for",
    "pages_of",
    "read_examples",
    "read_form",
    "readable_bytes",
    "replay",
    "to_json",
]
