"""The public side of the log: read by a reader written elsewhere, made anew from the store whatever happened to it."""

import os
import shutil

import pytest

from pingyi.ballotbox.refusals import campaign_unsigned
from pingyi.wording import Refused
from tests.ballotbox.boxes import Standing
from tests.ballotbox.reader import read_log
from tests.ballotbox.world import make_world
from tests.durable.databases import fresh
from tests.durable.disks import fill, small_disk


def entries_of(standing):
    return read_log(standing.world.public / "log", standing.campaign.manifest.log.encode())


def cast_many(standing, names):
    for name in names:
        standing.cast(standing.world.cast(name))


def stored(standing):
    return [entry for (entry,) in standing.rows("SELECT entry FROM box_entries ORDER BY place")]


def kept(standing):
    return sorted(int(path.name) for path in (standing.world.public / "log" / "checkpoints").iterdir())


def snapshot(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def again(standing):
    """The same box after a restart."""
    standing.close()
    return Standing(standing.world, standing.address)


def test_each_checkpoint_has_its_tiles_and_no_others(standing):
    for start, end in ((0, 3), (3, 254), (254, 255), (255, 300)):
        cast_many(standing, [f"b{n}" for n in range(start, end)])
        assert standing.round()
        assert entries_of(standing) == stored(standing) and len(stored(standing)) == end + 1


def test_a_minute_without_news_changes_nothing(small):
    before = snapshot(small.world.public)
    assert small.round() and snapshot(small.world.public) == before


def test_checkpoints_are_kept_where_somebody_acted(small, world):
    """Between ballots nobody needs them; before an act and before the first ballot witnesses must have seen the log."""
    cast_many(small, ["a"])
    small.round()
    cast_many(small, ["b"])
    small.round()
    assert kept(small) == [1, 3]
    small.box.append(world.held(3))
    small.round()
    cast_many(small, ["c"])
    small.round()
    assert kept(small) == [1, 3, 5]


@pytest.mark.parametrize("harm", ["half", "lost", "foreign", "all", "unfinished"])
def test_what_was_harmed_is_made_anew(small, world, harm):
    cast_many(small, [f"b{n}" for n in range(300)])
    small.box.append(world.held(3))
    small.round()
    whole, log = snapshot(world.public), world.public / "log"
    match harm:
        case "half":
            tile = log / "tile/entries/000"
            tile.write_bytes(tile.read_bytes()[:1000])
        case "lost":
            (log / "tile/0/000").unlink()
            (log / "checkpoint").unlink()
        case "foreign":
            (log / "tile/0/001.p/46").unlink()
            (log / "tile/0/001.p/45").write_bytes(bytes(45 * 32))
            (log / "checkpoints/7").write_bytes(b"not mine")
        case "all":
            shutil.rmtree(log)
        case "unfinished":
            (log / "tile/0/000.part").write_bytes(b"half of")
    box = again(small)
    assert box.round() and snapshot(world.public) == whole
    box.close()


def test_tiles_written_without_their_checkpoint_are_taken_away_at_the_next_start(small):
    """As after kill -9 between tiles and checkpoint, or while witnesses were silent."""
    cast_many(small, ["a", "b"])
    before = snapshot(small.world.public)
    small.checkpointer._publisher.extend(3)
    assert snapshot(small.world.public) != before
    box = again(small)
    cast_many(box, ["c"])
    assert box.round() and len(entries_of(box)) == 4
    box.close()


def test_a_checkpoint_kept_but_not_shown_is_shown_at_the_next_start(small, monkeypatch):
    cast_many(small, ["a"])
    monkeypatch.setattr(small.checkpointer._publisher, "show", lambda *_: None)
    small.round()
    assert len(entries_of_shown(small)) == 1
    box = again(small)
    assert box.round() and len(entries_of(box)) == 2
    box.close()


def test_a_round_cut_off_by_a_full_disk_is_made_good_by_the_next(tmp_path):
    with small_disk(tmp_path / "disk", 2**21) as disk:
        world = make_world(disk)
        standing = Standing(world, world.found(fresh("sqlite", tmp_path)))
        assert standing.round()
        cast_many(standing, [f"b{n}" for n in range(300)])
        fill(disk / "filler")
        os.truncate(disk / "filler", (disk / "filler").stat().st_size - 2**16)  # room for some of the files
        with pytest.raises(OSError, match="No space"):
            standing.round()
        (disk / "filler").unlink()
        assert standing.round()
        assert entries_of(standing) == stored(standing)
        standing.close()


def entries_of_shown(standing):
    """The entries under the checkpoint that is shown; tiles of a longer log may lie there."""
    from tests.ballotbox.reader import read_checkpoint, read_entries

    log = standing.world.public / "log"
    size, _, _ = read_checkpoint((log / "checkpoint").read_bytes(), standing.campaign.manifest.log.encode())
    return read_entries(log, size)


def test_a_store_whose_entries_were_changed_is_not_signed_for(standing):
    cast_many(standing, ["a", "b"])
    with standing.store.writing() as transaction:
        transaction.execute("UPDATE box_entries SET entry = ? WHERE place = 1", (bytes(391),))
    before = snapshot(standing.world.public)["log/checkpoint"]
    assert not standing.round()
    assert snapshot(standing.world.public)["log/checkpoint"] == before
    assert "nothing is signed" in standing.told[-1].en


def test_a_store_that_lost_entries_is_not_signed_for(small):
    cast_many(small, ["a", "b"])
    with small.store.writing() as transaction:
        transaction.execute("DELETE FROM box_entries WHERE place = 1")
    with pytest.raises(Refused, match="lacks log entries"):
        small.round()


def test_refusals_speak_both_languages():
    refused = campaign_unsigned(["M", "T2"])
    assert "M、T2" in refused.say("zh") and "M, T2" in refused.say("en")
