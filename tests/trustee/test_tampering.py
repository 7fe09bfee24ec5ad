"""Files that were changed on the way or since: found before anything is said in public."""

import shutil

import pytest

from pingyi.trustee.opening.rows import publish_rows
from pingyi.trustee.opening.tally import open_inner
from pingyi.wording import Refused
from tests.trustee import ballots
from tests.trustee.world import trustee

RECORD = 1971


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.issues[0].code


def swapped(content):
    return content[RECORD : 2 * RECORD] + content[:RECORD] + content[2 * RECORD :]


CHANGES = {
    "dropped": lambda content: content[RECORD:],
    "cut": lambda content: content[:-1],
    "doubled": lambda content: content[:RECORD] + content,
    "swapped": swapped,
    "another cell": lambda content: b"\x00\x00\x00\x01" + content[4:],
    "altered": lambda content: content[:100] + bytes((content[100] ^ 1,)) + content[101:],
    "empty": lambda content: b"",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_inner_trustee_takes_only_the_file_that_was_stated(at, change):
    home = at("outer")
    path = home / "t1" / "handover" / "inner.bin"
    path.write_bytes(change(path.read_bytes()))
    assert refusal(lambda: open_inner(trustee(home, 2), path, processes=1)) == "handover_wrong"
    assert not (home / "t2" / "outbox").exists() and not (home / "t2" / "received").exists()


def test_a_ballot_that_was_never_logged_cannot_be_slipped_in(at, stages):
    home, world = at("outer"), stages.country.world
    path = home / "t1" / "handover" / "inner.bin"
    stuffed = ballots.inner(world, "stuffed", 0, ballots.plaintext(world, "stuffed", 0).encode())
    content = path.read_bytes()
    records = [content[place : place + RECORD] for place in range(0, len(content), RECORD)]
    path.write_bytes(b"".join([bytes(4) + stuffed, *records[1:]]))
    assert refusal(lambda: open_inner(trustee(home, 2), path, processes=1)) == "handover_wrong"


@pytest.mark.parametrize("name", ["received/inner.bin", "outbox/tags"])
@pytest.mark.parametrize("how", ["altered", "gone"])
def test_own_files_that_changed_since_stop_the_rows(at, name, how):
    home = at("final")
    place = home / "t2" / name
    for path in sorted(place.glob("*")) if place.is_dir() else [place]:
        if how == "gone":
            path.unlink()
        else:
            path.write_bytes(CHANGES["altered"](path.read_bytes()))
    assert refusal(lambda: publish_rows(trustee(home, 2), processes=1)) == "own_file_damaged"
    assert not (home / "t2" / "outbox" / "8-rows.entry").exists()


@pytest.mark.parametrize("how", ["gone", "altered", "cut"])
def test_withheld_cells_are_not_stated_without_the_signers_list(at, how):
    home = at("final")
    (path,) = (home / "c2" / "issuance").iterdir()
    content = path.read_bytes()
    path.unlink()
    if how != "gone":
        path.write_bytes(CHANGES[how](content))
    assert refusal(lambda: publish_rows(trustee(home, 2), processes=1)) == "issuance_missing"
    shutil.rmtree(path.parent)


def test_objections_that_changed_since_stop_the_rows(at):
    home = at("final")
    path = home / "t2" / "received" / "objections.bin"
    path.write_bytes(path.read_bytes()[-64:])
    assert refusal(lambda: publish_rows(trustee(home, 2), processes=1)) == "handover_wrong"


def test_without_the_objection_the_rows_are_not_the_final_list(at, stages):
    """Were T2 to forget the ballot that came back, the rows would not be those announced."""
    from pingyi.trustee.opening.handover import write_objections
    from tests.ballotbox.world import seed

    home = at("final")
    write_objections(home / "t2" / "received" / "objections.bin", [], stages.country.world.camp, seed("T1"))
    assert refusal(lambda: publish_rows(trustee(home, 2), processes=1)) == "rows_differ"
