"""Log entries: sizes, ranges, signatures that cover every byte."""

import struct
from contextlib import suppress
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.protocol import entries
from pingyi.protocol.parties import Party
from tests.protocol.samples import camp, raw, seed, shared

u8, u32 = st.integers(0, 255), st.integers(0, 2**32 - 1)
h, sig = st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64)
EVERY = {
    1: st.builds(entries.ManifestEntry, h),
    2: st.builds(entries.RollBatch, st.integers(1, 2**32 - 1), u32, h, h, sig),
    3: st.builds(entries.IssuanceRoot, st.sampled_from([1, 2]), u32, u32, h, sig),
    4: st.builds(entries.BallotEntry, u32, st.binary(min_size=354, max_size=354), h),
    5: st.builds(entries.StatementEntry, st.integers(1, 6), h, sig),
    6: st.builds(entries.TagsRoot, st.sampled_from([0, 1]), u32, h, sig),
    7: st.builds(entries.RowsRoot, u32, h, sig),
    8: st.builds(entries.Close),
}
SIZES = {1: 33, 2: 137, 3: 106, 4: 391, 5: 98, 6: 102, 7: 101, 8: 1}
some = st.one_of(*EVERY.values())


@given(some)
def test_parse_and_encode_are_inverse(entry):
    content = entry.encode()
    assert content[0] == entry.type and len(content) == SIZES[entry.type] == entries.SIZES[entry.type]
    assert entries.parse(content) == entry


@given(some, st.data())
def test_a_changed_byte_gives_another_entry_or_none(entry, data):
    content = bytearray(entry.encode())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        other = entries.parse(bytes(content))
    except Malformed:
        return
    assert other != entry and other.encode() == bytes(content)


@given(some, st.binary(min_size=1, max_size=3))
def test_a_byte_more_or_less_is_refused(entry, rest):
    for content in (entry.encode() + rest, entry.encode()[:-1]):
        with pytest.raises(Malformed):
            entries.parse(content)


@given(st.binary(max_size=400))
def test_noise_is_malformed_or_an_entry(content):
    with suppress(Malformed):
        assert entries.parse(content).encode() == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 33,
        b"\x09",
        b"\x02" + struct.pack(">II", 0, 5) + bytes(128),
        b"\x03\x00" + bytes(104),
        b"\x03\x03" + bytes(104),
        b"\x05\x00" + bytes(96),
        b"\x05\x07" + bytes(96),
        b"\x06\x02" + bytes(100),
    ],
)
def test_numbers_out_of_range_are_refused(content):
    with pytest.raises(Malformed):
        entries.parse(content)


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_what_has_no_bytes_cannot_be_built(kind):
    entry = entries.parse(bytes(_least(kind)))
    for field in fields(entry):
        value = getattr(entry, field.name)
        for bad in (value[:-1], value + b"\0", None) if isinstance(value, bytes) else (-1, 2**32, None):
            with pytest.raises(Malformed):
                replace(entry, **{field.name: bad})


def _least(kind):
    content = bytearray(SIZES[kind])
    content[0] = kind
    if kind == 2:
        content[4] = 1
    if kind in (3, 5):
        content[1] = 1
    return content


@pytest.mark.parametrize("kind", [2, 3, 5, 6, 7])
def test_signatures_cover_every_byte_before_them_and_the_campaign(kind):
    draft = entries.parse(bytes(_least(kind)))
    party = draft.party.name
    signed = draft.signed(camp(), seed(party))
    key = raw(shared()["keys"]["parties"][party]["public"])
    assert signed.message(camp()) == b"pingyi/v1/log\0" + camp() + signed.encode()[:-64] == draft.message(camp())
    assert signed.is_signed(camp(), key) and not draft.is_signed(camp(), key)
    assert not signed.is_signed(bytes(32), key)
    other = bytearray(signed.encode())
    other[-65] ^= 1
    assert not entries.parse(bytes(other)).is_signed(camp(), key)


def test_who_signs_what():
    least = {kind: entries.parse(bytes(_least(kind))) for kind in SIZES}
    assert [least[kind].party for kind in (2, 6, 7)] == [Party.M, Party.T2, Party.T2]
    assert [replace(least[3], role=role).party for role in (1, 2)] == [Party.S, Party.R]
    assert [replace(least[5], by=by).party for by in range(1, 7)] == list(Party)


@pytest.mark.parametrize("place", range(13))
def test_the_shared_known_answers(place):
    one = shared()["entries"][place]
    entry = entries.parse(raw(one["entry"]))
    assert entry.type == one["type"] and entry.encode() == raw(one["entry"])
    if "message" in one:
        owner = shared()["keys"]["parties"][one["party"]]
        assert entry.message(raw(shared()["entries"][0]["camp"])) == raw(one["message"])
        assert entry.party.name == one["party"]
        assert entry.is_signed(raw(shared()["entries"][0]["camp"]), raw(owner["public"]))
