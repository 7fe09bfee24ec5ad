"""Keeping a copy: whatever the network or the box does, nothing held is lost and no second history is believed."""

import shutil

import pytest

from pingyi.protocol.statements import Held
from pingyi.trustee.mirror.campaign import Campaign
from pingyi.trustee.mirror.logbook import parse_checkpoint, read
from pingyi.wording import Refused
from tests.trustee.ballots import noise
from tests.trustee.world import Country, statement_of

DAY = 86_400
CUT = ("service_unreachable", "service_refused", "source_damaged", "unreadable_campaign")
LOSE = "UPDATE box_entries SET envelope = ? WHERE place = ?"


def fill(country, names):
    """Cast noise; the box does not open envelopes."""
    for name in names:
        country.cast(name, 0, noise(name, 2048))
    country.round()


def held(country):
    """The file of envelopes."""
    return (country.home / "t1" / "envelopes.bin").read_bytes()


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.issues[0].code


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_comes_and_is_stated(country):
    fill(country, "abc")
    pulled = country.pull(1)
    assert (pulled.size, pulled.ballots, pulled.missing) == (4, 3, ())
    assert held(country) == b"".join(noise(name, 2048) for name in "abc")
    assert statement_of(pulled.stated) == Held(campaign=country.world.camp, by=4, size=4, missing=())
    assert country.send(1) == [pulled.stated.stem]


def test_a_second_pull_of_a_day_changes_nothing_and_states_nothing(country):
    fill(country, "abc")
    country.pull(1)
    before = files(country.home / "c1"), held(country)
    assert country.pull(1).stated is None
    assert (files(country.home / "c1"), held(country)) == before
    assert country.pull(1, now=country.box.now + DAY).stated is not None


def test_the_copy_is_what_the_box_publishes(country):
    for names in ("abc", "de", [f"n{n}" for n in range(300)]):
        fill(country, names)
        country.pull(1)
    mine = files(country.home / "c1" / "log")
    shown = files(country.world.public / "log")
    assert {path: mine[path] for path in mine if path.parts[0] != "checkpoints"} == {
        path: shown[path] for path in shown if path.parts[0] != "checkpoints"
    }


@pytest.mark.parametrize("half", [False, True], ids=["errors", "half answers"])
def test_a_network_cut_anywhere_loses_nothing_and_goes_on(country, half):
    fill(country, [f"n{n}" for n in range(600)])
    for after in range(20):
        country.network.cut(after, half=half)
        try:
            country.pull(1)
        except Refused as refused:
            assert refused.issues[0].code in CUT
        else:
            if not country.pull(1).missing:
                break
    country.network.left = None
    assert country.pull(1).missing == ()
    assert held(country) == b"".join(noise(f"n{n}", 2048) for n in range(600))


def test_a_damaged_envelope_is_fetched_again(country):
    fill(country, "abc")
    country.pull(1)
    path = country.home / "t1" / "envelopes.bin"
    path.write_bytes(held(country)[:3000] + b"?" + held(country)[3001:5000])
    country.pull(1)
    assert held(country) == b"".join(noise(name, 2048) for name in "abc")


def test_what_the_box_has_lost_is_named(country):
    fill(country, "abc")
    with country.box.store.writing() as transaction:
        transaction.execute(LOSE, (b"", country.indices["b"]))
    pulled = country.pull(1)
    assert pulled.missing == (country.indices["b"],)
    assert statement_of(pulled.stated).missing == pulled.missing


def test_another_envelope_in_its_place_is_not_held(country):
    fill(country, "abc")
    with country.box.store.writing() as transaction:
        transaction.execute(LOSE, (noise("z", 2048), country.indices["b"]))
    assert country.pull(1).missing == (country.indices["b"],)
    assert noise("z", 2048) not in held(country)


def test_the_inner_trustee_keeps_a_copy_of_the_log_and_no_envelope(country):
    fill(country, "abc")
    pulled = country.pull(2)
    assert (pulled.size, pulled.missing, pulled.stated) == (4, None, None)
    assert not (country.home / "t2" / "envelopes.bin").exists()


def test_a_copy_of_the_log_needs_no_key(country):
    fill(country, "abc")
    for path in (country.home / "t2").iterdir():
        path.unlink()
    assert country.pull(2).missing is None
    assert read(Campaign.read(country.home / "c2")).cast == {0: 3}


@pytest.fixture
def other(tmp_path_factory):
    """A box with the same keys that tells another history."""
    made = Country(tmp_path_factory.mktemp("other"))
    made.round()
    yield made
    made.stop()


@pytest.mark.parametrize("names", ["x", "xyz", "xyzuvw"], ids=["shorter", "as long", "longer"])
def test_two_histories_are_shouted_and_kept(country, other, names):
    fill(country, "abc")
    country.pull(1)
    fill(other, names)
    before, own, country.url = files(country.home / "c1"), country.url, other.url
    assert refusal(lambda: country.pull(1)) == "two_histories"
    assert files(country.home / "c1") == before
    assert len(list((country.home / "t1" / "contradictions").iterdir())) == 2
    country.url = own
    assert country.pull(1).missing == ()


def test_an_older_state_is_not_a_second_history_but_is_told(country):
    fill(country, "abc")
    old = shutil.copytree(country.world.public, country.home / "old")
    fill(country, "de")
    country.pull(1)
    own, country.url = country.url, str(old)
    before = files(country.home / "c1")
    assert refusal(lambda: country.pull(1)) == "log_went_back"
    assert files(country.home / "c1") == before and not (country.home / "t1" / "contradictions").exists()
    country.url = own
    assert country.pull(1).size == 6


def test_the_evidence_is_two_checkpoints_that_the_log_signed(country, other):
    fill(country, "abc")
    country.pull(1)
    fill(other, "xyzw")
    country.url = other.url
    refusal(lambda: country.pull(1))
    kept = sorted((country.home / "t1" / "contradictions").iterdir())
    campaign = country.trustee(1).campaign
    found = [parse_checkpoint(campaign, path.read_bytes()).checkpoint for path in kept]
    assert [one.size for one in found] == [4, 5]


def test_a_checkpoint_without_its_witness_is_not_taken(country):
    fill(country, "abc")
    shown = country.world.public / "log" / "checkpoint"
    shown.write_text("".join(shown.read_text().splitlines(keepends=True)[:-1]))
    assert refusal(lambda: country.pull(1)) == "source_damaged"
    assert not (country.home / "c1" / "log" / "checkpoint").exists()


@pytest.mark.parametrize("part", ["0/000.p/*", "entries/000.p/*"])
def test_damaged_files_of_the_box_are_not_called_a_second_history(country, part):
    fill(country, "abc")
    country.pull(1)
    fill(country, "de")
    path = next((country.world.public / "log" / "tile").glob(part))
    content = path.read_bytes()
    path.write_bytes(bytes((content[0],)) + bytes((content[1] ^ 1,)) + content[2:])
    before = files(country.home / "c1")
    assert refusal(lambda: country.pull(1)) == "source_damaged"
    assert files(country.home / "c1") == before
    path.write_bytes(content)
    assert country.pull(1).size == 6


def test_a_copy_whose_files_got_lost_is_made_anew_and_still_compared(country, other):
    fill(country, "abc")
    country.pull(1)
    shutil.rmtree(country.home / "c1" / "log" / "tile")
    fill(other, "xyzw")
    own, country.url = country.url, other.url
    assert refusal(lambda: country.pull(1)) == "two_histories"
    country.url = own
    fill(country, "d")
    assert country.pull(1).size == 5
    assert read(country.trustee(1).campaign).cast == {0: 4}


def test_a_pull_that_died_half_way_is_finished_by_the_next(country):
    fill(country, [f"n{n}" for n in range(600)])
    log = country.home / "c1" / "log" / "tile" / "entries"
    log.mkdir(parents=True)
    shutil.copy(country.world.public / "log" / "tile" / "entries" / "000", log / "000")
    (log / "001").write_bytes(b"left over from something else")
    assert country.pull(1).missing == ()
    assert read(country.trustee(1).campaign).cast == {0: 600}


def test_a_folder_can_stand_for_the_box(country):
    fill(country, "abc")
    country.url = str(country.world.public)
    assert country.pull(2).size == 4
    assert country.pull(1).missing == tuple(country.indices.values())


def test_a_campaign_that_this_trustee_has_not_signed_is_refused(country):
    fill(country, "a")
    (country.home / "c1" / "manifest.sigs").write_bytes(bytes(320))
    assert refusal(lambda: country.pull(1)) == "unreadable_campaign"


@pytest.mark.parametrize("lost", ["everything", "envelopes", "log"])
def test_a_mirror_restored_from_an_old_backup_or_from_nothing_catches_up(country, lost):
    fill(country, "abc")
    country.pull(1)
    saved = shutil.copytree(country.home / "t1", country.home / "saved")
    fill(country, "def")
    country.pull(1)
    if lost != "log":
        shutil.rmtree(country.home / "t1"), saved.rename(country.home / "t1")
    if lost == "everything":
        (country.home / "t1" / "envelopes.bin").unlink()
    if lost != "envelopes":
        shutil.rmtree(country.home / "c1" / "log")
    assert country.pull(1).missing == ()
    assert held(country) == b"".join(noise(name, 2048) for name in "abcdef")


def test_two_pulls_at_once_do_not_meet(country):
    from pingyi.trustee.files import alone

    fill(country, "abc")
    with alone(country.home / "t1"):
        assert refusal(lambda: country.pull(1)) == "folder_busy"
    assert country.pull(1).missing == ()
