"""What may be published: nothing about a small group, not even by subtraction; and it comes back to the last bit."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.analysis.public_sums import (
    covariances_of,
    published_items,
    read_covariances,
    read_sums,
    with_covariances,
    without_pairs,
    write_covariances,
    write_sums,
)
from pingyi.estimation.arrays import array_sums
from pingyi.estimation.means import means
from pingyi.wording import Refused

K = 5


def sums_of(counts, items=("calm",)):
    """Sums of a domain with the given number of answers per stratum, to every item."""
    strata = [stratum for stratum, n in counts.items() for _ in range(n)]
    values = [25 * (n % 5) for n in range(len(strata))]
    return array_sums(dict.fromkeys(items, values), design_weights=[1] * len(strata), strata=strata)


def shown(counts, parents, smallest=K):
    sums = {domain: sums_of(rows) for domain, rows in counts.items()}
    return {domain for domain, items in published_items(sums, parents, smallest=smallest).items() if items}


def test_small_groups_are_not_shown():
    assert shown({"a": {"s": 5}, "b": {"s": 4}}, {}) == {"a"}


def test_one_small_stratum_hides_the_domain():
    assert shown({"a": {"s": 50, "t": 4}, "b": {"s": 50, "t": 0}}, {}) == {"b"}


def test_a_small_sister_takes_the_next_smallest_with_her():
    counts = {"p": {"s": 33}, "a": {"s": 20}, "b": {"s": 10}, "c": {"s": 3}}
    assert shown(counts, dict.fromkeys("abc", "p")) == {"p", "a"}


def test_two_small_sisters_who_are_many_together_need_nobody():
    counts = {"p": {"s": 28}, "a": {"s": 20}, "b": {"s": 4}, "c": {"s": 4}}
    assert shown(counts, dict.fromkeys("abc", "p")) == {"p", "a"}


def test_those_who_stand_in_no_part_are_protected_too():
    assert shown({"p": {"s": 23}, "a": {"s": 20}}, {"a": "p"}) == {"p"}


def test_the_threshold_is_thirty():
    sums = {"a": sums_of({"s": 30}), "b": sums_of({"s": 29})}
    assert published_items(sums, {}) == {"a": frozenset({"calm"}), "b": frozenset()}


@st.composite
def trees(draw):
    """Domains 0 … n-1, each below an earlier one or on its own; every domain has people of its own in two strata."""
    size = draw(st.integers(1, 6))
    parents = {n: draw(st.integers(-1, n - 1)) for n in range(size)}
    own = {n: {stratum: draw(st.integers(0, 9)) for stratum in "st"} for n in range(size)}
    return parents, own


def everyone_below(parents, own):
    """Domain -> the set of (domain, stratum) groups of which it is made."""
    made = {n: set() for n in own}
    for n in own:
        above = n
        while above >= 0:
            made[above] |= {(n, stratum) for stratum in "st" if own[n][stratum]}
            above = parents[above]
    return made


@settings(max_examples=120, deadline=None)
@given(trees())
def test_no_sum_or_difference_of_published_sums_is_about_a_small_group(drawn):
    """The attack: add and subtract published sums in every way; whatever is a group of people is never small."""
    parents, own = drawn
    made = everyone_below(parents, own)
    counts = {str(n): {s: sum(own[m][s] for m, t in made[n] if t == s) for s in "st"} for n in own}
    names = {str(n): str(above) for n, above in parents.items() if above >= 0}
    public = sorted(shown({name: rows for name, rows in counts.items() if any(rows.values())}, names))
    for stratum, signs in product("st", product((-1, 0, 1), repeat=len(public))):
        groups = {n: 0 for n in own if own[n][stratum]}
        for sign, domain in zip(signs, public, strict=True):
            for n in (n for n, t in made[int(domain)] if t == stratum):
                groups[n] += sign
        if set(groups.values()) <= {0, 1} and any(groups.values()):
            assert sum(own[n][stratum] for n, sign in groups.items() if sign) >= K


@pytest.fixture
def two():
    return {name: sums_of({"s, 一": 30, "t": n}, ("calm", "strict")) for name, n in (("A", 40), ('B "x"', 30))}


def test_published_sums_come_back_to_the_last_bit(two):
    public = {name: without_pairs(sums) for name, sums in two.items()}
    content = write_sums(two, published_items(two, {}))
    assert read_sums(content) == public
    assert write_sums(read_sums(content), published_items(two, {})) == content


def test_items_not_published_are_not_in_the_file(two):
    content = write_sums(two, {"A": {"strict"}})
    back = read_sums(content)
    assert set(back) == {"A"} and back["A"].items == ("strict",)
    assert b"calm" not in content


def test_nothing_joint_is_published():
    """30 answered both items and one only the first: the sums of the second know nothing of that one's answer."""
    low, high = (array_sums_of([(2, 2)] * 30 + [(answer, None)]) for answer in (1, 5))
    assert write_sums({"u": low}, {"u": {"strict"}}) == write_sums({"u": high}, {"u": {"strict"}})
    public = read_sums(write_sums({"u": low}, {"u": {"calm", "strict"}}))["u"]
    assert set(public.ww) == set(public.wwy) == set(public.wywy) == {(0, 0), (1, 1)}


def array_sums_of(rows):
    columns = {"calm": [row[0] for row in rows], "strict": [row[1] for row in rows]}
    return array_sums(columns, design_weights=[1] * len(rows))


def test_covariances_come_back_as_they_were_published():
    found = means(array_sums_of([(1 + n % 5, 1 + n * n % 4) for n in range(60)]))
    content = write_covariances({"u": covariances_of(found)})
    again = with_covariances(found, read_covariances(content)["u"])
    assert again.covariance[0][1] == again.covariance[1][0] == pytest.approx(found.covariance[0][1], rel=1e-8)
    assert again.covariance[0][0] == found.covariance[0][0]
    assert write_covariances({"u": covariances_of(again)}) == content


def test_a_covariance_that_is_not_published_is_unknown():
    found = means(array_sums_of([(1, 2), (2, 1), (3, 3)]))
    assert with_covariances(found, {}).covariance[0][1] is None


DAMAGE = [lambda c: c[:-9], lambda c: c.replace(b"domain", b"d"), lambda c: c + b"x\n"]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_files_are_refused(two, damage):
    content = write_sums(two, published_items(two, {}))
    found = means(array_sums_of([(1, 2), (2, 1), (3, 3)]))
    between = write_covariances({"u": covariances_of(found)})
    for read, whole in ((read_sums, content), (read_covariances, between)):
        with pytest.raises(Refused) as caught:
            read(damage(whole))
        assert caught.value.issues[0].code == "unreadable_sums"
