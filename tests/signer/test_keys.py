"""The folder of a signer: made once, private, complete only when its public half is there."""

import stat

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.signer.keys import PublicKeys, key_path, make_keys, read_identity, read_keys, read_public
from pingyi.wording import Refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Keys for three cells."""
    made = tmp_path_factory.mktemp("signer") / "keys of R"
    assert list(make_keys(made, role=2, cells=3)) == [0, 1, 2]
    return made


def test_public_says_what_private_is(folder):
    public = read_public(folder)
    assert (public.role, public.identity) == (2, ed25519.public_key(read_identity(folder)))
    assert len(set(public.moduli)) == 3
    for cell, modulus in enumerate(public.moduli):
        key = load_der_private_key(key_path(folder, cell).read_bytes(), None)
        numbers = key.public_key().public_numbers()
        assert (numbers.n.to_bytes(256, "big"), numbers.e, key.key_size) == (modulus, 65537, 2048)
    assert tuple(key.modulus for key in read_keys(folder, range(3))) == public.moduli


def test_private_files_are_private(folder):
    private = [folder / "identity.key", *(folder / "keys").iterdir()]
    assert len(private) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "keys")} == {0o700}


def test_keys_are_never_made_over_others(folder):
    before = (folder / "public.json").read_bytes()
    with pytest.raises(Refused) as refused:
        list(make_keys(folder, role=2, cells=1))
    assert refused.value.issues[0].code == "key_folder_taken"
    assert (folder / "public.json").read_bytes() == before


def test_an_interrupted_making_leaves_no_public_half(tmp_path):
    making = make_keys(tmp_path / "new", role=1, cells=3)
    next(making)
    making.close()
    with pytest.raises(Refused) as refused:
        read_public(tmp_path / "new")
    assert refused.value.issues[0].code == "unreadable_keys"


def test_public_keys_are_read_strictly(folder):
    public = read_public(folder)
    assert PublicKeys.parse(public.encode()) == public
    good = public.encode()
    for bad in (
        good[:-1],
        good.replace(b'"role":2', b'"role":3'),
        good.replace(b"signer-keys", b"other-keys"),
        good.replace(public.moduli[0].hex().encode(), b"00"),
        good.replace(public.moduli[0].hex().encode(), b"xx" * 256),
        good.replace(b"{", b'{"a":1,'),
    ):
        with pytest.raises(Malformed):
            PublicKeys.parse(bad)


def test_damaged_private_files_are_refused(tmp_path, folder):
    (tmp_path / "keys").mkdir()
    key_path(tmp_path, 0).write_bytes(key_path(folder, 0).read_bytes()[:-30])
    (tmp_path / "identity.key").write_bytes(b"short")
    for read in (
        lambda: read_keys(tmp_path, range(1)),
        lambda: read_keys(tmp_path, [7]),
        lambda: read_identity(tmp_path),
    ):
        with pytest.raises(Refused) as refused:
            read()
        assert refused.value.issues[0].code == "unreadable_keys"
