"""Why the figures of a unit's page are what they are: what its grade was refused for, what its score went without."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pingyi.results.facts import Facts, FoundBelow
from pingyi.results.models import IndicatorResult, UnitResult
from pingyi.scoring.describing.vocabulary import ITEM_NAMES
from pingyi.scoring.model import Band
from pingyi.web.site.scheme_words import SchemeWords
from pingyi.web.site.vocabulary import BATCHES, FINDINGS, word
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A better grade that was not given for other reasons than points."""

    better: Text
    missed: Text
    reached: bool  # the points were enough; else only the upper end of the interval is


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of the composite: what it carries, the points of missing indicators handed on, and its score."""

    name: Text
    carries: float
    score: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Partial:
    """An indicator that went without some of its evidence."""

    name: Text
    evidence: Text


@dataclass(frozen=True, slots=True)
class BelowLine:
    """What was found at the units below, with the items in words."""

    found: FoundBelow
    base: float
    items: tuple[tuple[Text, int], ...]

    @property
    def off(self) -> str:
        """Points off, as exact as it takes to follow the score."""
        return f"{self.found.off:.2f}"


def shortfall(result: UnitResult, facts: Facts, words: SchemeWords) -> Shortfall | None:
    """Return the best grade that only an unmet condition refused; None where points alone decided."""
    judged = result.lower if words.by_lower and result.lower is not None else result.score
    best = result.score if result.upper is None else result.upper
    for points, reached in ((judged, True), (best, False)):
        for band in _better(words.bands, result.grade):
            missed = [one.unmet for one in band.conditions if one.code in facts.unmet]
            if missed and points is not None and points >= band.least:
                return Shortfall(band.name, _listed(missed), reached)
    return None


def indicator_lines(results: Sequence[IndicatorResult], words: SchemeWords) -> tuple[IndicatorLine, ...]:
    """Return the indicators that carry the score; what they carry adds up to the total."""
    there = [one for one in results if not one.excluded]
    carried = sum(one.indicator_weight for one in there)
    return tuple(
        IndicatorLine(
            words.indicator(one.indicator),
            one.indicator_weight * words.total / carried,
            one.score,
            one.lower,
            one.upper,
        )
        for one in there
    )


def handed_on(results: Sequence[IndicatorResult], words: SchemeWords) -> Text | None:
    """Return the indicators whose points went to the others, with these points; None where there is none."""
    gone = [(words.indicator(one.indicator), one.indicator_weight) for one in results if one.excluded]
    zh = "、".join(f"“{name.zh}”（{carried:.1f}分）" for name, carried in gone)
    en = ", ".join(f"“{name.en}” ({carried:.1f})" for name, carried in gone)
    return Text(zh, en) if gone else None


def partials(facts: Facts, words: SchemeWords) -> tuple[Partial, ...]:
    """Return the indicators that went without some of their evidence."""
    gaps = facts.without
    return tuple(Partial(name, _feeds(gaps[code])) for code, name in words.indicators.items() if code in gaps)


def found_below(facts: Facts, words: SchemeWords) -> BelowLine | None:
    """Return what was found at the units below; None where none was visited."""
    found = facts.below
    if found is None:
        return None
    return BelowLine(found, words.base, tuple((word(FINDINGS, item), n) for item, n in found.items))


def _better(bands: Sequence[Band], grade: str) -> Iterable[Band]:
    codes = [band.code for band in bands]
    return bands[: codes.index(grade)] if grade in codes else ()


def _feeds(feeds: Iterable[str]) -> Text:
    """Return feeds in words, by kind of evidence: 督导检查“扣分后的得分”."""
    kinds: dict[str, list[Text]] = {}
    for kind, item in (feed.split(".", 1) for feed in feeds):
        kinds.setdefault(kind, []).append(word(ITEM_NAMES, item))
    said = [_feed(BATCHES[kind], items) for kind, items in kinds.items()]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))


def _feed(kind: Text, items: Sequence[Text]) -> Text:
    quoted = ", ".join(f"“{one.en}”" for one in items)
    return Text(kind.zh + "".join(f"“{one.zh}”" for one in items), f"{kind.en.lower()} {quoted}")


def _listed(texts: Sequence[Text]) -> Text:
    return Text("，".join(one.zh for one in texts), ", and ".join(one.en for one in texts))
