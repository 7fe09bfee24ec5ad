"""A plan on paper keeps to the formulas it is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.sampling.planning import Assumed, Prices, chance_to_see, plan
from pingyi.sampling.sizes import size_for_proportion

UNITS = [("a", 320_000), ("b", 180_000), ("c", 45_000)]


@pytest.mark.parametrize(("way", "answers"), [("equal", [400, 400, 400]), ("proportional", [705, 396, 99])])
def test_who_gets_how_many(way, answers):
    found = plan(UNITS, 1200, way, Assumed(), Prices(100, 2))
    assert [row.answers for row in found.rows] == answers
    assert found.approached == 2400 and found.cost == 300 + 2 * 2400


def test_the_margin_asked_for_comes_out():
    wanted = size_for_proportion(0.75, 0.05, deff=1.5)
    found = plan([("a", 10**9)], wanted.n, "equal", Assumed(), Prices())
    assert found.rows[0].margin == pytest.approx(0.05, abs=2e-4) == found.margin


def test_a_change_is_seen_with_the_chance_that_was_planned():
    """n = 1,251 of a simple random sample sees .75 against .70 with 80 %."""
    assert chance_to_see(0.05, 1250.71673846211, Assumed(deff=1.0)) == pytest.approx(0.8, abs=1e-6)


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=20),
    st.sampled_from(["equal", "proportional", "power"]),
    st.data(),
)
def test_nothing_impossible_is_planned(people, way, data):
    total = data.draw(st.integers(len(people), sum(people)))
    found = plan([(str(k), n) for k, n in enumerate(people)], total, way, Assumed(), Prices(1, 1))
    assert found.answers == total
    for row in found.rows:
        assert 1 <= row.answers <= row.approached <= row.people and 0 <= row.margin <= 1
