"""Blind RSA against RFC 8017, 9474 and 9578, and what must be refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.tokens import blinding, rsa, tokens
from tests.tokens.vectors import published, refused, shared

RFC9474 = published("rfc9474_rsabssa")
RFC9578 = published("rfc9578_token_type2")
ISSUANCES = [*RFC9578["go"], *RFC9578["rust"]]
BALLOT = shared()["ballots"][0]["ballot"]
KEY = rsa.PublicKey(bytes.fromhex(BALLOT["modulus"]))
OTHER = rsa.PublicKey(bytes.fromhex(shared()["ballots"][0]["entry"]["modulus"]))
INPUT = bytes.fromhex(BALLOT["input"])
SIGNATURE = bytes.fromhex(BALLOT["token"])[98:]


def number(text):
    return int(text, 16)


def test_emsa_pss_known_answer():
    told = published("emsa_pss")["vectors"]
    encoded = blinding.encode(bytes.fromhex(told["msg"]), bytes.fromhex(told["salt"]), 1023, "sha1")
    assert encoded.hex() == told["expected"]


@pytest.mark.parametrize("told", RFC9474["vectors"], ids=lambda told: told["name"])
def test_rfc_9474(told):
    n, inverse = number(told["n"]), number(told["inv"])
    message, salt = bytes.fromhex(told["input_msg"]), bytes.fromhex(told["salt"])
    made = blinding.blind(n, message, salt, pow(inverse, -1, n))
    assert (made.blinded.hex(), made.inverse) == (told["blinded_msg"], inverse)
    assert pow(number(told["blinded_msg"]), number(told["d"]), n) == number(told["blind_sig"])
    assert blinding.unblind(n, made, bytes.fromhex(told["blind_sig"])).hex() == told["sig"]


def test_the_other_blinding_of_rfc_9474():
    told = RFC9474["alternate_vector_4"]
    n, inverse = number(told["n"]), number(told["inv"])
    encoded = blinding.encode(bytes.fromhex(told["prepared_msg"]), b"", n.bit_length() - 1)
    made = blinding.blind(n, bytes.fromhex(told["prepared_msg"]), b"", pow(inverse, -1, n))
    assert (encoded.hex(), made.blinded.hex()) == (told["encoded_msg"], told["blinded_msg"])
    assert blinding.unblind(n, made, bytes.fromhex(told["blind_sig"])).hex() == told["sig"]


@pytest.mark.parametrize("told", ISSUANCES, ids=lambda told: told["nonce"][:8])
def test_rfc_9578(told):
    spki, challenge = bytes.fromhex(told["pkS"]), bytes.fromhex(told["token_challenge"])
    key, nonce = rsa.PublicKey(spki[-261:-5]), bytes.fromhex(told["nonce"])
    content = tokens.token_input(nonce, sha256(challenge), key.key_id())
    made = rsa.blind(key, content, bytes.fromhex(told["salt"]), number(told["blind"]))
    signature = rsa.finalize(key, content, made, bytes.fromhex(told["token_response"]))
    token = tokens.Token(nonce, sha256(challenge), key.key_id(), signature)
    assert key.spki() == spki
    assert (b"\0\2" + key.key_id()[-1:] + made.blinded).hex() == told["token_request"]
    assert token.encode().hex() == told["token"]
    assert tokens.Token.parse(bytes.fromhex(told["token"])) == token
    assert token.check(key, nonce, sha256(challenge))


@pytest.mark.parametrize("case", refused("modulus"), ids=lambda case: case["why"])
def test_other_moduli_are_refused(case):
    with pytest.raises(Malformed):
        rsa.PublicKey(bytes.fromhex(case["bytes"]))


def test_a_signature_is_of_its_key_and_message_only():
    assert KEY.verify(INPUT, SIGNATURE)
    assert not KEY.verify(INPUT + b"\0", SIGNATURE)
    assert not OTHER.verify(INPUT, SIGNATURE)


@pytest.mark.parametrize("spoil", [lambda s: s[:-1], lambda s: s + b"\0", lambda s: b"\0" + s, lambda s: b""])
def test_a_signature_has_256_bytes(spoil):
    assert not KEY.verify(INPUT, spoil(SIGNATURE))


def test_a_signature_is_below_the_modulus():
    """s + n opens to the same number; a second form of a token must not pass."""
    content, signed = small_signature()
    assert KEY.verify(content, signed.to_bytes(256, "big"))
    assert not KEY.verify(content, (signed + KEY.number).to_bytes(256, "big"))


def secret_exponent():
    return next(number(key["d"]) for key in shared()["keys"]["rsa"] if key["modulus"] == BALLOT["modulus"])


def small_signature():
    """A message whose signature is so small that it fits into 256 bytes even with the modulus added."""
    for counter in range(1000):
        content = INPUT + bytes([counter % 256, counter // 256])
        signed = pow(int.from_bytes(blinding.encode(content, bytes(48), 2047), "big"), secret_exponent(), KEY.number)
        if signed + KEY.number < 2**2048:
            return content, signed
    raise AssertionError("one in a few is")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2047))
def test_no_changed_bit_of_a_signature_passes(bit):
    changed = bytearray(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8
    assert not KEY.verify(INPUT, bytes(changed))


def made_blinding():
    return rsa.blind(KEY, INPUT, bytes.fromhex(BALLOT["pss_salt"]), number(BALLOT["r"]))


def test_finalize_gives_the_token():
    assert rsa.finalize(KEY, INPUT, made_blinding(), bytes.fromhex(BALLOT["reply"])) == SIGNATURE


@pytest.mark.parametrize(
    "spoil",
    [
        lambda reply: bytes(256),
        lambda reply: reply[:-1],
        lambda reply: b"\0" + reply,
        lambda reply: reply[:-1] + bytes([reply[-1] ^ 1]),
        lambda reply: b"\xff" * 256,
        lambda reply: bytes.fromhex(BALLOT["modulus"]),
        lambda reply: bytes.fromhex(BALLOT["blinded"]),
        lambda reply: bytes.fromhex(shared()["ballots"][1]["ballot"]["reply"]),
    ],
)
def test_a_signer_that_does_not_sign_is_found(spoil):
    with pytest.raises(Malformed):
        rsa.finalize(KEY, INPUT, made_blinding(), spoil(bytes.fromhex(BALLOT["reply"])))


def test_a_blind_signature_is_below_the_modulus():
    """The second form of the same answer is refused, though it would give the same token."""
    content, signed = small_signature()
    unblinded = blinding.Blinding(bytes(256), 1)
    assert rsa.finalize(KEY, content, unblinded, signed.to_bytes(256, "big"))
    with pytest.raises(Malformed):
        rsa.finalize(KEY, content, unblinded, (signed + KEY.number).to_bytes(256, "big"))


@pytest.mark.parametrize("r", [0, -1, KEY.number, KEY.number + 1])
def test_blinding_factors_are_in_range(r):
    with pytest.raises(Malformed):
        rsa.blind(KEY, INPUT, bytes(48), r)


def test_a_blinding_factor_without_inverse_is_refused():
    told = RFC9474["vectors"][0]
    with pytest.raises(Malformed):
        blinding.blind(number(told["n"]), b"", b"", number(told["p"]))


@pytest.mark.parametrize("size", [0, 47, 49])
def test_the_salt_has_48_bytes(size):
    with pytest.raises(Malformed):
        rsa.blind(KEY, INPUT, bytes(size), 2)


def test_a_modulus_too_short_for_the_encoding_is_refused():
    with pytest.raises(Malformed):
        blinding.encode(b"", bytes(48), 8 * 97 - 9)


@settings(max_examples=10, deadline=None)
@given(st.binary(max_size=98), st.binary(min_size=48, max_size=48))
def test_the_signer_sees_nothing_of_the_message(another, salt):
    """For every other message there is a factor that explains the same blinded bytes: they tell nothing about it."""
    made = made_blinding()
    encoded = int.from_bytes(blinding.encode(another, salt, 2047), "big")
    factor = pow(int.from_bytes(made.blinded, "big") * pow(encoded, -1, KEY.number), secret_exponent(), KEY.number)
    assert rsa.blind(KEY, another, salt, factor).blinded == made.blinded
