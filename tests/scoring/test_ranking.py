"""Ranks within a group and how they move when a weight moves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.scoring.ranking import Ranked, ranked
from pingyi.scoring.scores import UnitScore

WEIGHTS = {"a": 60.0, "b": 40.0}


def unit(name: str, a: float, b: float, bonus: float = 0.0) -> Ranked:
    made = (60 * a + 40 * b) / 100 + bonus
    return Ranked(UnitScore(name, "g", made, 1.0), {"a": a, "b": b}, WEIGHTS)


def ranks(*units: Ranked) -> list[tuple[int, int]]:
    return [(one.rank_if_low, one.rank_if_high) for one in ranked(units)]


def test_an_order_that_any_weight_keeps():
    assert ranks(unit("x", 90, 90), unit("y", 80, 80), unit("z", 70, 70)) == [(1, 1), (2, 2), (3, 3)]


def test_an_order_that_a_tenth_turns_round():
    # x leads by 0.2 with 60/40; with 54/40 scaled to 100 the other leads
    assert ranks(unit("x", 84, 70), unit("y", 76, 81.5)) == [(1, 2), (1, 2)]


def test_a_lead_that_a_tenth_cannot_turn():
    assert ranks(unit("x", 90, 70), unit("y", 76, 81.5)) == [(1, 1), (2, 2)]


def test_equal_scores_share_the_better_rank():
    assert ranks(unit("x", 80, 80), unit("y", 80, 80), unit("z", 60, 60)) == [(1, 1), (1, 1), (3, 3)]


def test_a_bonus_moves_with_its_unit():
    assert ranks(unit("x", 80, 80, bonus=5), unit("y", 84, 84)) == [(1, 1), (2, 2)]


def test_one_indicator_cannot_move():
    alone = Ranked(UnitScore("x", "g", 50.0, None), {"a": 50.0}, {"a": 100.0})
    assert ranks(alone) == [(1, 1)]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=15))
def test_the_range_holds_the_rank_itself(points):
    units = [unit(f"u{k}", a, b) for k, (a, b) in enumerate(points)]
    scores = [round(one.score.score, 9) for one in units]
    for one, (low, high) in zip(units, ranks(*units), strict=True):
        place = 1 + sum(other > round(one.score.score, 9) for other in scores)
        assert 1 <= low <= place <= high <= len(units)
