"""Units side by side: by tier, and inside a tier by place. Nobody gets a bare rank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pingyi.charts import Axis, Interval, IntervalBar, axis_over, interval_bar
from pingyi.results.models import UnitResult
from pingyi.web.site.scheme_words import SchemeWords
from pingyi.web.site.vocabulary import WITHHELD, word
from pingyi.wording import Text

LAST = 10**6


@dataclass(frozen=True, slots=True)
class Row:
    """One unit in a list."""

    result: UnitResult
    bar: IntervalBar | None
    grade: Text | None
    why_not: Text | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """Units that cannot be told apart. `number` is None for those not ranked, `withheld` for those without a score."""

    number: int | None
    withheld: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One ranking group of a list."""

    code: str
    name: Text
    tiers: tuple[Tier, ...]

    @property
    def scored(self) -> bool:
        """Whether any unit of the list carries a score."""
        return not all(tier.withheld for tier in self.tiers)


def standings_axis(results: Iterable[UnitResult], words: SchemeWords) -> Axis:
    """Return one axis for all `results`, up to the total of the scheme."""
    return axis_over((value for one in results for value in (one.lower, one.score, one.upper)), top=words.total)


def standings(results: Sequence[UnitResult], words: SchemeWords, axis: Axis) -> tuple[Standing, ...]:
    """Return `results` by ranking group, and inside by tier."""
    by_group = sorted(results, key=lambda one: one.group)
    found = {group: tuple(members) for group, members in groupby(by_group, key=lambda one: one.group)}
    return tuple(Standing(code, words.group(code), tiers(found[code], words, axis)) for code in words.in_order(found))


def tiers(results: Iterable[UnitResult], words: SchemeWords, axis: Axis) -> tuple[Tier, ...]:
    """Return the tiers of one group, the best first; then those not ranked, then those without a score."""
    placed = sorted(results, key=lambda one: (_place(one), one.unit.path))
    return tuple(
        Tier(rows[0].result.tier, rows[0].bar is None, rows)
        for _, members in groupby(placed, key=_place)
        if (rows := tuple(_row(one, words, axis) for one in members))
    )


def _place(one: UnitResult) -> int:
    if one.score is None:
        return LAST + 1
    return LAST if one.tier is None else one.tier


def _row(one: UnitResult, words: SchemeWords, axis: Axis) -> Row:
    if one.score is None or one.lower is None or one.upper is None:
        return Row(one, None, None, word(WITHHELD, one.withheld or "too_few"))
    bar = interval_bar(axis, one.unit.name, Interval(one.score, one.lower, one.upper))
    return Row(one, bar, words.grade(one.grade) if one.grade else None)
