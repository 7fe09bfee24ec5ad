"""What scoring finds: indicators, indices and the composite of each unit. Names are those of `results.models`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator or index of one unit. The fields fill `IndicatorResult`."""

    code: str
    indicator_weight: float  # points of the total it carries; 0 for an index
    score: float | None  # 0 to 100
    se: float | None = None
    lower: float | None = None
    upper: float | None = None
    df: float | None = None
    n: int = 0
    excluded: str = ""  # reason code
    without: tuple[str, ...] = ()  # feeds, "kind.item", whose share went to the others


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The composite of one unit. The fields fill `UnitResult`."""

    unit: str
    group: str
    score: float | None  # points of the scheme's total
    se: float | None = None
    lower: float | None = None
    upper: float | None = None
    df: float | None = None
    grade: str = ""  # by the bound the scheme names
    point_grade: str = ""  # the point estimate's own band
    reaches: str = ""  # the best band the interval reaches: other than `grade` means 与上一档分不开
    tier: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    rank_if_low: int | None = None
    rank_if_high: int | None = None
    respondents: int = 0
    withheld: str = ""  # reason code, empty when shown
    lacking: tuple[str, ...] = ()  # indicators whose weight went to the others, or that led to withholding
    unmet: tuple[str, ...] = ()  # conditions of a better grade that were not met
    vetoes: tuple[str, ...] = ()
    bonuses: tuple[str, ...] = ()
    points_off: float = 0.0  # by deduction cards
    indicators: tuple[Scored, ...] = ()
    indices: tuple[Scored, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all units, sorted by group and unit code."""

    scheme: str  # digest
    units: tuple[UnitScore, ...] = ()

    def unit(self, code: str) -> UnitScore:
        """Return the score of one unit."""
        return next(score for score in self.units if score.unit == code)
