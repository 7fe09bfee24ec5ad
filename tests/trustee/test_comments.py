"""Comments reach the readers in files of 100 ballots or more, never joined to a row, and only with the passphrase."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.trustee import paper
from pingyi.trustee.opening.comments import LEAST, Remark, pools, read_pool, write_pools
from pingyi.wording import Refused


@dataclass(frozen=True)
class Cell:
    """All that is asked of a cell: the units above it, nearest first."""

    parents: tuple[str, ...]


CELLS = [
    Cell(("county 1", "city 1", "province")),
    Cell(("county 1", "city 1", "province")),
    Cell(("county 2", "city 1", "province")),
    Cell(("county 3", "city 2", "province")),
    Cell(("city 2", "province")),
    Cell(()),
]
counts = st.lists(st.integers(0, 150), min_size=len(CELLS), max_size=len(CELLS))


def remarks(numbers):
    return [Remark(cell, f"{cell}-{n}") for cell, count in enumerate(numbers) for n in range(count)]


def test_a_county_with_enough_has_its_own_file_and_the_rest_goes_up():
    found = pools(remarks([60, 60, 40, 30, 50, 500]), CELLS)
    assert [(pool.unit, pool.ballots) for pool in found] == [("county 1", 120), ("province", 120)]


def test_what_does_not_come_to_a_hundred_anywhere_is_dropped():
    assert pools(remarks([33, 33, 33, 0, 0, 0]), CELLS) == []


@given(counts)
def test_every_file_stands_for_a_hundred_and_no_comment_is_in_two(numbers):
    found = pools(remarks(numbers), CELLS)
    assert all(pool.ballots >= LEAST for pool in found)
    texts = [text for pool in found for text in pool.comments]
    assert len(set(texts)) == len(texts)
    assert len({pool.unit for pool in found}) == len(found)


@given(counts)
def test_ballots_of_one_cell_go_one_way(numbers):
    """So the difference of two files never is a part of a cell."""
    homes = {}
    for pool in pools(remarks(numbers), CELLS):
        for text in pool.comments:
            homes.setdefault(text.split("-")[0], set()).add(pool.unit)
    assert all(len(units) == 1 for units in homes.values())


def test_ballots_without_words_count_but_are_not_written():
    silent = [Remark(0, " \n")] * 99 + [Remark(0, "请多开一个窗口")]
    (pool,) = pools(silent, CELLS)
    assert (pool.ballots, pool.comments) == (100, ("请多开一个窗口",))


def test_only_the_passphrase_opens_a_file(tmp_path):
    (path,) = write_pools(tmp_path, pools(remarks([120, 0, 0, 0, 0, 0]), CELLS), "readers only, please", cost=4)
    assert b"0-7" not in path.read_bytes()
    pool = read_pool(path.read_bytes(), "readers only, please")
    assert sorted(pool.comments) == sorted(f"0-{n}" for n in range(120))
    assert list(pool.comments) != [f"0-{n}" for n in range(120)]
    with pytest.raises(Refused):
        read_pool(path.read_bytes(), "somebody else")
    with pytest.raises(Malformed):
        paper.open_(path.read_bytes()[:40], "readers only, please")


def test_a_unit_code_never_leads_out_of_the_folder(tmp_path):
    cells = [Cell(("../../etc/passwd",))]
    (path,) = write_pools(tmp_path, pools([Remark(0, "x")] * 100, cells), "readers only, please", cost=4)
    assert path.parent == tmp_path / "comments" and path.name.startswith("0001-")
