"""Cells: lines, proofs, and what a page may trust after checking one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.ledger.trees import leaf_hash, verify_inclusion
from pingyi.primitives.errors import Malformed
from pingyi.protocol import cells
from pingyi.protocol.cells import CellProof, CellRecord
from tests.protocol.samples import changed, lines, manifest, proof, raw, refusals, vectors

LINE = lines()[1]


def whole(chosen):
    return [line + b"\n" for line in chosen]


def test_parse_and_encode_are_inverse():
    assert [CellRecord.parse_line(line).encode_line() for line in lines()] == lines()
    assert [one.name_zh for one in cells.records(whole(lines()))][2] == "松筠区“110”"


@pytest.mark.parametrize("case", refusals("cell"), ids=str)
def test_what_is_out_of_range_is_refused(case):
    with pytest.raises(Malformed):
        CellRecord.parse_line(changed(LINE, *case["path"], to=case["value"], line=True))


@pytest.mark.parametrize("key", ["index", "unit", "name_zh", "name_en", "parents", "ballot_key", "channel", "k"])
def test_every_key_must_be_there(key):
    with pytest.raises(Malformed):
        CellRecord.parse_line(changed(LINE, key, line=True))


def test_a_line_has_no_newline_and_the_file_has_them_all():
    with pytest.raises(Malformed):
        CellRecord.parse_line(LINE + b"\n")
    with pytest.raises(Malformed, match="does not end"):
        list(cells.records([lines()[0] + b"\n", LINE]))


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2), (0, 0), (1,)])
def test_lines_stand_by_index_from_zero(order):
    with pytest.raises(Malformed, match="index"):
        list(cells.records(whole(lines()[place] for place in order)))


def test_no_modulus_stands_twice_not_even_within_a_cell():
    first, second, _ = (CellRecord.parse_line(line) for line in lines())
    for clash in (replace(second, entry_key=first.entry_key), replace(second, ballot_key=first.entry_key)):
        with pytest.raises(Malformed, match="twice"):
            list(cells.records(whole([lines()[0], clash.encode_line()])))
    with pytest.raises(Malformed, match="same"):
        replace(second, entry_key=second.ballot_key).encode_line()


@pytest.mark.parametrize("index", range(3))
def test_a_proof_gives_the_record_of_its_cell_only(index):
    read = cells.parse_proof(proof(index))
    assert read.record(index, manifest()).index == index and read.encode() == proof(index)
    for other in {0, 1, 2, 3, 4} - {index}:
        with pytest.raises(Malformed):
            read.record(other, manifest())


def test_a_proof_of_another_campaign_or_another_line_fails():
    read, found = cells.parse_proof(proof(1)), manifest()
    other = replace(CellRecord.parse_line(LINE), k=31).encode_line()
    for bad, where in [
        (read, replace(found, cells_root=bytes(32))),
        (read, replace(found, cells=2)),
        (CellProof(other, read.path), found),
        (CellProof(LINE, read.path[::-1]), found),
        (CellProof(LINE, read.path[:-1]), found),
        (CellProof(LINE, (*read.path, bytes(32))), found),
    ]:
        with pytest.raises(Malformed):
            bad.record(1, where)


@given(st.integers(0, len(proof(1)) - 1), st.integers(1, 255))
def test_a_changed_byte_of_a_proof_is_noticed(place, flip):
    content = bytearray(proof(1))
    content[place] ^= flip
    with pytest.raises(Malformed):
        cells.parse_proof(bytes(content)).record(1, manifest())


@given(st.integers(1, 40))
def test_proofs_of_any_number_of_cells_hold(count):
    some = [b"line %d" % place for place in range(count)]
    for index, (path, content) in enumerate(cells.proofs(some)):
        read = cells.parse_proof(content)
        assert path == cells.path(index) == f"cells/{index}.json" and read.line == some[index]
        assert verify_inclusion(leaf_hash(some[index]), index, count, read.path, cells.root(some))


def test_the_vectors_are_what_we_write():
    assert [(one["path"], raw(one["bytes"])) for one in vectors()["proofs"]] == list(cells.proofs(lines()))


def test_keys_are_chosen_by_role():
    record = CellRecord.parse_line(LINE)
    assert (record.key(1), record.key(2)) == (record.ballot_key, record.entry_key)
