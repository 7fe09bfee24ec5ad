"""Whatever stands in a scheme file, reading it ends in a scheme or in issues; nothing falls over."""

import copy
import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.scoring.scheme.checking import issues_of
from pingyi.scoring.scheme.parsing import parsed
from pingyi.scoring.scheme.reading import Table
from tests.scoring.units import TESTED

TREE = tomllib.loads(TESTED)
odd = st.sampled_from(
    [None, 0, -1, 2.5, True, "", "x", "1/0", "3/4", [], [1], ["x"], {}, {"zh": "一"}, {"x": {"y": 1}}]
)


def places(tree, path=()):
    """Return the path of every value in the tree."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for key, value in pairs for found in ((*path, key), *places(value, (*path, key)))]


PLACES = places(TREE)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PLACES), odd), min_size=1, max_size=3))
def test_odd_values_give_issues_in_both_languages(changes):
    tree = copy.deepcopy(TREE)
    for path, value in changes:
        here = tree
        for key in path[:-1]:
            try:
                here = here[key]
            except (KeyError, IndexError, TypeError):
                here = {}
        if isinstance(here, dict) and isinstance(path[-1], str):
            here.pop(path[-1], None)
            here |= {} if value is None else {path[-1]: value}
        elif isinstance(here, list) and path[-1] in range(len(here)):
            here[path[-1]] = value
    issues = []
    scheme = parsed(Table(tree, "", issues))
    for issue in issues or issues_of(scheme):
        assert issue.code and issue.say("zh") and issue.say("en")


def test_what_is_left_is_reported():
    issues = []
    table = Table({"a": 1, "b": 2}, "here", issues)
    assert table.integer("a") == 1
    table.close()
    assert [(issue.code, issue.field) for issue in issues] == [("unknown_key", "here.b")]


def test_floats_are_not_exact():
    issues = []
    assert Table({"a": 0.1}, "", issues).fraction("a") == 0 and issues[0].code == "wrong_value"
