"""What findings cost: the deduction cards of the scheme, floored at zero."""

from collections.abc import Sequence
from fractions import Fraction

from pingyi.scoring.evidence import NOTHING, Finding, Value
from pingyi.scoring.model import EVERY, Card, Deductions
from pingyi.wording import Refused, Text


def points_off(rules: Deductions, finding: Finding) -> Fraction:
    """Return the points one finding takes off: those of the first card for its item, times the factor for repetition.

    Findings that fell on objection cost nothing. Raises `Refused` where no card, finder or severity fits: a finding
    is never passed over in silence.
    """
    if not finding.upheld:
        return Fraction(0)
    card = next((card for card in rules.cards if not card.items or finding.item in card.items), None)
    points = None if card is None else _points(card, finding)
    if card is None or points is None:
        raise _unpriced(finding)
    if not card.points:
        return points  # recorded with the finding, repetition already seen
    return points * card.repeats[min(finding.repeat, len(card.repeats) - 1)]


def all_off(rules: Deductions, findings: Sequence[Finding]) -> Fraction:
    """Return the points all findings of a unit take off: their sum, or the mean per visit if the scheme says so."""
    total = sum((points_off(rules, finding) for finding in findings), Fraction(0))
    return total / len({finding.visit for finding in findings}) if rules.per == "visit" and findings else total


def supervision(rules: Deductions, findings: Sequence[Finding]) -> Value:
    """Return the value of inspection: 100 * (base - points off) / base, at least 0.

    No visit is no evidence, not a full mark - unless the scheme counts in total, where nothing found costs nothing.
    Inspectors choose where they look; there is no error statement.
    """
    if not findings and rules.per == "visit":
        return NOTHING
    left = max(Fraction(0), rules.base - all_off(rules, findings)) / rules.base
    return Value(float(100 * left))


def _points(card: Card, finding: Finding) -> Fraction | None:
    if not card.points:
        return Fraction(finding.deduction_e2, 100)
    severities = card.points.get(finding.found_by, card.points.get(EVERY, {}))
    return severities.get(finding.severity, severities.get(EVERY))


def _unpriced(finding: Finding) -> Refused:
    where = f"{finding.item}, {finding.found_by}, {finding.severity or '-'}"
    return Refused.because(
        "finding_without_card",
        Text(f"扣分卡里没有这种发现：{where}。", f"No deduction card covers this finding: {where}."),
        Text("请核对发现人和严重程度，或者在方案里补上。", "Check finder and severity, or add them to the scheme."),
        field=finding.visit,
    )
