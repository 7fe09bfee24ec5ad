"""Outcome rates: the worked example, the Miluo disposition, and what must always hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.estimation.outcomes import Outcomes, outcome_rates
from pingyi.wording import Refused

WORKED = {
    "RR1": 0.594059, "RR2": 0.643564, "RR3": 0.606061, "RR4": 0.656566, "RR5": 0.618557, "RR6": 0.670103,
    "COOP1": 0.689655, "COOP3": 0.705882, "REF1": 0.198020, "CON1": 0.861386,
}  # fmt: skip


def test_the_worked_example():
    found = outcome_rates(
        Outcomes(600, 50, 200, 100, 20, unknown_household=30, unknown_other=10), eligible_share=Fraction(1, 2)
    )
    assert {name: float(found[name].value) for name in WORKED} == pytest.approx(WORKED, abs=5e-7)
    assert found["COOP2"].value == Fraction(650, 870) and found["COOP4"].value == Fraction(650, 850)
    assert found["REF3"].value == Fraction(200, 970) and found["CON3"].value == Fraction(870, 970)
    assert found["REF2"].value == Fraction(200, 990) and found["CON2"].value == Fraction(870, 990)


def test_miluo():
    found = outcome_rates(Outcomes(complete=365, refusal=232, other=510, unknown_household=28_834 - 1_107))
    assert round(100 * float(found["RR1"].value), 2) == 1.27
    assert round(100 * float(found["COOP1"].value), 2) == 32.97


def test_e_from_the_known_ones():
    found = outcome_rates(Outcomes(complete=60, unknown_other=40, not_eligible=40))
    assert found["RR3"].value == Fraction(60, 60 + 24)


def test_nothing_was_tried():
    assert {rate.value for rate in outcome_rates(Outcomes()).values()} == {None}


def test_a_negative_count_is_refused():
    with pytest.raises(Refused, match="negative"):
        Outcomes(complete=-1)


@given(st.builds(Outcomes, *[st.integers(0, 2000)] * 8))
def test_rates_lie_in_order(outcomes):
    found = {name: rate.value for name, rate in outcome_rates(outcomes).items() if rate.value is not None}
    assert all(0 <= value <= 1 for value in found.values())
    for lower, upper in (("RR1", "RR3"), ("RR3", "RR5"), ("RR1", "RR2"), ("COOP1", "COOP3"), ("REF1", "REF3")):
        if lower in found and upper in found:
            assert found[lower] <= found[upper]
