"""One condition on one column, and the sentence that is said about a cell that meets it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pingyi.analysis.engine import literal
from pingyi.wording import Issue, Text


@dataclass(frozen=True, slots=True)
class Check:
    """One condition `bad` on one column, and what is said when a cell meets it."""

    code: str
    column: str
    bad: str  # SQL, never NULL
    what: Callable[[str], Text]  # from the cell's text
    remedy: Text

    def issue(self, row: int, cell: str | None) -> Issue:
        """Return what is said about the cell in `row`."""
        return Issue(self.code, self.what(cell or ""), self.remedy, row, self.column)


def shortened(cell: str) -> str:
    """Return a cell as it is quoted in a sentence."""
    return cell if len(cell) <= 20 else f"{cell[:20]}…"


def listed(words: Iterable[str]) -> str:
    """Return `words` as the inside of a SQL list."""
    return ", ".join(literal(word) for word in words)
