"""The questionnaire as ballots know it: answer i of a question is its i-th choice, 0 is no answer. Pure."""

from pingyi.forms.model import Form

NO_ANSWER = ""
Columns = tuple[tuple[str, tuple[str, ...]], ...]


def options_of(form: Form) -> tuple[int, ...]:
    """Return the number of choices of each question that is cast, in the order of the questionnaire."""
    return tuple(len(_codes(form, question.scale)) for question in form.items())


def columns_of(form: Form) -> Columns:
    """Return for each question that is cast its name and the code of answers 0, 1, 2, …; 0 is empty."""
    return tuple((question.name, (NO_ANSWER, *_codes(form, question.scale))) for question in form.items())


def _codes(form: Form, scale: str) -> tuple[str, ...]:
    found = form.scale(scale)
    return tuple(choice.code for choice in found.choices) if found else ()
