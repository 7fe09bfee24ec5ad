"""The questionnaires and the question bank that come with the system, each question with its source."""

from functools import cache
from importlib.resources import files

from pingyi.forms import Form, read_form
from pingyi.questionnaires.package import Package, read_package

CODES = ("online", "sample", "staff", "rating", "inspection")


def templates() -> dict[str, Package]:
    """Return every template by its code."""
    return {code: template(code) for code in CODES}


@cache
def template(code: str) -> Package:
    """Return the template with this code (one of `CODES`)."""
    return read_package(_content(code))


@cache
def bank() -> Form:
    """Return the question bank: a form whose groups are the subjects; pick from it with `picked`."""
    return read_form(_content("bank"))


def _content(name: str) -> bytes:
    return files(__package__).joinpath(f"{name}.json").read_bytes()
