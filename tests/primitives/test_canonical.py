"""Canonical JSON: one form for each value, and every other form refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from tests.tokens.vectors import refused, shared

SCALARS = st.booleans() | st.integers(0, canonical.LARGEST) | st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text("abcXYZ019_", min_size=1, max_size=5)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@pytest.mark.parametrize("case", shared()["canonical"], ids=lambda case: case["bytes"][:30])
def test_writes_and_reads_the_shared_values(case):
    assert canonical.encode_line(case["value"]).hex() == case["bytes"]
    assert canonical.decode_line(bytes.fromhex(case["bytes"])) == case["value"]


@pytest.mark.parametrize("case", refused("canonical"), ids=lambda case: case["why"])
def test_refuses_other_forms(case):
    with pytest.raises(Malformed):
        canonical.decode_line(bytes.fromhex(case["bytes"]))


@given(VALUES)
def test_reads_what_it_wrote(value):
    assert canonical.decode(canonical.encode(value)) == value
    assert json.loads(canonical.encode_line(value)) == value


@given(VALUES, st.randoms(use_true_random=False))
def test_other_spellings_of_a_value_are_refused(value, random):
    written = canonical.encode_line(value)
    spellings = (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=random.choice([0, 1])))
    for spelling in spellings:
        if spelling.encode() != written:
            with pytest.raises(Malformed):
                canonical.decode_line(spelling.encode())


@given(st.binary(max_size=30) | st.text('{}[]",:0123456789.eE+- \\untfalsrabc', max_size=12).map(str.encode))
def test_any_bytes_are_the_one_form_or_refused(content):
    try:
        value = canonical.decode_line(content)
    except Malformed:
        return
    assert canonical.encode_line(value) == content


@pytest.mark.parametrize(
    "value", [None, 1.5, -1, 2**53, b"x", {1: 2}, {"é": 1}, {"": 1}, "\ud800", {"a": [{"b": None}]}]
)
def test_values_without_a_form_are_refused(value):
    with pytest.raises(Malformed):
        canonical.encode(value)


@pytest.mark.parametrize("content", [b"", b"{}", b"{}\n\n", b"{}\r\n", b"\n", b" {}\n"])
def test_a_file_ends_with_one_newline(content):
    with pytest.raises(Malformed):
        canonical.decode(content)


@pytest.mark.parametrize("content", [b"[" * 200_000, b"[" * 2_000 + b"]" * 2_000, b"9" * 10_000])
def test_depth_and_length_end_no_program(content):
    with pytest.raises(Malformed):
        canonical.decode_line(content)


def test_keys_stand_in_the_order_of_their_bytes():
    assert canonical.encode_line({"b": 1, "_": 2, "B": 3, "0": 4, "a1": 5, "a": 6}) == (
        b'{"0":4,"B":3,"_":2,"a":6,"a1":5,"b":1}'
    )
