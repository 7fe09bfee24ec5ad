"""Draws are the same everywhere, uniform, and independent between purposes."""

import hashlib

import numpy as np
import pytest
from scipy import stats

from pingyi.demonstration.world.answers import FIVE, KEPT, MET, MILLION
from pingyi.demonstration.world.draws import Draws

SURE = 1e-4  # a correct program fails less than once in 10,000 seeds; the seeds here are fixed


def philox_4x64(counter, key):
    """Ten rounds as published (Salmon, Moraes, Dror and Shaw 2011), written out apart from NumPy."""
    mask, (a, b, c, d), (k, m) = 2**64 - 1, counter, key
    for _ in range(10):
        one, two = 0xD2E7470EE14C6C93 * a, 0xCA5A826395121157 * c
        a, b, c, d = two >> 64 ^ b ^ k, two & mask, one >> 64 ^ d ^ m, one & mask
        k, m = (k + 0x9E3779B97F4A7C15) & mask, (m + 0xBB67AE8584CAA73B) & mask
    return [a, b, c, d]


def test_the_cipher_gives_the_published_answer():
    known = [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]
    assert philox_4x64([0, 0, 0, 0], [0, 0]) == known


def test_draws_are_the_words_of_that_cipher():
    key = int.from_bytes(hashlib.sha256(b"pingyi demonstration 1 sample").digest()[:16], "big")
    words = philox_4x64([1, 0, 0, 0], [key % 2**64, key >> 64])
    assert Draws(1, "sample").uniforms(4).tolist() == [(word >> 11) * 2.0**-53 for word in words]


def test_seeds_and_purposes_have_streams_of_their_own():
    streams = [Draws(1, "sample"), Draws(2, "sample"), Draws(1, "ballots")]
    assert len({value for stream in streams for value in stream.uniforms(3)}) == 9


def test_uniforms_are_uniform():
    drawn = Draws(3, "uniform").uniforms(20_000)
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    assert stats.kstest(drawn, "uniform").pvalue > SURE


def test_deviates_have_mean_zero_and_spread_one():
    drawn = Draws(4, "deviates").deviates(40_000)
    assert abs(drawn.mean()) < 0.02
    assert abs(drawn.std() - 1.0) < 0.02
    assert np.abs(drawn).max() <= 6.0


def test_chosen_follows_its_shares():
    shares = np.array([0.5, 0.3, 0.15, 0.05])
    counts = np.bincount(Draws(5, "chosen").chosen(shares, 20_000), minlength=4)
    assert stats.chisquare(counts, shares * 20_000).pvalue > SURE


def test_order_is_a_permutation():
    assert sorted(Draws(6, "order").order(100).tolist()) == list(range(100))


@pytest.mark.parametrize("scale", [FIVE, MET, KEPT])
def test_the_mixture_has_exactly_the_mean_that_was_asked_for(scale):
    low, high = scale.reach
    means = np.linspace(low, high, 41)
    shares = scale.shares(means)
    assert (shares.sum(axis=-1) == MILLION).all()
    assert (shares >= 0).all()
    np.testing.assert_allclose(shares @ np.array(scale.points) / MILLION, means, atol=1e-3)


def test_means_out_of_reach_are_drawn_to_the_end():
    shares = FIVE.shares(np.array([-50.0, 150.0]))
    np.testing.assert_allclose(shares @ np.array(FIVE.points) / MILLION, FIVE.reach)


def test_answers_follow_the_shares():
    shares = FIVE.shares(np.full(30_000, 76.0))
    given = FIVE.answers(shares, Draws(7, "answers").uniforms(30_000))
    counts = [int((given == code).sum()) for code in FIVE.codes]
    assert stats.chisquare(counts, shares[0] * 30_000 / MILLION).pvalue > SURE
