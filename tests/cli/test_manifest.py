"""The manifest in words, its signatures, and how they come together."""

import stat

import pytest
from click.testing import CliRunner

from pingyi.cli.ballots.manifest import command
from pingyi.primitives import ed25519
from pingyi.protocol.manifest import Signatures, fingerprint
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST
from pingyi.wording import Refused
from tests.protocol import samples


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the manifest and every party's identity key."""
    monkeypatch.setenv("PINGYI_LANGUAGE", "en")
    (tmp_path / "manifest.json").write_bytes(samples.manifest_bytes())
    for party in SIGNERS_OF_MANIFEST:
        (tmp_path / f"{party.name}.key").write_bytes(samples.seed(party.name))
        (tmp_path / f"{party.name}.key").chmod(0o600)
    return tmp_path


def run(*args, **more):
    return CliRunner().invoke(
        command, [str(arg) for arg in args], catch_exceptions=False, standalone_mode=False, **more
    )


def refused(*args, **more):
    """The codes of a refusal."""
    with pytest.raises(Refused) as caught:
        run(*args, **more)
    return [issue.code for issue in caught.value.issues]


def sign(folder, party, **more):
    out = folder / f"{party}.sig"
    done = run("sign", folder / "manifest.json", "--key", folder / f"{party}.key", "--out", out, **more)
    return done, out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_manifest_is_told_in_words(folder, monkeypatch, language):
    monkeypatch.setenv("PINGYI_LANGUAGE", language)
    said = run("show", folder / "manifest.json").output
    manifest = samples.manifest()
    assert fingerprint(samples.camp()) in said.replace(" ", "")
    for known in (manifest.id, manifest.opens, manifest.closes, manifest.page.host, manifest.log.name):
        assert known in said
    assert all(identity.key.hex() in said for identity in manifest.parties.values())


def test_five_parties_sign_and_any_order_seals(folder):
    files = [sign(folder, party.name, input="y\n")[1] for party in reversed(SIGNERS_OF_MANIFEST)]
    run("seal", folder / "manifest.json", *files, "--out", folder / "manifest.sigs")
    sealed = Signatures.parse((folder / "manifest.sigs").read_bytes())
    assert sealed.wrong(samples.manifest(), samples.camp()) == ()


def test_who_does_not_agree_signs_nothing(folder):
    import click

    with pytest.raises(click.Abort):
        sign(folder, "T1", input="n\n")
    assert not (folder / "T1.sig").exists()


def test_a_fingerprint_from_elsewhere_answers_the_question(folder):
    good = fingerprint(samples.camp())
    run("sign", folder / "manifest.json", "--key", folder / "T1.key", "--out", folder / "T1.sig", "--fingerprint", good)
    assert len((folder / "T1.sig").read_bytes()) == 64


@pytest.mark.parametrize("wrong", ["0" * 26, "0" * 64, "short"])
def test_another_fingerprint_signs_nothing(folder, wrong):
    args = ("--key", folder / "T1.key", "--out", folder / "T1.sig", "--fingerprint", wrong)
    assert refused("sign", folder / "manifest.json", *args) == ["fingerprint_differs"]
    assert not (folder / "T1.sig").exists()


def test_a_key_of_nobody_signs_nothing(folder):
    run("key", "--out", folder / "own.key")
    args = ("--key", folder / "own.key", "--out", folder / "own.sig")
    assert refused("sign", folder / "manifest.json", *args) == ["key_not_in_manifest"]


def test_a_key_that_others_can_read_signs_nothing(folder):
    (folder / "T2.key").chmod(0o644)
    args = ("--key", folder / "T2.key", "--out", folder / "T2.sig")
    assert refused("sign", folder / "manifest.json", *args) == ["key_not_private"]


def test_a_signature_too_few_is_named(folder):
    files = [sign(folder, party.name, input="y\n")[1] for party in SIGNERS_OF_MANIFEST[1:]]
    assert refused("seal", folder / "manifest.json", *files, "--out", folder / "s") == ["signatures_lacking"]


def test_a_signature_of_another_file_does_not_seal(folder):
    (folder / "odd.sig").write_bytes(ed25519.sign(samples.seed("M"), b"something else"))
    assert refused("seal", folder / "manifest.json", folder / "odd.sig", "--out", folder / "s") == ["signature_wrong"]


def test_what_is_no_manifest_is_unreadable(folder):
    (folder / "manifest.json").write_bytes(samples.manifest_bytes()[:-1])
    assert refused("show", folder / "manifest.json") == ["unreadable_manifest"]


def test_a_new_key_is_private_and_never_replaces_one(folder):
    public = run("key", "--out", folder / "own.key").output.strip()
    assert ed25519.public_key((folder / "own.key").read_bytes()).hex() == public
    assert stat.S_IMODE((folder / "own.key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        run("key", "--out", folder / "own.key")
