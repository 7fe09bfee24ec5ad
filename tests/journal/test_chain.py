"""The chain as anybody can follow it with nothing but an export."""

import datetime as dt
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.journal.chain import GENESIS, canonical, digest_of, follow, moment_text, plain

HALF_PAST_NINE = "2014-07-03T01:30:00.000000+00:00"


def chain_of(count):
    """Return `count` lines hashed here by hand, not by the code under test."""
    lines, previous = [], "0" * 64
    for seq in range(1, count + 1):
        line = {
            "act": "directory:unit:renamed",
            "actor": "lan",
            "at": HALF_PAST_NINE,
            "details": {"名": "新名"},
            "previous": previous,
            "seq": seq,
            "thing": f"unit:{seq}",
        }
        text = (
            '{"act":"directory:unit:renamed","actor":"lan","at":"2014-07-03T01:30:00.000000+00:00",'
            f'"details":{{"名":"新名"}},"previous":"{previous}","seq":{seq},"thing":"unit:{seq}"}}'
        )
        previous = hashlib.sha256(text.encode("utf-8")).hexdigest()
        lines.append({**line, "digest": previous})
    return lines


def test_a_chain_hashed_by_hand_holds():
    lines = chain_of(3)
    report = follow(lines)
    assert (report.ok, report.entries, report.root, report.broken_at) == (True, 3, lines[-1]["digest"], None)


def test_no_entries_are_a_whole_chain():
    assert follow([]).root == "0" * 64
    assert follow([]).ok


@pytest.mark.parametrize("column", ["seq", "at", "actor", "act", "thing", "details", "previous", "digest"])
def test_a_changed_column_breaks_the_chain_there(column):
    lines = chain_of(4)
    lines[2][column] = 77 if column == "seq" else {"名": "旧名"} if column == "details" else "f" * 64
    report = follow(lines)
    assert (report.ok, report.entries, report.broken_at) == (False, 2, 3)


@pytest.mark.parametrize("column", ["seq", "at", "actor", "act", "thing", "details", "previous", "digest"])
def test_a_line_without_a_column_breaks_the_chain(column):
    lines = chain_of(2)
    del lines[1][column]
    assert follow(lines).broken_at == 2


def test_a_line_with_one_column_more_breaks_the_chain():
    lines = chain_of(2)
    lines[0]["remark"] = "nothing"
    assert follow(lines).broken_at == 1


@settings(max_examples=50)
@given(st.permutations(list(range(5))))
def test_any_other_order_breaks_the_chain(order):
    lines = chain_of(5)
    assert follow([lines[place] for place in order]).ok == (order == sorted(order))


@settings(max_examples=50)
@given(st.sets(st.integers(0, 5), min_size=1, max_size=6))
def test_only_a_cut_off_end_leaves_a_chain_and_the_noted_root_finds_it(removed):
    lines = chain_of(6)
    left = [line for place, line in enumerate(lines) if place not in removed]
    at_the_end = removed == set(range(6 - len(removed), 6))
    assert follow(left).ok == at_the_end
    assert not follow(left, expect=lines[-1]["digest"]).ok


def test_a_root_noted_earlier_is_found_in_the_longer_chain():
    lines = chain_of(6)
    assert follow(lines, expect=lines[1]["digest"]).ok
    assert follow(lines, expect=GENESIS).ok
    missing = follow(lines, expect="a" * 64)
    assert (missing.ok, missing.expected, missing.broken_at) == (False, False, None)


def test_moments_are_written_in_utc_with_microseconds():
    beijing = dt.timezone(dt.timedelta(hours=8))
    assert moment_text(dt.datetime(2014, 7, 3, 9, 30, tzinfo=beijing)) == HALF_PAST_NINE
    assert moment_text(dt.datetime(2014, 7, 3, 1, 30, 0, 7, tzinfo=dt.UTC)).endswith("01:30:00.000007+00:00")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("abc中", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100)
@given(json_values)
def test_plain_content_survives_being_written_and_read(value):
    assert canonical(plain(json.loads(canonical(plain(value))))) == canonical(plain(value))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\0b", {"a": ["\0"]}, {"\0": 1}])
def test_what_a_database_cannot_hold_is_refused(value):
    with pytest.raises(ValueError, match=r"NUL|finite"):
        plain(value)


def test_numbers_that_databases_write_differently_are_written_one_way():
    assert canonical(plain([1.0, 1e16, -0.0, 0.5, (1, 2)])) == "[1,10000000000000000,0,0.5,[1,2]]"


def test_the_digest_covers_nothing_but_the_columns():
    line = chain_of(1)[0]
    assert digest_of({**line, "digest": "anything"}) == line["digest"]
