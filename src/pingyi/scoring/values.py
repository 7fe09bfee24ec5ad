"""From the evidence of a unit to the value of each feed, with its error."""

import math
from collections.abc import Sequence

from pingyi.estimation.intervals import honest_se
from pingyi.estimation.means import Means
from pingyi.estimation.proportions import share
from pingyi.scoring.deductions import supervision
from pingyi.scoring.evidence import NOTHING, Assessment, Commitment, Rectification, UnitEvidence, Value
from pingyi.scoring.model import EVERY, SURVEYED, Scheme
from pingyi.wording import Refused, Text

TOO_FEW = "too_few"


def value_of(scheme: Scheme, unit: UnitEvidence, evidence: str, item: str) -> Value:
    """Return the value of one item of one kind of evidence of `unit`, in points of 100."""
    if evidence in SURVEYED:
        return _surveyed(scheme, unit.surveyed().get(evidence), evidence, item)
    if evidence == "inspection":
        return supervision(scheme.deductions, unit.findings) if scheme.deductions else NOTHING
    if evidence == "rectification":
        return _rectification(unit.rectification, item)
    if evidence == "commitment":
        return _commitments(unit.commitments, item)
    return _assessed(scheme, unit.assessments, item)


def _surveyed(scheme: Scheme, found: Means | None, evidence: str, item: str) -> Value:
    place = None if found is None else found.place(item)
    if found is None or place is None:
        return NOTHING
    n, estimate, variance = found.n[place], found.estimate[place], found.covariance[place][place]
    if evidence == "ballots" and n < scheme.ballots_least:
        return Value(None, n=n, reason=TOO_FEW)
    if estimate is None or variance is None:
        return NOTHING
    df = found.df[place]
    return Value(estimate, honest_se(estimate, math.sqrt(variance), df, n), df, n)


def _rectification(counts: Rectification | None, item: str) -> Value:
    if counts is None:
        return NOTHING
    part, whole = {
        "confirmed": (counts.confirmed, counts.due),
        "on_time": (counts.due - counts.late, counts.due),
        "lasting": (counts.confirmed - min(counts.reopened, counts.confirmed), counts.confirmed),
    }[item]
    return _counted(part, whole)


def _commitments(promises: Sequence[Commitment], item: str) -> Value:
    if not promises:
        return NOTHING
    if item == "grade":
        return Value(100 * sum(promise.grade for promise in promises) / (4 * len(promises)))
    known, used = sum(p.known_n for p in promises), sum(p.used_n for p in promises)
    asked, delivered = sum(p.asked_n for p in promises), sum(p.delivered_n for p in promises)
    part, whole = {"known": (known, asked), "used": (used, asked), "delivered": (delivered, max(used, delivered))}[item]
    return _counted(part, whole)


def _counted(part: int, whole: int) -> Value:
    found = share(part, whole)
    if found is None:
        return NOTHING
    estimate, se = 100 * found.value, 100 * math.sqrt(found.variance)
    return Value(estimate, honest_se(estimate, se, None, whole), None, whole)


def _assessed(scheme: Scheme, assessments: Sequence[Assessment], item: str) -> Value:
    """Return the mean over assessors of each one's mean points; the error comes from how they differ."""
    given: dict[str, list[float]] = {}
    for one in assessments:
        scale = scheme.scale_of("assessment", one.criterion)
        if scale is None or item not in (EVERY, one.criterion):
            continue
        if one.level not in scale.points:
            raise _off_scale(one)
        given.setdefault(one.assessor, []).append(float(100 * scale.points[one.level] / scale.divisor))
    marks = [sum(points) / len(points) for _, points in sorted(given.items())]
    if not marks:
        return NOTHING
    mean = sum(marks) / len(marks)
    if len(marks) == 1:
        return Value(mean, n=1)
    variance = sum((mark - mean) ** 2 for mark in marks) / (len(marks) - 1) / len(marks)
    df = len(marks) - 1
    return Value(mean, honest_se(mean, math.sqrt(variance), df, len(marks)), df, len(marks))


def _off_scale(one: Assessment) -> Refused:
    return Refused.because(
        "level_off_scale",
        Text(
            f"“{one.criterion}”的等级{one.level}不在量表上。",
            f"Level {one.level} of “{one.criterion}” is off its scale.",
        ),
        Text("请核对评价数据。", "Check the assessments."),
        field="level",
    )
