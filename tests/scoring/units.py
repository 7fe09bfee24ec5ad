"""Small units and schemes for tests."""

import math
from pathlib import Path

from pingyi.estimation.means import Means
from pingyi.scoring.evidence import Commitment, Finding, Rectification, UnitEvidence
from pingyi.scoring.scheme import read_scheme

TESTED = (Path(__file__).parent / "scheme.toml").read_text()
SCHEME = read_scheme(TESTED)
SAMPLE, BALLOTS = tuple(SCHEME.items["sample"]), tuple(SCHEME.items["ballots"])


def means_of(points: dict[str, float], *, se: float = 2.0, n: int = 186, df: int = 20, shared: float = 0.4) -> Means:
    """Return estimates with one standard error and one correlation between items."""
    every = range(len(points))
    return Means(
        items=tuple(points),
        estimate=tuple(points.values()),
        covariance=tuple(tuple(se * se * (1 if i == j else shared) for j in every) for i in every),
        df=(df,) * len(points),
        n=(n,) * len(points),
        deff=(1.2,) * len(points),
        minimum=(0.0,) * len(points),
        maximum=(100.0,) * len(points),
    )


def county(code: str, level: float = 80.0, **changes) -> UnitEvidence:
    """Return a county bureau with all kinds of evidence the scheme asks of it."""
    values = {
        "unit": code,
        "group": "county",
        "sample": means_of(dict.fromkeys(SAMPLE, level) | {"coached": 98.0}),
        "findings": (Finding("V1", "covert", "sign", "city", "minor"),),
        "rectification": Rectification(due=40, confirmed=39, claimed=40),
        "commitments": (Commitment("noon", 4, 40, 30, 27, 50),),
    }
    return UnitEvidence(**(values | changes))


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """Return the scheme text with parts replaced; each part must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def se_by_hand(coefficients: list[float], se: float, shared: float) -> float:
    """Return the standard error of a weighted sum of items of one standard error and one correlation."""
    squares, total = sum(c * c for c in coefficients), sum(coefficients)
    return se * math.sqrt(squares * (1 - shared) + total * total * shared)
