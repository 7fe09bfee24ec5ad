"""Everything the page of one unit says, ready to be drawn."""

from dataclasses import dataclass

from pingyi.campaigns.models import ExternalResult
from pingyi.charts import Axis, Nest, nest
from pingyi.directory.models import Unit
from pingyi.results.facts import Facts, Finding
from pingyi.results.models import ResultSet, UnitResult
from pingyi.results.queries import FORMAL_OBJECT, UnitPage
from pingyi.scoring.evidence import Commitment
from pingyi.web.site.evidence_cards import Card, Line, Measured, answer_cards, bar_line, inspection_card, page_axis
from pingyi.web.site.reasons import (
    BelowLine,
    IndicatorLine,
    Partial,
    Shortfall,
    found_below,
    handed_on,
    indicator_lines,
    partials,
    shortfall,
)
from pingyi.web.site.scheme_words import SchemeWords, scheme_words
from pingyi.web.site.sentence import Clause, sentence
from pingyi.web.site.vocabulary import ASSURANCE, FINDINGS, GRADES, PROMISE_GRADES, VISITS, WITHHELD, word
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in words."""

    what: Text
    kind: Text
    finding: Finding


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise with how far it was kept."""

    promise: Commitment
    kind: str
    icon: str
    says: Text


@dataclass(frozen=True, slots=True)
class ExternalLine:
    """What another body said in an earlier year."""

    year: int
    body: Text
    grade: Text
    score: float | None
    document: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """One unit's page."""

    page: UnitPage
    clauses: tuple[Clause, ...]
    headline: UnitResult | None  # the unit's own, else that of the unit above which stands in
    stands_in: Unit | None
    why_not: Text | None  # why the unit has no result of its own
    grade: Text | None
    point_grade: Text | None  # the point estimate's own band, only where it is another one
    reaches: Text | None  # the best band the interval reaches, only where it is another one
    shortfall: Shortfall | None
    total: float
    assurance: str
    assurance_says: Text | None
    facts: Facts
    axis: Axis
    cards: tuple[Card, ...]
    inspection: Card | None
    indices: tuple[Line, ...]
    findings: tuple[FindingLine, ...]
    below: BelowLine | None
    visits: tuple[tuple[Text, int], ...]
    nest: Nest | None
    promises: tuple[PromiseLine, ...]
    indicators: tuple[IndicatorLine, ...]  # of the unit's own score
    handed_on: Text | None
    partials: tuple[Partial, ...]
    external: tuple[ExternalLine, ...]

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.page.unit

    @property
    def tells_tier(self) -> bool:
        """Whether the tier shown is the unit's own: a tier of the unit above says nothing about this one."""
        return self.stands_in is None

    @property
    def is_formal_object(self) -> bool:
        """Whether what is shown was added up from the covered units and is compared with nobody."""
        return self.headline is not None and self.headline.group == FORMAL_OBJECT


def portrait(result_set: ResultSet | None, page: UnitPage, external: tuple[ExternalResult, ...]) -> Portrait:
    """Put the page of one unit together."""
    own = page.result if page.result and page.result.score is not None else None
    headline = own or page.lender
    facts = Facts.read(page.result.facts if page.result else {})
    assurance = facts.ballots_grade or (Facts.read(headline.facts).ballots_grade if headline else "")
    words = scheme_words(result_set.scheme) if result_set else SchemeWords()
    axis = page_axis(page)
    mended = facts.rectification
    kept = {kind: items for kind, items in page.items.items() if kind not in page.lent}
    return Portrait(
        page=page,
        clauses=sentence(kept, mended),
        headline=headline,
        stands_in=headline.unit if headline and not own else None,
        why_not=_why_not(result_set, page) if not own else None,
        grade=words.grade(headline.grade) if headline and headline.grade else None,
        point_grade=_other(headline, "point_grade", words),
        reaches=_other(headline, "reaches", words),
        shortfall=shortfall(headline, Facts.read(headline.facts), words) if headline else None,
        total=words.total,
        assurance=assurance,
        assurance_says=ASSURANCE.get(assurance),
        facts=facts,
        axis=axis,
        cards=answer_cards(page, axis),
        inspection=inspection_card(page, axis),
        indices=_indices(page, words, axis),
        findings=tuple(FindingLine(word(FINDINGS, one.item), word(VISITS, one.kind), one) for one in facts.findings),
        below=found_below(facts, words),
        visits=tuple((word(VISITS, kind), n) for kind, n in sorted(facts.visits.items()) if n),
        nest=nest(mended.due, mended.claimed, mended.confirmed) if mended else None,
        promises=tuple(PromiseLine(one, *PROMISE_GRADES[one.grade]) for one in facts.promises),
        indicators=indicator_lines(page.indicators, words) if own else (),
        handed_on=handed_on(page.indicators, words) if own else None,
        partials=partials(facts, words) if own else (),
        external=tuple(_external(one) for one in external),
    )


def _why_not(result_set: ResultSet | None, page: UnitPage) -> Text:
    if result_set is None:
        return Text("评议结果还没有公布", "no result has been published yet")
    if page.result is None:
        return Text("这次没有单独评它", "it was not appraised on its own this time")
    return word(WITHHELD, page.result.withheld or "too_few")


def _other(headline: UnitResult | None, band: str, words: SchemeWords) -> Text | None:
    """Return the name of another band than the grade given; None where it is the same or there is none."""
    code = getattr(headline, band) if headline else ""
    return words.grade(code) if headline and headline.grade and code not in ("", headline.grade) else None


def _indices(page: UnitPage, words: SchemeWords, axis: Axis) -> tuple[Line, ...]:
    found = [(word(words.indices, one.index), Measured(one.score or 0.0, one.lower, one.upper)) for one in page.indices]
    return tuple(bar_line(axis, name, measured, None, None) for name, measured in found)


def _external(one: ExternalResult) -> ExternalLine:
    score = None if one.score_e2 is None else one.score_e2 / 100
    return ExternalLine(one.year, Text(one.body_zh, one.body_en), word(GRADES, one.grade), score, one.document)
