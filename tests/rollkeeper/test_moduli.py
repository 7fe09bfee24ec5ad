"""What the signers deliver is checked before a roll is made with it."""

import pytest

from pingyi.primitives import canonical
from pingyi.rollkeeper.moduli import read_moduli
from pingyi.wording import Refused
from tests.rollkeeper.people import moduli_files


@pytest.fixture
def files(tmp_path):
    return moduli_files(tmp_path, 3)


def _spoil(path, **changes):
    path.write_bytes(canonical.encode(canonical.decode(path.read_bytes()) | changes))


def _code(files, cells=3):
    with pytest.raises(Refused) as refused:
        read_moduli(*files, cells)
    return refused.value.issues[0].code


def _moduli(path):
    return canonical.decode(path.read_bytes())["moduli"]


def test_the_pairs_are_in_the_order_of_the_cells(files):
    pairs = read_moduli(*files, 3)
    assert [pair[0].modulus.hex() for pair in pairs] == _moduli(files[0])
    assert [pair[1].modulus.hex() for pair in pairs] == _moduli(files[1])


def test_the_two_signers_are_not_mixed_up(files):
    assert _code(files[::-1]) == "keys_of_other_role"


def test_one_key_too_few_is_told(files):
    assert _code(files, 4) == "keys_incomplete"


@pytest.mark.parametrize("modulus", ["ab", "zz" * 256, "00" * 256, "80" + "00" * 255, "7f" * 256])
def test_an_unfit_modulus_is_told(files, modulus):
    _spoil(files[0], moduli=[modulus, *_moduli(files[0])[1:]])
    assert _code(files) == "key_wrong"


def test_a_key_used_twice_is_told(files):
    _spoil(files[1], moduli=[_moduli(files[0])[2], *_moduli(files[1])[1:]])
    assert _code(files) == "key_twice"


def test_another_file_is_unreadable(files):
    files[0].write_bytes(b"{}\n")
    assert _code(files) == "unreadable_keys"
