"""The kinds of evidence on a unit's page: apart, with one axis for all bars."""

from dataclasses import dataclass

from pingyi.charts import Axis, Interval, IntervalBar, Middle, axis_over, interval_bar
from pingyi.directory.models import Unit
from pingyi.results.models import ItemResult
from pingyi.results.queries import UnitPage
from pingyi.web.site.vocabulary import COMPARED, EVIDENCE, EVIDENCE_COUNTS, EVIDENCE_NOTES, ITEMS, NOT_SHOWN, word
from pingyi.wording import Text

ANSWERS = ("ballots", "sample", "ratings", "staff")
SHOWN_AT_ONCE = 5
MARKS = {"better": ("good", "up"), "worse": ("late", "down"), "same": ("", "equal")}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an item stands among like units: a word with an icon, never colour alone."""

    kind: str
    icon: str
    says: Text


@dataclass(frozen=True, slots=True)
class Measured:
    """An estimate whose interval may be unknown."""

    estimate: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One item with its bar."""

    name: Text
    shown: Interval
    bar: IntervalBar
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of evidence."""

    kind: str
    name: Text
    counted: Text
    first: tuple[Line, ...]
    rest: tuple[Line, ...]
    note: Text
    lender: Unit | None

    @property
    def dot(self) -> str:
        """How the point is drawn: "open" where whoever wished could answer."""
        return "open" if self.kind == "ratings" else ""


def page_axis(page: UnitPage) -> Axis:
    """Return the one axis of all bars of `page`."""
    items = [item for kind in page.items.values() for item in kind]
    values = [(item.lower, item.estimate, item.upper, item.group_low, item.group_high) for item in items]
    indices = [(one.lower, one.score, one.upper) for one in page.indices]
    return axis_over(value for group in (*values, *indices) for value in group)


def answer_cards(page: UnitPage, axis: Axis) -> tuple[Card, ...]:
    """Return a card for each kind of people's answers the page can show, in their fixed order."""
    return tuple(_card(kind, page, axis) for kind in ANSWERS if page.items.get(kind))


def inspection_card(page: UnitPage, axis: Axis) -> Card | None:
    """Return the card of what inspectors found; None where nobody scored it."""
    return _card("inspection", page, axis) if page.items.get("inspection") else None


def _card(kind: str, page: UnitPage, axis: Axis) -> Card:
    items = [item for item in page.items[kind] if item.item not in NOT_SHOWN]
    lines = [_line(item, axis) for item in sorted(items, key=_telling)]
    answered = max((item.n + item.dont_know for item in items), default=0)
    counts = EVIDENCE_COUNTS[kind]
    return Card(
        kind=kind,
        name=EVIDENCE[kind],
        counted=Text(counts.zh.format(n=answered), counts.en.format(n=f"{answered:,}")),
        first=tuple(lines[:SHOWN_AT_ONCE]),
        rest=tuple(lines[SHOWN_AT_ONCE:]),
        note=EVIDENCE_NOTES[kind],
        lender=page.lent.get(kind),
    )


def _telling(item: ItemResult) -> int:
    """Sort the whole first, then what differs from like units, then the rest in the order of the questionnaire."""
    if item.item in ("overall", "level"):
        return 0
    return 1 if item.compared in ("better", "worse") else 2


def bar_line(axis: Axis, name: Text, found: Measured, like: Middle | None, verdict: Verdict | None) -> Line:
    """Return the line of an estimate; without an interval it is a point."""
    estimate = found.estimate
    lower, upper = found.lower, found.upper
    shown = Interval(estimate, estimate if lower is None else lower, estimate if upper is None else upper)
    return Line(name, shown, interval_bar(axis, name, shown, like), verdict)


def _line(item: ItemResult, axis: Axis) -> Line:
    found = Measured(item.estimate or 0.0, item.lower, item.upper)
    return bar_line(axis, word(ITEMS, item.item), found, _middle(item), _verdict(item))


def _middle(item: ItemResult) -> Middle | None:
    if item.group_low is None or item.group_median is None or item.group_high is None:
        return None
    return Middle(item.group_low, item.group_median, item.group_high)


def _verdict(item: ItemResult) -> Verdict | None:
    if item.reliability == "low":
        return Verdict("", "alert", Text("人数少，仅供参考", "few people: a hint only"))
    if item.compared not in MARKS:
        return None
    return Verdict(*MARKS[item.compared], COMPARED[item.compared])
