"""HPKE against RFC 9180 and a second implementation, and what must not open."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.tokens import envelopes, hpke
from tests.tokens.vectors import published, refused, shared

RFC9180 = next(told for told in published("rfc9180_hpke_base")["vectors"] if "P-256" in told["suite"])
PARTS = ("info", "ikmE", "skEm", "ikmR", "pkRm", "skRm", "enc", "shared_secret", "key", "base_nonce")
TOLD = {name: bytes.fromhex(RFC9180[name]) for name in PARTS}
TRUSTEES = {
    party: envelopes.derive_private_key(bytes.fromhex(told["seed"])) for party, told in shared()["keys"]["hpke"].items()
}
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def test_keys_from_seeds():
    assert hpke.derive_private_key(TOLD["ikmR"]).public == hpke.PrivateKey(TOLD["skRm"]).public == TOLD["pkRm"]
    assert hpke.derive_private_key(TOLD["ikmE"]).public == hpke.PrivateKey(TOLD["skEm"]).public == TOLD["enc"]


def test_every_step_of_the_rfc():
    private = hpke.PrivateKey(TOLD["skRm"])
    secret = hpke.shared_secret(private.exchange(TOLD["enc"]), TOLD["enc"], TOLD["pkRm"])
    assert secret == TOLD["shared_secret"]
    assert hpke.key_schedule(secret, TOLD["info"]) == (TOLD["key"], TOLD["base_nonce"])


def test_the_first_message_of_the_rfc():
    told = RFC9180["encryptions"][0]
    plaintext, aad = bytes.fromhex(told["pt"]), bytes.fromhex(told["aad"])
    sealed = hpke.seal(TOLD["pkRm"], TOLD["info"], plaintext, TOLD["ikmE"], aad)
    assert sealed.hex() == RFC9180["enc"] + told["ct"]
    assert hpke.open_(hpke.PrivateKey(TOLD["skRm"]), TOLD["info"], sealed, aad) == plaintext


@pytest.mark.parametrize("told", RFC9180["encryptions"], ids=lambda told: str(told["seq"]))
def test_later_messages_of_the_rfc_under_our_key(told):
    """We seal one message per key; the later ones show that key and nonce are the RFC's."""
    key, nonce = hpke.key_schedule(TOLD["shared_secret"], TOLD["info"])
    nonce = (int.from_bytes(nonce, "big") ^ told["seq"]).to_bytes(12, "big")
    assert AESGCM(key).decrypt(nonce, bytes.fromhex(told["ct"]), bytes.fromhex(told["aad"])).hex() == told["pt"]


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=64), st.integers(1, 2**255), st.binary(max_size=60), st.binary(max_size=90))
def test_another_implementation_opens_and_is_opened(ephemeral, scalar, info, plaintext):
    private = ec.derive_private_key(scalar, ec.SECP256R1())
    ours = hpke.PrivateKey(scalar.to_bytes(32, "big"))
    assert SUITE.decrypt(hpke.seal(ours.public, info, plaintext, ephemeral), private, info=info) == plaintext
    assert hpke.open_(ours, info, SUITE.encrypt(plaintext, private.public_key(), info=info)) == plaintext


@pytest.mark.parametrize("case", refused("sealed"), ids=lambda case: case["why"])
def test_what_must_not_open(case):
    with pytest.raises(Malformed):
        envelopes.open_(TRUSTEES[case["party"]], bytes.fromhex(case["info"]), bytes.fromhex(case["bytes"]))


@pytest.mark.parametrize("told", shared()["ballots"], ids=lambda told: told["name"])
def test_layers_open_one_after_the_other(told):
    camp, cell = bytes.fromhex(told["camp"]), told["cell"]
    envelope = bytes.fromhex(told["outer"]["sealed"])
    inner = envelopes.open_(TRUSTEES["T1"], envelopes.outer_info(camp, cell), envelope)
    plaintext = envelopes.open_(TRUSTEES["T2"], envelopes.inner_info(camp, cell), inner)
    assert (len(envelope), len(inner)) == (envelopes.ENVELOPE, envelopes.INNER) == (2048, 1967)
    assert plaintext.hex() == told["plaintext"]


def test_an_envelope_opens_in_its_cell_and_campaign_only():
    told = shared()["ballots"][0]
    camp, cell = bytes.fromhex(told["camp"]), told["cell"]
    others = [(camp, cell + 1), (bytes(32), cell)]
    for other in others:
        with pytest.raises(Malformed):
            envelopes.open_(TRUSTEES["T1"], envelopes.outer_info(*other), bytes.fromhex(told["outer"]["sealed"]))


GOOD = hpke.seal(TRUSTEES["T1"].public, b"info", b"fourteen bytes", bytes(32))


def flipped(bit):
    changed = bytearray(GOOD)
    changed[bit // 8 % len(GOOD)] ^= 1 << bit % 8
    return bytes(changed)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=120) | st.integers(0, 95 * 8).map(flipped))
def test_any_other_bytes_do_not_open(sealed):
    with pytest.raises(Malformed):
        hpke.open_(TRUSTEES["T1"], b"info", sealed)


def test_the_associated_text_counts():
    sealed = hpke.seal(TRUSTEES["T1"].public, b"", b"x", bytes(32), b"aad")
    with pytest.raises(Malformed):
        hpke.open_(TRUSTEES["T1"], b"", sealed)


@pytest.mark.parametrize("scalar", [bytes(32), hpke._ORDER.to_bytes(32, "big"), b"\xff" * 32, b"\x01", b"\x01" * 33])
def test_private_keys_are_in_range(scalar):
    with pytest.raises(Malformed):
        hpke.PrivateKey(scalar)


@pytest.mark.parametrize("key", [b"", b"\x00" * 65, b"\x04" + b"\x01" * 64, TOLD["pkRm"][:-1], TOLD["pkRm"] + b"\0"])
def test_public_keys_are_points(key):
    with pytest.raises(Malformed):
        envelopes.check_public_key(key)
    with pytest.raises(Malformed):
        envelopes.seal(key, b"", b"", bytes(32))


def test_a_good_public_key_passes_and_short_seeds_do_not():
    envelopes.check_public_key(TOLD["pkRm"])
    with pytest.raises(Malformed):
        envelopes.derive_private_key(bytes(31))
