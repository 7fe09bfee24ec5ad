"""The two languages of every sentence the system speaks, and the one way to refuse.

Pure. Stands at the bottom because the pure cores refuse bad input too (docs/decisions/0004).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the text in `language` ("en…" is English, anything else Chinese); falls back when one is empty."""
        return (self.en or self.zh) if language.lower().startswith("en") else (self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with an input: a stable code, what is wrong, and how to mend it.

    `row` counts as the person sees it (the heading of a table is row 1); `field` is the column or key.
    """

    code: str
    what: Text
    remedy: Text
    row: int | None = None
    field: str | None = None

    def say(self, language: str) -> str:
        """Return the whole sentence: place, what is wrong, remedy."""
        english = language.lower().startswith("en")
        place = _place(self.row, self.field, english)
        gap = " " if english else ""
        return f"{place}{self.what.say(language)}{gap}{self.remedy.say(language)}"


class Refused(Exception):  # noqa: N818 - it is an answer, not a defect of the program
    """Input was refused. Nothing was changed. Carries every issue that was found."""

    def __init__(self, issues: Issue | Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = (issues,) if isinstance(issues, Issue) else tuple(issues)
        super().__init__("; ".join(issue.say("en") for issue in self.issues))

    @classmethod
    def because(cls, code: str, what: Text, remedy: Text, *, row: int | None = None, field: str | None = None) -> Self:
        """Build a refusal with a single issue."""
        return cls(Issue(code, what, remedy, row, field))

    def say(self, language: str) -> str:
        """Return all issues, one to a line."""
        return "\n".join(issue.say(language) for issue in self.issues)


def _place(row: int | None, field: str | None, english: bool) -> str:
    if english:
        parts = [f"row {row}"] * (row is not None) + [f"column {field}"] * (field is not None)
        return f"{', '.join(parts)}: " if parts else ""
    parts = [f"第{row}行"] * (row is not None) + [f"“{field}”"] * (field is not None)
    return f"{''.join(parts)}：" if parts else ""
