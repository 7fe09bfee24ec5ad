"""From batches of evidence to what a result is computed from: stage 1 with small groups taken out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pingyi.analysis import records, stage1
from pingyi.analysis.appraisal.frame import Frame
from pingyi.analysis.appraisal.gathered import ANSWERED, SMALLEST, Cover, Gathered
from pingyi.analysis.engine import column_names, parquet
from pingyi.analysis.public_sums import Covariances, covariances_of, without_pairs
from pingyi.analysis.stage1.domains import DOMAINS, place_domains
from pingyi.analysis.stage1.runners import chosen
from pingyi.estimation.means import means
from pingyi.estimation.sums import Sums
from pingyi.scoring.evidence import Assessment, Commitment, Finding, Rectification
from pingyi.scoring.model import Scheme

DONT_KNOW = -1
Paths = Mapping[str, Sequence[Path]]  # kind -> canonical Parquet files
SUMMED = {"sample": stage1.sample_sums, "ballots": stage1.ballot_sums, "ratings": stage1.rating_sums}


def gather(scheme: Scheme, frame: Frame, paths: Paths) -> Gathered:
    """Return the publishable evidence of every domain of `frame`, by the scales of `scheme`."""
    there = [kind for kind in ANSWERED if paths.get(kind) and scheme.items.get(kind)]
    whole = {kind: _sums(scheme, frame, kind, paths[kind]) for kind in there}
    return Gathered(
        sums={kind: {domain: without_pairs(one) for domain, one in found.items()} for kind, found in whole.items()},
        covariances={kind: _covariances(found) for kind, found in whole.items()},
        dont_know={key: n for kind in there for key, n in _dont_know(scheme, frame, kind, paths[kind]).items()},
        cover={(kind, domain): one for kind in there for domain, one in _cover(frame, paths[kind]).items()},
        ballot_grades=_ballot_grades(frame, paths.get("ballots", ())),
        findings=_findings(paths.get("inspection", ())),
        assessments=_assessments(paths.get("assessment", ())),
        rectification={unit: _counts(counts) for unit, counts in _rectification(paths).items()},
        commitments=_commitments(paths.get("commitment", ())),
    )


def points_of(scheme: Scheme, kind: str) -> dict[str, stage1.Points]:
    """Return what the answers to each item of `kind` are worth, as stage 1 takes it."""
    return {item: stage1.Points(*scheme.scales[scale].integer_points()) for item, scale in scheme.items[kind].items()}


def pairs_of(scheme: Scheme, kind: str) -> list[tuple[str, str]]:
    """Return the pairs of items whose covariance the composite or an index needs."""
    feeds = [feed for part in scheme.indicators for feed in part.feeds]
    feeds += [feed for part in scheme.indices for feed in part.feeds]
    items = sorted({feed.item for feed in feeds if feed.evidence == kind})
    return [(one, other) for place, one in enumerate(items) for other in items[place:]]


def _sums(scheme: Scheme, frame: Frame, kind: str, paths: Sequence[Path]) -> dict[str, Sums]:
    request = stage1.Request(
        points=points_of(scheme, kind),
        memberships=frame.memberships,
        pairs=pairs_of(scheme, kind),
        smallest=SMALLEST,
    )
    return SUMMED[kind](paths, request)


def _covariances(sums: Mapping[str, Sums]) -> dict[str, Covariances]:
    return {domain: covariances_of(means(one, single_psu="adjust")) for domain, one in sums.items()}


def _dont_know(scheme: Scheme, frame: Frame, kind: str, paths: Sequence[Path]) -> dict[tuple[str, str, str], int]:
    if kind == "ratings":
        return {}
    counted = stage1.ballot_counts if kind == "ballots" else stage1.sample_counts
    counts = counted(paths, list(scheme.items[kind]), frame.memberships)
    return {(kind, one.domain, one.item): one.rows for one in counts if one.code == DONT_KNOW}


def _cover(frame: Frame, paths: Sequence[Path]) -> dict[str, Cover]:
    """Return, per domain, the rows of units (for ballots: of cells) with enough rows, of all its rows."""
    cell = "cell" if "cell" in column_names(paths[0]) else "unit"
    cells = f"SELECT unit, {cell} AS cell, count(*) AS n FROM {parquet(paths)} GROUP BY unit, {cell}"  # noqa: S608
    query = (
        f"SELECT domain, coalesce(sum(n) FILTER (WHERE n >= {SMALLEST}), 0), sum(n)"  # noqa: S608
        f" FROM ({cells}) JOIN {DOMAINS} USING (unit) GROUP BY domain ORDER BY domain"
    )
    with chosen(None) as runner:
        place_domains(runner, frame.memberships)
        return {domain: Cover(int(rows), int(every)) for domain, rows, every in runner.rows(query)}


def _ballot_grades(frame: Frame, paths: Sequence[Path]) -> dict[str, str]:
    if not paths:
        return {}
    query = (
        f"SELECT domain, max(grade) FROM {parquet(paths)} JOIN {DOMAINS} USING (unit)"  # noqa: S608
        " GROUP BY domain ORDER BY domain"
    )
    with chosen(None) as runner:
        place_domains(runner, frame.memberships)
        return dict(runner.rows(query))


def _findings(paths: Sequence[Path]) -> dict[str, tuple[Finding, ...]]:
    return {
        unit: tuple(
            Finding(f.visit, f.kind, f.item, f.found_by, f.severity or "", f.repeat, f.deduction_e2, f.upheld)
            for f in inspected.findings
        )
        for unit, inspected in records.inspection_findings(paths).items()
    }


def _assessments(paths: Sequence[Path]) -> dict[str, tuple[Assessment, ...]]:
    """Return the levels without the assessors: who gave which is nobody's business, so they are numbered."""
    by_unit: dict[str, list[Assessment]] = defaultdict(list)
    for (unit, criterion), given in records.assessed_levels(paths).items():
        by_unit[unit] += [Assessment(criterion, level, str(n)) for n, level in enumerate(given.levels, 1)]
    return {unit: tuple(given) for unit, given in sorted(by_unit.items())}


def _rectification(paths: Paths) -> dict[str, records.RectificationCounts]:
    return records.rectification_counts(paths.get("rectification", ()))


def _counts(found: records.RectificationCounts) -> Rectification:
    return Rectification(found.due, found.confirmed, found.claimed, found.late, found.reopened)


def _commitments(paths: Sequence[Path]) -> dict[str, tuple[Commitment, ...]]:
    return {
        unit: tuple(Commitment(p.measure, p.grade, p.known_n, p.used_n, p.delivered_n, p.asked_n) for p in promises)
        for unit, promises in records.commitment_grades(paths).items()
    }
