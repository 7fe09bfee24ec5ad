"""Partitions, list files and workers by themselves."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.verifier.judging import Judge
from pingyi.verifier.listfiles import AT_ONCE, List
from pingyi.verifier.partitions import HELD, PARTS, Partitions
from pingyi.verifier.sources import Folder
from pingyi.verifier.work import SMALL, BadPiece, Workers
from tests.ballots.keys import seed
from tests.verifier import checking
from tests.verifier.test_stages import world

KEYS = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


@settings(max_examples=30, deadline=None)
@given(KEYS, st.data())
def test_a_key_twice_is_found(keys, data):
    extra = data.draw(st.sampled_from(keys)) if keys and data.draw(st.booleans()) else None
    records = [*keys, extra] if extra else keys
    with Partitions() as found:
        found.extend(records)
        assert bool(found.problem("a key")) == (len(set(records)) != len(records))
        assert sorted(one for part in found.parts() for one in part) == sorted(records)
        assert found.count == len(records)


def test_partitions_hold_more_than_memory_does():
    """Written out and read back, more than once, and added to in between."""
    keys = [seed(str(number)) + b"tail" for number in range(HELD * PARTS // 36 * 2)]
    with Partitions(36) as found:
        found.extend(keys[: len(keys) // 2])
        assert sum(map(len, found.parts())) == len(keys) // 2
        found.extend(keys[len(keys) // 2 :])
        assert {one for part in found.parts() for one in part} == set(keys)
        found.check_distinct("a key")
        found.extend(keys[:1])
        with pytest.raises(Malformed, match="a key stands twice"):
            found.check_distinct("a key")


def test_equal_keys_lie_in_the_same_part_of_every_partition():
    with Partitions(33) as one, Partitions(34) as other:
        one.extend(seed(str(n)) + b"x" for n in range(200))
        other.extend(seed(str(n)) + b"yz" for n in range(200))
        for number in range(PARTS):
            assert {key[:32] for key in one.part(number)} == {key[:32] for key in other.part(number)}


def list_of(folder, records, root=None) -> List:
    named = lists.root(records) if root is None else root
    (folder / "tags").mkdir(exist_ok=True)
    (folder / lists.path("tags", named)).write_bytes(b"".join(records))
    return List(Folder(folder), "tags", named, 36)


@pytest.mark.parametrize("count", [0, 1, AT_ONCE, AT_ONCE + 1])
def test_lists_are_read_in_pieces(count, tmp_path):
    records = sorted(lists.in_cell(n % 3, seed(str(n))) for n in range(count))
    assert list(list_of(tmp_path, records)) == records


@pytest.mark.parametrize("place", [1, AT_ONCE - 1, AT_ONCE])
@pytest.mark.parametrize("change", ["twice", "swapped"])
def test_order_is_seen_within_pieces_and_between(place, change, tmp_path):
    records = sorted(lists.in_cell(0, seed(str(n))) for n in range(AT_ONCE + 10))
    records[place - 1 : place + 1] = [records[place]] * 2 if change == "twice" else [records[place], records[place - 1]]
    with pytest.raises(Malformed, match="ascend"):
        list(list_of(tmp_path, records))


def test_another_root_is_seen_at_the_end(tmp_path):
    with pytest.raises(Malformed, match="not the list"):
        list(list_of(tmp_path, [lists.in_cell(0, seed("one"))], root=bytes(32)))


def rows(count):
    """Rows of the small campaign, so often that processes are worth while."""
    good = sorted(ballot.row for ballot in world().ballots if ballot.cell == 0)
    return [good[n % len(good)] for n in range(count)]


def judge() -> Judge:
    one = world()
    keys = [(cell.ballot_key.modulus, cell.entry_key.modulus) for cell in cells(one)]
    return Judge(one.manifest, one.camp, keys)


def cells(one):
    from pingyi.protocol.cells import CellRecord

    return [CellRecord.parse_line(line) for line in one.files["cells.jsonl"].splitlines()]


@pytest.mark.parametrize("processes", [1, 2])
def test_findings_come_in_order(processes):
    pieces = [rows(SMALL + 1), rows(10), rows(SMALL + 5)]
    with Workers(judge(), processes) as workers:
        found = list(workers.each(Judge.rows, pieces))
    assert [len(one) for one in found] == [SMALL + 1, 10, SMALL + 5]
    assert found[0][:10] == found[1]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_bad_record_is_told_from_a_bad_stream(processes):
    bad = rows(SMALL + 1)
    bad[-1] = bad[-1][:-1] + b"\xff"

    def breaking():
        yield rows(1)
        raise Malformed("the stream")

    with Workers(judge(), processes) as workers:
        with pytest.raises(BadPiece):
            list(workers.each(Judge.rows, [bad]))
        with pytest.raises(Malformed, match="the stream") as caught:
            list(workers.each(Judge.rows, breaking()))
    assert not isinstance(caught.value, BadPiece)


def ended(judge: Judge, piece: list[bytes]) -> None:
    os._exit(1)


def test_a_process_that_is_killed_is_an_error_of_the_machine():
    with Workers(judge(), 2) as workers, pytest.raises(OSError, match="ended from outside"):
        workers.all(ended, [rows(SMALL + 1)])


def test_many_processes_come_to_the_same(tmp_path, monkeypatch):
    """The whole verification, every piece through other processes."""
    monkeypatch.setattr("pingyi.verifier.work.SMALL", 0)
    from pingyi.verifier.run import verify

    folder = world().write(tmp_path)
    assert verify(Folder(folder), processes=2).plain() == checking.checked(folder).plain()
