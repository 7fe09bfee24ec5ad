"""AAPOR outcome rates of a survey: response, cooperation, refusal, contact.

Source: AAPOR, Standard Definitions. Checked against the worked example of docs/method/estimation.md and the published
disposition of the Miluo survey.
"""

from dataclasses import dataclass, fields
from fractions import Fraction

from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Final dispositions of all drawn numbers or addresses, as counts."""

    complete: int = 0  # I
    partial: int = 0  # P
    refusal: int = 0  # R, break-offs included
    non_contact: int = 0  # NC
    other: int = 0  # O, eligible, not interviewed
    unknown_household: int = 0  # UH
    unknown_other: int = 0  # UO
    not_eligible: int = 0  # NE

    def __post_init__(self) -> None:
        """Refuse negative counts."""
        for column in fields(self):
            if getattr(self, column.name) < 0:
                raise Refused.because(
                    "negative_count",
                    Text("数量不能是负数。", "A count cannot be negative."),
                    Text("请核对访问结果的数量。", "Check the counts of outcomes."),
                    field=column.name,
                )


@dataclass(frozen=True, slots=True)
class Rate:
    """One outcome rate: exact value (None when its base is empty) and its formula."""

    name: str
    value: Fraction | None
    formula: str


def outcome_rates(outcomes: Outcomes, eligible_share: Fraction | None = None) -> dict[str, Rate]:
    """Return RR1-RR6, COOP1-COOP4, REF1-REF3 and CON1-CON3 by name.

    `eligible_share` is e, the assumed share of eligible ones among the unknown; by default known eligible over all
    that are known, 1 when nothing is known.
    """
    o = outcomes
    interviews, unknown = o.complete + o.partial, o.unknown_household + o.unknown_other
    known = interviews + o.refusal + o.non_contact + o.other
    asked = interviews + o.refusal + o.other
    e = _eligible(known, o.not_eligible) if eligible_share is None else eligible_share
    bases: dict[str, tuple[int | Fraction, str]] = {
        "1": (known + unknown, "(I+P)+(R+NC+O)+(UH+UO)"),
        "e": (known + e * unknown, "(I+P)+(R+NC+O)+e(UH+UO)"),
        "0": (known, "(I+P)+(R+NC+O)"),
        "c": (asked, "(I+P)+R+O"),
        "r": (interviews + o.refusal, "(I+P)+R"),
    }
    parts = {"I": o.complete, "(I+P)": interviews, "R": o.refusal, "((I+P)+R+O)": asked}
    table = (
        ("RR1", "I", "1"), ("RR2", "(I+P)", "1"), ("RR3", "I", "e"), ("RR4", "(I+P)", "e"), ("RR5", "I", "0"),
        ("RR6", "(I+P)", "0"), ("COOP1", "I", "c"), ("COOP2", "(I+P)", "c"), ("COOP3", "I", "r"),
        ("COOP4", "(I+P)", "r"), ("REF1", "R", "1"), ("REF2", "R", "e"), ("REF3", "R", "0"),
        ("CON1", "((I+P)+R+O)", "1"), ("CON2", "((I+P)+R+O)", "e"), ("CON3", "((I+P)+R+O)", "0"),
    )  # fmt: skip
    rates: dict[str, Rate] = {}
    for name, part, base in table:
        whole, words = bases[base]
        rates[name] = Rate(name, parts[part] / Fraction(whole) if whole else None, f"{part}/[{words}]")
    return rates


def _eligible(known: int, not_eligible: int) -> Fraction:
    return Fraction(known, known + not_eligible) if known + not_eligible else Fraction(1)
