"""Integers, reading, tagged hashes, HKDF."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives import hashing, hkdf, integers
from pingyi.primitives.errors import Malformed
from pingyi.primitives.reading import Reader
from tests.tokens.vectors import shared

WRITERS = {1: integers.u8, 2: integers.u16, 4: integers.u32, 8: integers.u64}
# RFC 5869, appendix A: secret, salt, info, output
RFC5869 = [
    ("0b" * 22, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
    ("0b" * 22, "", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
]  # fmt: skip


@pytest.mark.parametrize("size", WRITERS)
def test_integers_are_big_endian_and_have_bounds(size):
    assert WRITERS[size](1) == bytes(size - 1) + b"\x01"
    assert WRITERS[size](256**size - 1) == b"\xff" * size
    for value in (-1, 256**size):
        with pytest.raises(Malformed):
            WRITERS[size](value)


def test_a_reader_takes_field_after_field():
    reader = Reader(bytes.fromhex("01 0002 00000003 0000000000000004 aabb cc"))
    assert (reader.u8(), reader.u16(), reader.u32(), reader.u64()) == (1, 2, 3, 4)
    assert reader.take(2) == b"\xaa\xbb"
    assert reader.rest() == b"\xcc"
    reader.end()


@given(st.binary(max_size=8), st.lists(st.sampled_from(["u8", "u16", "u32", "u64"]), max_size=5))
def test_a_reader_never_gives_more_than_there_is(content, calls):
    reader = Reader(content, "thing")
    taken = 0
    sizes = {"u8": 1, "u16": 2, "u32": 4, "u64": 8}
    for call in calls:
        if taken + sizes[call] > len(content):
            with pytest.raises(Malformed, match="thing"):
                getattr(reader, call)()
            return
        assert getattr(reader, call)() == int.from_bytes(content[taken : taken + sizes[call]], "big")
        taken += sizes[call]


def test_a_rest_is_told():
    reader = Reader(b"ab", "pair")
    reader.take(1)
    with pytest.raises(Malformed, match="pair: too long"):
        reader.end()
    with pytest.raises(Malformed):
        Reader(b"ab").take(-1)


@pytest.mark.parametrize("case", shared()["hashes"], ids=lambda case: case["tag"])
def test_tagged_hashes(case):
    written = b"pingyi/v1/" + case["tag"].encode() + b"\0" + bytes.fromhex("".join(case["parts"]))
    parts = [bytes.fromhex(part) for part in case["parts"]]
    assert hashing.message(case["tag"].encode(), *parts) == written == bytes.fromhex(case["message"])
    assert hashing.digest(case["tag"].encode(), *parts).hex() == hashlib.sha256(written).hexdigest() == case["digest"]


def test_the_empty_hash():
    assert hashing.sha256(b"").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("known", RFC5869)
def test_hkdf_known_answers(known):
    secret, salt, info, output = (bytes.fromhex(part) for part in known)
    assert hkdf.derive(secret, salt=salt, info=info, size=len(output)) == output
