# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""Plain counts for bar charts: who gave which answer, and how many ballots lie in cells that may be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.analysis.stage1 import queries
from pingyi.analysis.stage1.domains import DOMAINS, Memberships, place_domains
from pingyi.analysis.stage1.runners import Runner, chosen
from pingyi.analysis.stage1.sources import SMALLEST_CELL, Source, ballot_source, rating_source, sample_source


@dataclass(frozen=True, slots=True)
class CellCover:
    """Ballots of one domain in cells large enough to be opened, among all its ballots, and the same for cells."""

    rows: int
    rows_of: int
    cells: int
    cells_of: int


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many gave one answer: `w` is the sum of their design weights times the weight scale (1 for a count)."""

    domain: str
    item: str
    code: int
    rows: int
    w: int


def sample_counts(paths: Sequence[Path], items: Sequence[str], memberships: Memberships) -> list[AnswerCount]:
    """Return how many gave each answer (don't know included), by domain, item and code."""
    with chosen(None) as runner:
        return _counts(runner, sample_source(runner, paths, items), memberships)


def ballot_counts(
    paths: Sequence[Path], items: Sequence[str], memberships: Memberships, *, smallest_cell: int = SMALLEST_CELL
) -> list[AnswerCount]:
    """Return how many ballots of large enough cells gave each answer, by domain, item and code."""
    with chosen(None) as runner:
        return _counts(runner, ballot_source(runner, paths, items, smallest_cell), memberships)


def rating_counts(paths: Sequence[Path], memberships: Memberships) -> list[AnswerCount]:
    """Return how many gave each level, by domain; the item is `level`."""
    with chosen(None) as runner:
        return _counts(runner, rating_source(runner, paths), memberships)


def ballot_cover(
    paths: Sequence[Path], memberships: Memberships, *, smallest_cell: int = SMALLEST_CELL
) -> dict[str, CellCover]:
    """Return, per domain, how much of its ballots lies in cells large enough to be opened."""
    with chosen(None) as runner:
        place_domains(runner, memberships)
        cells = (
            f"SELECT unit, cell, count(*) AS n, count(*) >= {int(smallest_cell)} AS opened"
            f" FROM {runner.evidence(paths)} GROUP BY unit, cell"
        )
        query = (
            "SELECT domain, coalesce(sum(n) FILTER (WHERE opened), 0), sum(n), count(*) FILTER (WHERE opened), count(*)"
            f" FROM ({cells}) JOIN {DOMAINS} USING (unit) GROUP BY domain ORDER BY domain"
        )
        return {domain: CellCover(*map(int, figures)) for domain, *figures in runner.rows(query)}


def _counts(runner: Runner, source: Source, memberships: Memberships) -> list[AnswerCount]:
    place_domains(runner, memberships)
    found = runner.rows(queries.answer_counts(source))
    return [AnswerCount(domain, item, code, int(rows), int(w)) for domain, item, code, rows, w in found]
