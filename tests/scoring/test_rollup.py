"""From covered units to the formal object."""

import math
from dataclasses import replace

import pytest

from pingyi.scoring.composite import score
from pingyi.scoring.presets import preset
from pingyi.scoring.rollup import roll_up
from pingyi.scoring.scheme import read_scheme
from pingyi.wording import Refused
from tests.scoring.units import TESTED, changed, county

COUNTIES = changed(TESTED, ('shares = { county = "3/4", window = "1/4" }', "shares = { county = 1 }"))
ALIKE = read_scheme(COUNTIES)
SERVED = read_scheme(changed(COUNTIES, ('across = "equal"', 'across = "exposure"')))


def test_units_alike_by_hand():
    scores = score(ALIKE, [county("a", 70), county("b", 90)])
    found, (a, b) = roll_up(ALIKE, scores, {}), scores.units
    assert found.score == pytest.approx((a.score + b.score) / 2)
    assert found.se == pytest.approx(math.hypot(a.se, b.se) / 2)
    assert found.lower < found.score < found.upper and (found.counted, found.respondents) == (2, 372)
    assert found.grade == "good"


def test_units_by_the_people_they_serve():
    scores = score(SERVED, [county("a", 70), county("b", 90)])
    found, (a, b) = roll_up(SERVED, scores, {"a": 30_000, "b": 10_000}), scores.units
    assert found.score == pytest.approx(0.75 * a.score + 0.25 * b.score)


def test_people_served_must_be_known():
    with pytest.raises(Refused, match="people served by “b”"):
        roll_up(SERVED, score(SERVED, [county("a"), county("b")]), {"a": 5})


def test_too_many_without_a_score():
    bare = [replace(county(code), sample=None) for code in "cdefg"]
    found = roll_up(ALIKE, score(ALIKE, [county("a"), *bare]), {})
    assert (found.score, found.withheld) == (None, "units_missing")
    assert roll_up(ALIKE, score(ALIKE, []), {}).withheld == "units_missing"


def test_a_scheme_without_the_rule():
    assert roll_up(preset("A"), score(preset("A"), []), {}).withheld == "no_rule"
