"""List files: whole records, strictly ascending, named by their root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.ledger.trees import EMPTY_ROOT
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from tests.protocol.samples import raw, vectors

sets = st.sets(st.binary(min_size=36, max_size=36), max_size=20).map(sorted)


@given(sets)
def test_sorted_records_are_a_list(records):
    content = b"".join(records)
    lists.check(content, 36)
    assert list(lists.ascending(lists.split(content, 36))) == records


@given(sets.filter(len), st.data())
def test_a_swap_a_repeat_or_a_cut_is_refused(records, data):
    place = data.draw(st.integers(0, len(records) - 1))
    repeated = [*records[: place + 1], *records[place:]]
    bad = [b"".join(repeated), b"".join(records)[:-1], b"".join(records) + b"\0"]
    bad += [b"".join(records[::-1])] if len(records) > 1 else []
    for content in bad:
        with pytest.raises(Malformed):
            lists.check(content, 36)


def test_streams_are_judged_as_they_come():
    stream = lists.ascending([b"a", b"b", b"b"])
    assert [next(stream), next(stream)] == [b"a", b"b"]
    with pytest.raises(Malformed):
        next(stream)


def test_no_record_is_a_list_too():
    lists.check(b"", 133)
    assert lists.root([]) == EMPTY_ROOT
    assert lists.path("issuance", lists.root([])).startswith("issuance/e3b0c44298fc1c149afbf4c8996fb924")


def test_sizes():
    assert [lists.record_size(kind, 96) for kind in lists.KINDS] == [36, 133, 36, 487]


@given(st.integers(0, 2**32 - 1), st.binary(min_size=1, max_size=40))
def test_cells_stand_before_records_and_sort_by_number(cell, rest):
    record = lists.in_cell(cell, rest)
    assert lists.parts(record) == (cell, rest)
    assert cell == 2**32 - 1 or record < lists.in_cell(cell + 1, b"")


@pytest.mark.parametrize("record", [b"", b"\0" * 4])
def test_a_record_without_rest_is_refused(record):
    with pytest.raises(Malformed):
        lists.parts(record)


def test_the_known_answers():
    for one in vectors()["lists"]:
        size = 36 if one["kind"] == "inner" else lists.record_size(one["kind"], 3)
        assert lists.root(lists.split(raw(one["bytes"]), size)).hex() == one["root"]
        if "path" in one:
            assert lists.path(one["kind"], raw(one["root"])) == one["path"]
