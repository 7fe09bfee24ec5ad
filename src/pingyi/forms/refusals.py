"""How this package words what is wrong with a questionnaire or an answer."""

from pingyi.wording import Issue, Text


def problem(code: str, place: str | None, what: tuple[str, str], remedy: tuple[str, str]) -> Issue:
    """Return an issue at `place` (a path such as "questions[3].label.en", or a question's name)."""
    return Issue(code, Text(*what), Text(*remedy), field=place)
