"""Ed25519: the rule of 11.2 against the textbook, and attacks that one library or another lets through."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from tests.primitives import edwards
from tests.tokens.vectors import shared

# RFC 8032, 7.1: private key, public key, message, signature
RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
        "25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c38"
        "7b2eaeb4302aeeb00d291612bb0c00",
    ),
]
CASES = {case["name"]: case for case in shared()["ed25519"]}
ORDERS = {name: edwards.multiply(8 // order, edwards.TORSION) for name, order in {"2": 2, "4": 4, "8": 8}.items()}


def parts(case):
    return tuple(bytes.fromhex(case[name]) for name in ("key", "message", "signature"))


@pytest.mark.parametrize("known", RFC8032)
def test_known_answers(known):
    seed, key, message, signature = (bytes.fromhex(part) for part in known)
    assert ed25519.public_key(seed) == key
    assert ed25519.sign(seed, message) == signature
    assert ed25519.verify(key, message, signature)


@pytest.mark.parametrize("name", CASES)
def test_shared_cases(name):
    assert ed25519.verify(*parts(CASES[name])) is CASES[name]["valid"]


def openssl_accepts(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_the_torsion_attack_is_real_and_refused():
    """A key with torsion for which even the strict equation holds: only the test of the key stops it."""
    key, message, signature = parts(CASES["key has torsion, both equations hold"])
    assert edwards.equation(key, message, signature, 1) and openssl_accepts(key, message, signature)
    assert not ed25519.verify(key, message, signature)
    with pytest.raises(Malformed):
        ed25519.check_key(key)


@pytest.mark.parametrize("name", [name for name in CASES if "only" in name])
def test_what_only_the_cofactored_equation_accepts_is_refused(name):
    key, message, signature = parts(CASES[name])
    assert edwards.equation(key, message, signature, 8) and not edwards.equation(key, message, signature, 1)
    assert not ed25519.verify(key, message, signature)


def test_an_identity_r_for_which_the_equation_holds_is_refused():
    key, message, signature = parts(CASES["R is the identity, the equation holds"])
    assert openssl_accepts(key, message, signature) and not ed25519.verify(key, message, signature)
    ed25519.check_key(key)  # nothing is wrong with the key


def is_good(key):
    try:
        ed25519.check_key(key)
    except Malformed:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_any_32_bytes_are_judged_as_the_textbook_does(key):
    assert is_good(key) == edwards.is_good_key(key)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, ed25519.ORDER - 1), st.integers(0, 7))
def test_torsion_of_every_order_is_found(scalar, times):
    point = edwards.add(edwards.multiply(scalar, edwards.BASE), edwards.multiply(times, edwards.TORSION))
    assert is_good(edwards.encode(point)) == (times == 0)


@pytest.mark.parametrize("order", ORDERS)
def test_points_of_small_order_are_no_keys(order):
    assert not is_good(edwards.encode(ORDERS[order]))


def test_every_key_near_the_ends_of_the_field():
    """All 19 encodings that are not canonical and the smallest and largest that are, with both signs."""
    ys = [*range(40), *range(edwards.P - 40, 2**255)]
    keys = [(y | sign << 255).to_bytes(32, "little") for y in ys for sign in (0, 1)]
    assert [is_good(key) for key in keys] == [edwards.is_good_key(key) for key in keys]


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=50), st.integers(0, 511))
def test_no_changed_bit_of_a_signature_passes(seed, message, bit):
    key, signature = ed25519.public_key(seed), bytearray(ed25519.sign(seed, message))
    assert ed25519.verify(key, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not ed25519.verify(key, message, bytes(signature))


@given(st.binary(max_size=70), st.binary(max_size=5), st.binary(max_size=70))
def test_any_bytes_get_an_answer(key, message, signature):
    assert ed25519.verify(key, message, signature) is False


@pytest.mark.parametrize("size", [0, 31, 33])
def test_private_keys_have_32_bytes(size):
    with pytest.raises(Malformed):
        ed25519.public_key(bytes(size))
    with pytest.raises(Malformed):
        ed25519.sign(bytes(size), b"")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32).map(ed25519.public_key))
    )
)
def test_many_keys_are_judged_as_one_by_one(keys):
    together = True
    try:
        ed25519.check_keys(keys)
    except Malformed:
        together = False
    assert together == all(is_good(key) for key in keys)


@pytest.mark.parametrize("bad", [b"", bytes(31), edwards.encode(edwards.IDENTITY), edwards.encode(ORDERS["2"])])
def test_one_bad_key_among_good_ones_is_found(bad):
    good = [ed25519.public_key(bytes([number]) * 32) for number in range(3)]
    ed25519.check_keys(good)
    with pytest.raises(Malformed):
        ed25519.check_keys([*good, bad])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if is_good(bytes.fromhex(case["key"]))])
def test_signatures_by_keys_known_to_be_good(name):
    assert ed25519.verify_by_good(*parts(CASES[name])) is CASES[name]["valid"]
