"""Stage 1: evidence reduced to exact integers per domain, item and stratum, on DuckDB (statistics: two stages)."""

from pingyi.analysis.stage1.counting import (
    AnswerCount,
    CellCover,
    ballot_counts,
    ballot_cover,
    rating_counts,
    sample_counts,
)
from pingyi.analysis.stage1.domains import Memberships
from pingyi.analysis.stage1.sources import LEVEL, SMALLEST_CELL, Points
from pingyi.analysis.stage1.summing import Request, ballot_sums, rating_sums, sample_sums

__all__ = [
    "LEVEL",
    "SMALLEST_CELL",
    "AnswerCount",
    "CellCover",
    "Memberships",
    "Points",
    "Request",
    "ballot_counts",
    "ballot_cover",
    "ballot_sums",
    "rating_counts",
    "rating_sums",
    "sample_counts",
    "sample_sums",
]
