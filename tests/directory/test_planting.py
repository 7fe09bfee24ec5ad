"""Places in a tree: whatever the tree and however it is changed, a subtree is one range of paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.directory.planting import on_cycles, plant, too_deep, top_down
from pingyi.foundation.trees import path_after


@st.composite
def forests(draw: st.DrawFn, most: int = 12) -> dict[str, str]:
    """A forest over n0 n1 …, each below an earlier one or a root, in any order."""
    size = draw(st.integers(0, most))
    parents = {f"n{place}": draw(st.sampled_from(["", *(f"n{p}" for p in range(place))])) for place in range(size)}
    return {code: parents[code] for code in draw(st.permutations(list(parents)))}


def below(parents: dict[str, str], code: str) -> set[str]:
    """The subtree found by asking every node for its superiors, one by one."""

    def stands_below(node: str) -> bool:
        return node == code or (parents[node] != "" and stands_below(parents[node]))

    return {node for node in parents if stands_below(node)}


@given(forests())
def test_a_subtree_is_one_range_of_paths(parents):
    paths = plant(parents, {})
    assert paths.keys() == parents.keys()
    assert len(set(paths.values())) == len(paths)
    for code, path in paths.items():
        assert {node for node, other in paths.items() if path <= other < path_after(path)} == below(parents, code)


@given(forests())
def test_planting_again_moves_nobody(parents):
    paths = plant(parents, {})
    assert plant(parents, paths) == paths


@given(forests(), forests())
def test_nobody_takes_a_place_that_another_had(before, after):
    had = plant(before, {})
    paths = plant(after, had)
    for code, path in paths.items():
        assert path not in had.values() or had.get(code) == path
    stayed = [c for c in after if c in had and below_same(before, after, c)]
    assert all(paths[code] == had[code] for code in stayed)


def below_same(before: dict[str, str], after: dict[str, str], code: str) -> bool:
    """Whether the node has the same superiors all the way up."""
    if before.get(code) != after[code]:
        return False
    return after[code] == "" or below_same(before, after, after[code])


@given(forests(), st.data())
def test_a_closed_circle_is_found_and_only_that(parents, data):
    assert on_cycles(parents) == []
    if not parents:
        return
    top = data.draw(st.sampled_from(list(parents)))
    bottom = data.draw(st.sampled_from(sorted(below(parents, top))))
    circle = {node for node in below(parents, top) if bottom in below(parents, node)}
    assert set(on_cycles(parents | {top: bottom})) == circle


def test_superiors_come_before_those_below_them():
    assert list(top_down({"c": "b", "b": "a", "a": "", "d": "a"})) == ["a", "b", "c", "d"]


def test_twenty_levels_fit_a_path_and_not_one_more():
    chain = {str(level): str(level - 1) if level else "" for level in range(21)}
    assert too_deep(chain) == ["20"]
    assert len(plant({c: p for c, p in chain.items() if c != "20"}, {})["19"]) == 80


def test_a_node_takes_no_more_children_than_a_path_can_number():
    with pytest.raises(ValueError, match="children"):
        plant({str(number): "" for number in range(9_999)}, {})
