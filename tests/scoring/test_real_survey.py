"""A real survey as the sample channel: school types as units, scored against the census they were drawn from.

apistrat and apiclus2 are samples of the schools of California; apipop is every school. Estimate, interval and truth
stand side by side.
"""

from fractions import Fraction

import pytest

from pingyi.estimation.arrays import array_sums
from pingyi.estimation.means import means
from pingyi.scoring.composite import score
from pingyi.scoring.evidence import UnitEvidence
from pingyi.scoring.scheme import read_scheme
from tests.estimation.surveys import CASES, FINE, number, rows_of, says

SCHEME_TEXT = """
code = "schools"
version = 1
total = 100
name = { zh = "学校", en = "Schools" }
source = { zh = "测试", en = "Test" }
[scales.index]
name = { zh = "学业指数", en = "Index" }
numeric = 1000
divisor = 1000
[items.sample]
api00 = "index"
[missing]
feed = "withhold"
indicator = "withhold"
most = 0
[[indicators]]
code = "index"
name = { zh = "学业指数", en = "Index" }
feeds = [{ evidence = "sample", item = "api00", share = 1 }]
[groups.type]
name = { zh = "学校类型", en = "Types of school" }
kinds = []
minimum_n = 20
indicator_weights = { index = 100 }
"""
SCHEME = read_scheme(SCHEME_TEXT)
TYPES = ("E", "H", "M")


def evidence(file: str, kind: str, psu: str | None, stratum: str | None) -> UnitEvidence:
    rows = rows_of(file)
    codes, scale = SCHEME.scales["index"].integer_points()
    sums = array_sums(
        {"api00": [codes[number(row["api00"])] for row in rows]},
        design_weights=[Fraction(row["pw"]) for row in rows],
        strata=[row[stratum] for row in rows] if stratum else None,
        psus=[row[psu] for row in rows] if psu else None,
        members=[bool(says("stype", kind)(row)) for row in rows],
        scales=({"api00": scale}, FINE),
    )
    return UnitEvidence(kind, "type", sample=means(sums))


def truth(kind: str) -> float:
    marks = [int(row["api00"]) for row in rows_of("apipop") if row["stype"] == kind]
    return sum(marks) / len(marks) / 10


@pytest.mark.parametrize("file, psu, stratum", [("apistrat", None, "stype"), ("apiclus2", "dnum", None)])
def test_the_intervals_hold_the_census(file, psu, stratum):
    found = score(SCHEME, [evidence(file, kind, psu, stratum) for kind in TYPES])
    for unit in found.units:
        assert unit.lower < truth(unit.unit) < unit.upper
        assert unit.lower < unit.score < unit.upper


def test_the_estimate_is_that_of_r_survey():
    """svyby on apistrat without finite correction: 674.43, 625.82, 636.6; SE of E 12.5 (tests/vectors)."""
    result = CASES["strat_nofpc.by.stype.mean.api00"]["result"]
    units = score(SCHEME, [evidence("apistrat", kind, None, "stype") for kind in TYPES]).units
    assert [unit.score for unit in units] == pytest.approx([value / 10 for value in result["estimate"]], rel=1e-8)
    assert [unit.se for unit in units] == pytest.approx([value / 10 for value in result["se"]], rel=1e-8)


def test_types_that_cannot_be_told_apart_are_not_ranked():
    """High and middle schools differ by one point of 66, in the sample as in the census: no order can be told."""
    found = score(SCHEME, [evidence("apistrat", kind, None, "stype") for kind in TYPES])
    high, middle = found.unit("H"), found.unit("M")
    assert high.score < middle.score and high.rank_low <= 2 and middle.rank_high == 3
    assert found.unit("E").tier == 1 < high.tier
