"""Keys, and backups that can be printed, typed in again, and opened with the passphrase alone."""

import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.tokens.hpke import PrivateKey
from pingyi.trustee import paper
from pingyi.trustee.keys import make_keys, opening_key, party_of, read_backup, restore
from pingyi.wording import Refused
from tests.trustee.world import trustee, trustee_folder

PASSPHRASE = "四个互不相干的词 one two three"
CHEAP = 4  # log2 of the work factor in tests


@pytest.fixture
def folder(tmp_path):
    make_keys(tmp_path / "t", PASSPHRASE, cost=CHEAP)
    return tmp_path / "t"


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.issues[0]


def text(folder, kind):
    return (folder / f"{kind}.backup.txt").read_text("utf-8")


def test_what_is_made_fits_together_and_is_private(tmp_path):
    public = make_keys(tmp_path / "t", PASSPHRASE, cost=CHEAP)
    assert ed25519.public_key((tmp_path / "t" / "identity.key").read_bytes()) == public.identity
    assert PrivateKey((tmp_path / "t" / "opening.key").read_bytes()).public == public.hpke
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "t").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "t").stat().st_mode) == 0o700


@pytest.mark.parametrize("kind", ["identity", "opening"])
def test_a_lost_key_comes_back_from_paper(folder, tmp_path, kind):
    found = restore(tmp_path / "new", text(folder, kind), PASSPHRASE)
    assert found.read_bytes() == (folder / f"{kind}.key").read_bytes()
    assert stat.S_IMODE(found.stat().st_mode) == 0o600


def test_nothing_is_ever_replaced(folder):
    assert refusal(lambda: make_keys(folder, PASSPHRASE, cost=CHEAP)).code == "keys_there"
    assert refusal(lambda: restore(folder, text(folder, "opening"), PASSPHRASE)).code == "keys_there"


def test_a_passphrase_that_can_be_guessed_makes_no_key(tmp_path):
    assert refusal(lambda: make_keys(tmp_path / "t", "short", cost=CHEAP)).code == "passphrase_short"
    assert not (tmp_path / "t").exists()


def test_another_passphrase_opens_nothing(folder):
    assert refusal(lambda: read_backup(text(folder, "opening"), PASSPHRASE + "?")).code == "unreadable_sealed"


def test_a_mistyped_line_is_named(folder):
    lines = text(folder, "opening").splitlines()
    lines[3] = ("3" if lines[3][0] == "2" else "2") + lines[3][1:]  # one character: the check sees every such slip
    assert "line 3" in refusal(lambda: read_backup("\n".join(lines), PASSPHRASE)).what.en


def test_a_missing_line_is_seen(folder):
    lines = text(folder, "opening").splitlines()
    assert refusal(lambda: read_backup("\n".join(lines[:-1]), PASSPHRASE)).code == "unreadable_sealed"
    assert refusal(lambda: read_backup("\n".join([lines[0], *lines[2:]]), PASSPHRASE)).code == "unreadable_sealed"


def test_the_two_backups_hold_no_key_in_the_clear(folder):
    both = paper.parse(text(folder, "opening")) + paper.parse(text(folder, "identity"))
    assert (folder / "opening.key").read_bytes() not in both
    assert (folder / "identity.key").read_bytes() not in both


@given(st.binary(max_size=200))
def test_what_is_printed_reads_back_however_it_is_typed(content):
    printed = paper.printed(content)
    assert paper.parse(printed) == content
    typed = printed.lower().replace("0", "o").replace("1", "l").replace(" ", "-")
    assert paper.parse("# a heading\n\n" + typed) == content


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=80), st.data())
def test_no_changed_byte_is_taken_for_the_secret(content, data):
    sealed = paper.seal(content, PASSPHRASE, cost=CHEAP)
    place = data.draw(st.integers(0, len(sealed) - 1).filter(lambda place: place != 1))  # 1: cost, tried below
    changed = sealed[:place] + bytes((sealed[place] ^ data.draw(st.integers(1, 255)),)) + sealed[place + 1 :]
    with pytest.raises(Malformed):
        paper.open_(changed, PASSPHRASE)


@pytest.mark.parametrize("cost", [0, 5, 21, 255])
def test_a_changed_work_factor_is_refused_without_trying_for_hours(cost):
    sealed = paper.seal(b"key", PASSPHRASE, cost=CHEAP)
    with pytest.raises(Malformed):
        paper.open_(sealed[:1] + bytes((cost,)) + sealed[2:], PASSPHRASE)


def test_a_folder_of_another_campaign_is_refused(at, tmp_path):
    home = at("closed")
    manifest = trustee(home, 1).campaign.manifest
    make_keys(tmp_path / "other", PASSPHRASE, cost=CHEAP)
    assert refusal(lambda: party_of(tmp_path / "other", manifest)).code == "key_not_in_manifest"
    (home / "t1" / "opening.key").write_bytes((tmp_path / "other" / "opening.key").read_bytes())
    assert refusal(lambda: opening_key(home / "t1", manifest, party_of(home / "t1", manifest)[0])).code == (
        "key_not_in_manifest"
    )


def test_a_key_that_others_may_read_is_refused(tmp_path, stages):
    folder = trustee_folder(tmp_path, "T1")
    (folder / "opening.key").chmod(0o640)
    manifest = stages.country.world.manifest
    assert refusal(lambda: opening_key(folder, manifest, 4)).code == "key_not_private"
