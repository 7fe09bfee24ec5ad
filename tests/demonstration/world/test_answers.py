"""What holds for any mean, any seed, any shares."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.demonstration.world.answers import FIVE, KEPT, MET, MILLION
from pingyi.demonstration.world.draws import Draws

SCALES = st.sampled_from([FIVE, MET, KEPT])
MEANS = st.floats(-20, 120, allow_nan=False)
SEEDS = st.integers(0, 2**63)


@settings(max_examples=50)
@given(SCALES, MEANS)
def test_shares_are_a_distribution(scale, mean):
    shares = scale.shares(np.array(mean))
    assert shares.sum() == MILLION
    assert shares.min() >= 0


@settings(max_examples=50)
@given(SCALES, MEANS, MEANS)
def test_a_better_mean_never_gives_fewer_of_the_best_answers(scale, one, other):
    low, high = sorted((one, other))
    assert scale.shares(np.array(low))[0] <= scale.shares(np.array(high))[0] + 1


@settings(max_examples=50)
@given(SCALES, MEANS)
def test_the_ends_of_the_uniform_give_the_best_and_the_worst_answer_there_is(scale, mean):
    shares = scale.shares(np.array([mean, mean]))
    best, worst = scale.answers(shares, np.array([0.0, 1 - 2.0**-53]))
    there = [code for code, share in zip(scale.codes, shares[0], strict=True) if share]
    assert (best, worst) == (there[0], there[-1])


@settings(max_examples=30)
@given(SEEDS, st.integers(1, 40))
def test_chosen_and_integers_stay_in_their_range(seed, count):
    draws = Draws(seed, "range")
    assert set(draws.chosen(np.array([0.2, 0.0, 0.8]), count).tolist()) <= {0, 2}
    assert set(draws.integers(3, count).tolist()) <= {0, 1, 2}


@settings(max_examples=30)
@given(SEEDS, st.integers(1, 30), st.integers(1, 30))
def test_a_stream_goes_on_where_it_stopped(seed, first, second):
    """Drawing in two goes gives the numbers of one: how many are asked for at a time changes nothing."""
    stream = Draws(seed, "stream")
    parts = np.concatenate([stream.uniforms(first), stream.uniforms(second)])
    assert parts.tolist() == Draws(seed, "stream").uniforms(first + second).tolist()
