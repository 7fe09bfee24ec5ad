"""Everything a result is computed from, and nothing that may not be published."""

from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.analysis.public_sums import Covariances
from pingyi.estimation.sums import Sums
from pingyi.scoring.evidence import Assessment, Commitment, Finding, Rectification

SMALLEST = 30  # people; fewer are never summed (docs/decisions/0007)
ANSWERED = ("sample", "ballots", "ratings")  # kinds that carry people's answers


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of a domain's answers its figures rest on: rows used, of all rows."""

    rows: int
    rows_of: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """Public sums by kind and domain, don't-knows, cover, and the kinds of evidence that are few rows, by unit."""

    sums: Mapping[str, Mapping[str, Sums]]  # of single items only
    covariances: Mapping[str, Mapping[str, Covariances]]  # between items, as published
    dont_know: Mapping[tuple[str, str, str], int]  # (kind, domain, item) -> people
    cover: Mapping[tuple[str, str], Cover]  # (kind, domain)
    ballot_grades: Mapping[str, str]  # domain -> the lowest assurance grade of its ballots
    findings: Mapping[str, tuple[Finding, ...]]
    assessments: Mapping[str, tuple[Assessment, ...]]
    rectification: Mapping[str, Rectification]
    commitments: Mapping[str, tuple[Commitment, ...]]
