"""Indicators and indices of one unit, and what becomes of those without evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pingyi.estimation.intervals import bounded_interval
from pingyi.scoring.combination import Combined, Key, combined
from pingyi.scoring.evidence import UnitEvidence, Value
from pingyi.scoring.model import Feed, Group, Index, Indicator, Scheme
from pingyi.scoring.scores import Scored
from pingyi.scoring.values import TOO_FEW, value_of

NO_EVIDENCE = "no_evidence"
TOO_LITTLE = "too_little_evidence"


@dataclass(frozen=True, slots=True)
class Parts:
    """The indicators of one unit and what the composite needs of them."""

    scored: tuple[Scored, ...]
    coefficients: Mapping[str, Mapping[Key, float]]  # indicator -> feed -> share
    values: Mapping[Key, Value]
    indicator_weights: Mapping[str, float]  # after redistribution, adding up to the total
    lacking: tuple[str, ...]
    withheld: str


def parts_of(scheme: Scheme, group: Group, unit: UnitEvidence) -> Parts:
    """Return the indicators of `unit` and their weights after the scheme's rule for missing ones."""
    chosen = [one for one in scheme.indicators if one.code in group.indicator_weights]
    values = values_of(scheme, unit, [feed for one in chosen for feed in one.feeds])
    shares = {one.code: _shares(scheme, one.feeds, values) for one in chosen}
    scored = tuple(
        _scored(unit, one, shares[one.code], values, indicator_weight=float(group.indicator_weights[one.code]))
        for one in chosen
    )
    lacking = tuple(one.code for one in chosen if not shares[one.code])
    handed = sum((group.indicator_weights[code] for code in lacking), Fraction(0))
    present = scheme.total - handed
    return Parts(
        scored=scored,
        coefficients={code: share for code, share in shares.items() if share},
        values=values,
        indicator_weights={
            code: float(points * scheme.total / present)
            for code, points in group.indicator_weights.items()
            if code not in lacking
        },
        lacking=lacking,
        withheld=_withheld(scheme, group, scored, handed),
    )


def values_of(scheme: Scheme, unit: UnitEvidence, feeds: Sequence[Feed]) -> dict[Key, Value]:
    """Return the value of every feed."""
    return {key: value_of(scheme, unit, *key) for key in _keys(feeds)}


def indices_of(scheme: Scheme, unit: UnitEvidence) -> tuple[Scored, ...]:
    """Return the reported-only indices of `unit`; a feed without evidence hands its share over and is named."""
    found = []
    for index in scheme.indices:
        values = values_of(scheme, unit, index.feeds)
        found.append(_scored(unit, index, _present(index.feeds, values), values, indicator_weight=0.0))
    return tuple(found)


def _keys(feeds: Sequence[Feed]) -> list[Key]:
    return list(dict.fromkeys((feed.evidence, feed.item) for feed in feeds))


def _shares(scheme: Scheme, feeds: Sequence[Feed], values: Mapping[Key, Value]) -> dict[Key, float]:
    """Return the share of each feed; empty when the indicator cannot be had."""
    present = _present(feeds, values)
    return {} if scheme.feed_missing == "withhold" and len(present) < len(feeds) else present


def _present(feeds: Sequence[Feed], values: Mapping[Key, Value]) -> dict[Key, float]:
    known = [feed for feed in feeds if values[feed.evidence, feed.item].estimate is not None]
    total = sum((feed.share for feed in known), Fraction(0))
    return {(feed.evidence, feed.item): float(feed.share / total) for feed in known}


def _scored(
    unit: UnitEvidence,
    part: Indicator | Index,
    shares: Mapping[Key, float],
    values: Mapping[Key, Value],
    *,
    indicator_weight: float,
) -> Scored:
    missing = [key for key in _keys(part.feeds) if key not in shares]
    if not shares:
        few = any(values[key].reason == TOO_FEW for key in missing)
        return Scored(part.code, indicator_weight, None, excluded=TOO_FEW if few else NO_EVIDENCE)
    found = combined(unit, shares, values)
    lower, upper = _limits(found)
    return Scored(
        part.code,
        indicator_weight,
        found.estimate,
        found.se,
        lower,
        upper,
        found.df,
        found.n,
        without=tuple(".".join(key) for key in missing),
    )


def _limits(found: Combined) -> tuple[float, float] | tuple[None, None]:
    return (None, None) if found.se is None else bounded_interval(found.estimate, found.se, found.df, found.n)


def _withheld(scheme: Scheme, group: Group, scored: Sequence[Scored], handed: Fraction) -> str:
    """Return why there can be no composite; empty when there can."""
    stopping = [one for one in scored if one.excluded and scheme.indicator(one.code).missing == "withhold"]
    if stopping:
        return TOO_FEW if all(one.excluded == TOO_FEW for one in stopping) else NO_EVIDENCE
    if handed == scheme.total:
        return NO_EVIDENCE
    if handed > group.most_redistributed * scheme.total:
        return TOO_FEW if any(one.excluded == TOO_FEW for one in scored) else TOO_LITTLE
    return ""
