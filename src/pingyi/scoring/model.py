"""What a scheme says, as frozen values. The file format is described in docs/method/scoring.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, Literal

from pingyi.wording import Text

Exact = Fraction
Missing = Literal["withhold", "redistribute"]

SURVEYED: Final = ("sample", "ballots", "ratings", "staff")  # answers of people, as `estimation.Means`
COUNTED: Final[Mapping[str, tuple[str, ...]]] = {  # kinds whose items follow from their columns
    "inspection": ("deductions",),
    "rectification": ("confirmed", "on_time", "lasting"),
    "commitment": ("grade", "known", "used", "delivered"),
}
KINDS: Final = (*SURVEYED, *COUNTED, "assessment")
EVERY: Final = "*"  # all criteria of the assessment; any finder or severity of a deduction card


@dataclass(frozen=True, slots=True)
class Scale:
    """Answer codes to points, as a fraction of `divisor` (the points of the best answer or what stands for it)."""

    code: str
    name: Text
    points: Mapping[int, Exact]
    divisor: Exact
    dont_know: Exact | None  # points of -1; None: not a valid answer
    labels: Mapping[int, Text]

    def integer_points(self) -> tuple[dict[int, int], int]:
        """Return code -> integer y and the point scale, so that y / scale are points of 100. Other codes are invalid.

        This is how stage 1 codes an answer: exact whatever the fractions.
        """
        valued = dict(self.points) | ({} if self.dont_know is None else {-1: self.dont_know})
        exact = {code: 100 * points / self.divisor for code, points in valued.items()}
        scale = lcm(*(value.denominator for value in exact.values())) if exact else 1
        return {code: int(value * scale) for code, value in exact.items()}, scale


@dataclass(frozen=True, slots=True)
class Feed:
    """One item of one kind of evidence, and the share of an indicator it carries."""

    evidence: str
    item: str
    share: Exact


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named part of the composite: a weighted mean of its feeds, 0 to 100."""

    code: str
    name: Text
    feeds: tuple[Feed, ...]
    missing: Missing  # what a unit without this indicator gets


@dataclass(frozen=True, slots=True)
class Index:
    """A reported-only outcome index; never part of the composite. `own`: a formula of this system's own."""

    code: str
    name: Text
    feeds: tuple[Feed, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are compared with each other (类): kinds of unit and the indicator weights that hold for them."""

    code: str
    name: Text
    kinds: tuple[str, ...]  # empty: any kind
    indicator_weights: Mapping[str, Exact]
    minimum_n: int  # people; below it no score and no grade
    most_redistributed: Exact  # share of the total that missing indicators may hand over


@dataclass(frozen=True, slots=True)
class Condition:
    """What a grade asks for beside its points: no veto, or a value of at least `least` (of 100)."""

    evidence: str  # "" for "no veto"
    item: str
    least: Exact
    name: Text
    unmet: Text  # what to say of a unit that does not meet it

    @property
    def code(self) -> str:
        """Return how results name it: "kind.item", or "no_veto"."""
        return f"{self.evidence}.{self.item}" if self.evidence else "no_veto"


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from `least` points upward."""

    code: str
    name: Text
    least: Exact
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A deduction card: points off by finder and severity, times a factor by repetition (the last one holds on)."""

    code: str
    name: Text
    items: tuple[str, ...]  # empty: any
    points: Mapping[str, Mapping[str, Exact]]  # empty: the points recorded with the finding
    repeats: tuple[Exact, ...]


@dataclass(frozen=True, slots=True)
class Deductions:
    """How findings become points of 100: (base - points off) / base, floored at 0."""

    base: Exact
    per: Literal["visit", "total"]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points on top, capped by the total."""

    code: str
    name: Text
    points: Exact


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: the grade can be no better than `band`."""

    code: str
    name: Text
    band: str


@dataclass(frozen=True, slots=True)
class RollUp:
    """How covered units add up to the formal object: a share per group; units alike or by the people they serve."""

    shares: Mapping[str, Exact]
    across: Literal["equal", "exposure"]
    most_missing: Exact  # share of a group that may be without a score


@dataclass(frozen=True, slots=True)
class Formula:
    """How the scheme's source turns a published tally into one figure; see `pingyi.scoring.tallies`."""

    code: str
    name: Text
    kind: Literal["share", "sum", "marks", "rate"]
    points: Mapping[str, Exact]  # label -> points, or label -> 1 for marks
    roles: Mapping[str, str]  # label -> disposition, for rates
    excluded: tuple[str, ...]  # labels that are no valid answer
    divisor: Exact
    times: Exact
    unit: Text
    formula: Text
    rate: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme: from answers to points, grades and the formal object."""

    code: str
    version: int
    name: Text
    source: Text
    notes: tuple[Text, ...]
    total: Exact
    scales: Mapping[str, Scale]
    items: Mapping[str, Mapping[str, str]]  # surveyed kind or assessment -> item -> scale
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    feed_missing: Missing
    basis: Literal["lower", "point"]  # what a grade is read from
    bands: tuple[Band, ...]  # best first
    deductions: Deductions | None
    bonuses: tuple[Bonus, ...]
    vetoes: tuple[Veto, ...]
    indices: tuple[Index, ...]
    ballots_least: int  # fewer ballots in a cell are not used and not shown
    ballots_full: int  # fewer than this are shown as "for reference"
    decimals: int  # of shown scores; nothing is rounded before it is shown
    roll_up: RollUp | None
    formulas: tuple[Formula, ...]

    def group(self, code: str) -> Group | None:
        """Return the ranking group called `code`."""
        return next((group for group in self.groups if group.code == code), None)

    def indicator(self, code: str) -> Indicator:
        """Return the indicator called `code`."""
        return next(indicator for indicator in self.indicators if indicator.code == code)

    def scale_of(self, evidence: str, item: str) -> Scale | None:
        """Return the scale of an item, None where the scheme does not use it."""
        code = self.items.get(evidence, {}).get(item)
        return None if code is None else self.scales[code]
