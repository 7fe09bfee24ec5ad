"""Statements: one form, the right party, cells and indices ascending."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import entries, statements
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import CellCounted, CellOpened, Counted, Destroyed, Held, Opened
from tests.protocol.samples import camp, changed, raw, refusals, vectors

ALL = [raw(one["bytes"]) for one in vectors()["statements"]]
BY_KIND = {one["kind"]: raw(one["bytes"]) for one in vectors()["statements"]}
u32 = st.integers(0, 2**32 - 1)
cells = st.sets(u32, max_size=5).map(sorted)
COUNTS = {"opened": 2, "counted": 5, "withheld": 2}


@pytest.mark.parametrize("content", ALL)
def test_parse_and_encode_are_inverse(content):
    found = statements.parse(content)
    assert found.encode() == content and found.hash() == sha256(content) and found.campaign == camp()


@pytest.mark.parametrize("content", ALL)
def test_only_its_party_may_say_it(content):
    mine = statements.parse(content)
    for party in Party:
        if party in mine.parties:
            assert statements.parse(changed(content, "by", to=party.name)).by is party
        else:
            with pytest.raises(Malformed):
                statements.parse(changed(content, "by", to=party.name))
            with pytest.raises(Malformed):
                replace(mine, by=party).encode()


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_every_key_must_be_there_and_no_other(kind):
    content = BY_KIND[kind]
    keys = {"campaign", "by", "kind", *statements.parse(content).keys}
    for bad in (*(changed(content, key) for key in keys), changed(content, "more", to=1)):
        with pytest.raises(Malformed):
            statements.parse(bad)


@pytest.mark.parametrize("case", refusals("statement"), ids=str)
def test_what_is_out_of_range_is_refused(case):
    good = BY_KIND[case["layout"].split()[1]]
    with pytest.raises(Malformed):
        statements.parse(changed(good, *case["path"], to=case["value"]))


@given(st.sampled_from(["opened", "counted", "withheld"]), cells, st.data())
def test_any_ascending_table_is_read_as_written(kind, chosen, data):
    rows = [[cell, *(data.draw(u32) for _ in range(COUNTS[kind]))] for cell in chosen]
    found = statements.parse(changed(BY_KIND[kind], "cells", to=rows))
    assert [list(row) for row in found.cells] == rows and statements.parse(found.encode()) == found


@given(st.sampled_from(ALL), st.data())
def test_a_changed_byte_gives_another_statement_or_none(content, data):
    other = bytearray(content)
    other[data.draw(st.integers(0, len(other) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(Malformed):
        assert statements.parse(bytes(other)) != statements.parse(content)


@given(st.binary(max_size=100))
def test_noise_is_malformed(content):
    with pytest.raises(Malformed):
        statements.parse(content)


@pytest.mark.parametrize("content", [b"[]\n", b'{"kind":"held"}\n', b"1\n", b'"held"\n', b"{}\n"])
def test_other_json_is_malformed(content):
    with pytest.raises(Malformed):
        statements.parse(content)


def test_what_could_not_be_read_is_not_written():
    head = {"campaign": camp(), "by": Party.T1}
    for bad in (
        Held(**head, size=3, missing=(2, 1)),
        Held(**head, size=-1),
        Opened(**head, cells=(CellOpened(1, 0, 0), CellOpened(0, 0, 0)), inner_root=bytes(32)),
        Opened(**head, cells=(), inner_root=bytes(31)),
        Counted(**head, seq=0, cells=(CellCounted(0, 0, 0, 0, 0, 0),), inner_root=bytes(32)),
        Destroyed(**head, what=["a list, not a tuple"]),
        Destroyed(**head, what=("\ud800",)),
    ):
        with pytest.raises(Malformed):
            bad.encode()


def test_the_log_entry_names_the_file():
    for one in vectors()["statements"]:
        entry, found = entries.parse(raw(one["entry"])), statements.parse(raw(one["bytes"]))
        assert (entry.statement, entry.party) == (found.hash(), found.by)
