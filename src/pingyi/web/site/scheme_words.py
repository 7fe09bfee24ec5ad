"""The names a scheme gives to its indicators, grades and ranking groups."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pingyi.campaigns.models import SchemeVersion
from pingyi.scoring.model import Band
from pingyi.scoring.scheme import read_scheme
from pingyi.web.site.vocabulary import GRADES, GROUPS, word
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class SchemeWords:
    """What a scheme calls things, and the points of its total. Groups stand in the scheme's own order."""

    total: float = 100.0
    indicators: dict[str, Text] = field(default_factory=dict)
    grades: dict[str, Text] = field(default_factory=dict)
    groups: dict[str, Text] = field(default_factory=dict)
    indices: dict[str, Text] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()  # best first
    by_lower: bool = True  # grades are read from the lower end of the interval, else from the score
    base: float = 0.0  # points from which findings are taken off

    def indicator(self, code: str) -> Text:
        """Return the name of an indicator."""
        return word(self.indicators, code)

    def grade(self, code: str) -> Text:
        """Return the name of a grade."""
        return self.grades.get(code) or word(GRADES, code)

    def group(self, code: str) -> Text:
        """Return the name of a ranking group."""
        return self.groups.get(code) or word(GROUPS, code)

    def in_order(self, codes: Iterable[str]) -> list[str]:
        """Return ranking groups in the scheme's own order; others after them."""
        order = list(self.groups)
        return sorted(codes, key=lambda code: order.index(code) if code in order else len(order))


def scheme_words(version: SchemeVersion) -> SchemeWords:
    """Return the words of a scheme version; a version never changes, so they are read once."""
    return _read(version.text)


@lru_cache(maxsize=16)
def _read(text: str) -> SchemeWords:
    scheme = read_scheme(text)
    return SchemeWords(
        total=float(scheme.total),
        indicators={one.code: one.name for one in scheme.indicators},
        grades={one.code: one.name for one in scheme.bands},
        groups={one.code: one.name for one in scheme.groups},
        indices={one.code: one.name for one in scheme.indices},
        bands=scheme.bands,
        by_lower=scheme.basis == "lower",
        base=float(scheme.deductions.base) if scheme.deductions else 0.0,
    )
