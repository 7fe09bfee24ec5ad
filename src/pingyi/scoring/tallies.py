"""What each published formula makes of the same counts: “满意率” means nothing without its formula.

Golden figures: Dongguan 2019, 6,554 / 731 / 496 of 7,781, gives 84.23 % top box, 88.93 % half credit, 93.63 % top
two; all-worst under scheme A leaves 26.67 of 80; Miluo, 365 completes of 1,107 contacts of 28,834 numbers, gives RR1
1.27 % and a cooperation rate of 32.97 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pingyi.estimation.outcomes import Outcomes, outcome_rates
from pingyi.scoring.model import Formula, Scheme
from pingyi.scoring.presets import RUNNABLE, Incomplete, incomplete, preset
from pingyi.wording import Refused, Text

DISPOSITIONS = {
    "I": "complete",
    "P": "partial",
    "R": "refusal",
    "NC": "non_contact",
    "O": "other",
    "UH": "unknown_household",
    "UO": "unknown_other",
    "NE": "not_eligible",
}
STANDARD = Text("AAPOR，Standard Definitions（美国舆论研究协会，调查结果分类标准）", "AAPOR, Standard Definitions")
ROLES = ("dialled", "contacts", "completes", "refusals")


@dataclass(frozen=True, slots=True)
class Tallied:
    """One formula over one tally: its value, or the reason why it cannot judge these counts."""

    name: str
    title: Text
    applies: bool
    value: Fraction | None
    unit: Text
    formula: Text
    reason: Text
    source: Text


NONE = Text("", "")
PERCENT = Text("%", "%")


def tally(counts: Mapping[str, int], preset_code: str | None = None) -> tuple[Tallied, ...]:
    """Return what every preset, or the one named (code, or code and formula: "H", "H.top_box"), makes of `counts`.

    Raises `Refused` for negative counts, none at all, or a preset that does not exist.
    """
    _check(counts)
    found = [_by_formula(scheme, formula, counts) for scheme in map(preset, RUNNABLE) for formula in scheme.formulas]
    found += _rates(counts) + [_incomplete(one) for one in incomplete()]
    if preset_code is None:
        return tuple(found)
    chosen = tuple(one for one in found if preset_code in (one.name, one.name.split(".")[0]))
    if not chosen:
        known = ", ".join(dict.fromkeys(one.name.split(".")[0] for one in found))
        raise Refused.because(
            "unknown_preset",
            Text(f"没有方案“{preset_code}”。", f"There is no preset “{preset_code}”."),
            Text(f"可以用：{known}。", f"Possible: {known}."),
            field="preset",
        )
    return chosen


def base(counts: Mapping[str, int]) -> int:
    """Return n of a tally: all answers; of a disposition, whose counts lie inside each other, the numbers dialled.

    Marks are no counts; there n is how many marks were given.
    """
    formulas = [formula for scheme in map(preset, RUNNABLE) for formula in scheme.formulas]
    if any({*counts} <= {*formula.roles} for formula in formulas):
        return max(counts.values())
    if any(formula.kind == "marks" and {*counts} <= {*formula.points} for formula in formulas):
        return len(counts)
    return sum(counts.values())


def _check(counts: Mapping[str, int]) -> None:
    below = [label for label, count in counts.items() if count < 0]
    if below:
        raise Refused.because(
            "negative_count",
            Text(f"“{below[0]}”的数量是负数。", f"The count of “{below[0]}” is negative."),
            Text("请核对数量。", "Check the counts."),
            field="counts",
        )
    if not sum(counts.values()):
        raise Refused.because(
            "no_counts",
            Text("一票也没有。", "There is not a single answer."),
            Text("请给出至少一个大于0的数量。", "Give at least one count above 0."),
            field="counts",
        )


def _by_formula(scheme: Scheme, formula: Formula, counts: Mapping[str, int]) -> Tallied:
    reason = _unfit(formula, counts)
    value = None if reason else _value(formula, counts)
    if value is None and not reason:
        reason = Text("没有有效票。", "There is no valid answer.")
    return Tallied(
        name=f"{scheme.code}.{formula.code}",
        title=Text(f"{scheme.name.zh}：{formula.name.zh}", f"{scheme.name.en}: {formula.name.en}"),
        applies=value is not None,
        value=value,
        unit=formula.unit,
        formula=formula.formula,
        reason=reason or NONE,
        source=scheme.source,
    )


def _unfit(formula: Formula, counts: Mapping[str, int]) -> Text | None:
    """Return why the formula cannot judge these labels; None when it can."""
    known = {*formula.points, *formula.roles, *formula.excluded}
    unknown = [label for label in counts if label not in known]
    if unknown:
        labels = "、".join(formula.points or formula.roles)
        return Text(
            f"不适用：这个公式不认识“{'、'.join(unknown)}”；它用的是：{labels}。",
            f"Not applicable: this formula does not know {', '.join(unknown)}; it uses: {labels}.",
        )
    if formula.kind == "marks" and {*counts} != {*formula.points}:
        return Text("不适用：五项要齐全。", "Not applicable: all five items are needed.")
    if formula.kind == "marks" and any(mark > 100 for mark in counts.values()):
        return Text("不适用：每项在0到100分之间。", "Not applicable: each mark lies between 0 and 100.")
    if formula.kind == "rate":
        return _unfit_rate(formula, counts)
    return None


def _unfit_rate(formula: Formula, counts: Mapping[str, int]) -> Text | None:
    roles = _by_role(formula, counts)
    dialled, contacts, completes, refusals = (roles.get(role) for role in ROLES)
    asked = {"RR1": (dialled, completes), "COOP1": (contacts, completes), "REF_contact": (contacts, refusals)}
    if None in asked[formula.rate]:
        return Text("不适用：数量不全。", "Not applicable: a count it needs is missing.")
    answered = (completes or 0) + (refusals or 0)
    reached = answered if contacts is None else contacts
    if answered > reached or (dialled is not None and reached > dialled):
        return Text("不适用：部分比总数还大。", "Not applicable: a part is larger than the whole.")
    return None


def _by_role(formula: Formula, counts: Mapping[str, int]) -> dict[str, int]:
    roles: dict[str, int] = {}
    for label, count in counts.items():
        roles[formula.roles[label]] = roles.get(formula.roles[label], 0) + count
    return roles


def _value(formula: Formula, counts: Mapping[str, int]) -> Fraction | None:
    if formula.kind == "rate":
        return _rate(formula.rate, _by_role(formula, counts))
    valid = {label: count for label, count in counts.items() if label not in formula.excluded}
    weighed = sum((count * formula.points[label] for label, count in valid.items()), Fraction(0))
    if formula.kind == "sum":
        return formula.times * weighed
    base = len(valid) if formula.kind == "marks" else sum(valid.values())
    return formula.times * weighed / (base * formula.divisor) if base else None


def _rate(name: str, roles: Mapping[str, int]) -> Fraction | None:
    """Return a rate in percent; numbers that were dialled and not reached count as unknown."""
    dialled, contacts, completes, refusals = (roles.get(role, 0) for role in ROLES)
    if name == "REF_contact":
        return Fraction(100 * refusals, contacts) if contacts else None
    contacts = max(contacts, completes + refusals)
    unknown = max(0, dialled - contacts)
    outcomes = Outcomes(completes, 0, refusals, 0, contacts - completes - refusals, unknown)
    rate = outcome_rates(outcomes)[name].value
    return None if rate is None else 100 * rate


def _rates(counts: Mapping[str, int]) -> list[Tallied]:
    """Return the sixteen AAPOR rates; they judge counts by disposition code (I, P, R, NC, O, UH, UO, NE)."""
    if not {*counts} <= {*DISPOSITIONS}:
        unfit = Text(
            "不适用：要按访问结果代码计数（I、P、R、NC、O、UH、UO、NE）。",
            "Not applicable: it needs counts by disposition code (I, P, R, NC, O, UH, UO, NE).",
        )
        title = Text("AAPOR 访问结果比率", "AAPOR outcome rates")
        return [Tallied("AAPOR", title, False, None, PERCENT, NONE, unfit, STANDARD)]
    rates = outcome_rates(Outcomes(**{DISPOSITIONS[code]: count for code, count in counts.items()}))
    empty = Text("不适用：分母是0。", "Not applicable: its base is 0.")
    return [
        Tallied(
            name=f"AAPOR.{rate.name}",
            title=Text(rate.name, rate.name),
            applies=rate.value is not None,
            value=None if rate.value is None else 100 * rate.value,
            unit=PERCENT,
            formula=Text(rate.formula, rate.formula),
            reason=NONE if rate.value is not None else empty,
            source=STANDARD,
        )
        for rate in rates.values()
    ]


def _incomplete(one: Incomplete) -> Tallied:
    reason = Text(f"不能用：{one.lacking.zh}。", f"Not usable: {one.lacking.en}.")
    return Tallied(one.code, one.name, False, None, NONE, NONE, reason, one.source)
