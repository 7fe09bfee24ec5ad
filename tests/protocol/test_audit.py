"""The call-back audit: who is drawn, and what M must open."""

import hashlib
from collections import Counter
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.protocol.audit import drawn, person_hash
from tests.protocol.samples import camp, vectors


@given(st.binary(max_size=40), st.integers(0, 60))
def test_everybody_is_drawn_once(beacon, count):
    assert sorted(drawn(camp(), beacon, count)) == list(range(count))


def test_the_known_answer():
    one = vectors()["audit"]
    assert list(drawn(camp(), one["beacon"].encode(), one["roll_count"])) == one["drawn"]


def test_campaign_and_beacon_decide():
    seen = {tuple(islice(drawn(name, beacon, 10**6), 5)) for name in (camp(), bytes(32)) for beacon in (b"1", b"2")}
    assert len(seen) == 4


def test_nobody_is_favoured():
    firsts = Counter(next(drawn(camp(), b"%d" % turn, 4)) for turn in range(4000))
    assert all(850 < firsts[position] < 1150 for position in range(4))


def test_a_person_is_committed_with_a_salt():
    by_hand = hashlib.sha256(b"pingyi/v1/person\0" + b"k" * 32 + b"s" * 32 + "张三,某街道".encode()).digest()
    assert person_hash(b"k" * 32, b"s" * 32, "张三,某街道") == by_hand


@pytest.mark.parametrize("bad", [(b"k" * 31, b"s" * 32, ""), (b"k" * 32, b"s", ""), (b"k" * 32, b"s" * 32, "a\n")])
def test_other_persons_are_malformed(bad):
    with pytest.raises(Malformed):
        person_hash(*bad)
