"""What a cell can tell, against the textbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.polling.precision import RANKED, expected

rates = st.floats(0.0, 1.0)
people = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("invited", "rate", "half_width"),
    [(1_000_000, 0.0001, 4.90), (1_000_000, 0.0004, 2.45), (200, 0.5, 3.465)],
)
def test_known_half_widths(invited, rate, half_width):
    """100 and 400 ballots of a large group: 1.96 x 25 / 10 and / 20; 100 of 200: the first times sqrt(1/2)."""
    assert expected(invited, 30, rate).half_width == pytest.approx(half_width, abs=0.002)


@given(people, st.integers(30, 60), rates)
def test_below_k_nothing_is_promised_and_only_large_cells_are_ranked(invited, k, rate):
    found = expected(invited, k, rate)
    assert (found.half_width is None) == (found.ballots < k) == (found.shown == "withheld")
    assert (found.shown == "ranked") == (found.ballots >= max(RANKED, k))
    assert 0 <= found.ballots <= invited


@given(people, rates, rates)
def test_more_answers_never_tell_less(invited, one, other):
    less, more = sorted((expected(invited, 30, one), expected(invited, 30, other)), key=lambda found: found.ballots)
    if less.half_width is not None:
        assert more.half_width <= less.half_width + 1e-12
