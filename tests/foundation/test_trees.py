"""A subtree is one range of paths, under every order text can be sorted in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.foundation.trees import MOST_CHILDREN, ancestors, child_path, path_after

places = st.lists(st.integers(1, MOST_CHILDREN), min_size=1, max_size=6)


def path_of(steps):
    path = ""
    for place in steps:
        path = child_path(path, place)
    return path


@given(places, places)
def test_the_range_holds_the_subtree_and_nothing_else(one, other):
    root, node = path_of(one), path_of(other)
    inside = other[: len(one)] == one
    assert (root <= node < path_after(root)) == inside


@given(places)
def test_ancestors_run_from_the_root_to_the_parent(steps):
    assert ancestors(path_of(steps)) == [path_of(steps[:depth]) for depth in range(1, len(steps))]


@given(places)
def test_the_next_path_keeps_its_length(steps):
    assert len(path_after(path_of(steps))) == len(path_of(steps))


@pytest.mark.parametrize("place", [0, -1, MOST_CHILDREN + 1])
def test_places_out_of_range_are_refused(place):
    with pytest.raises(ValueError, match="children"):
        child_path("0001", place)
