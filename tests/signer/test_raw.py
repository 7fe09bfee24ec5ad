"""The raw RSA step gives the bytes of plain arithmetic, from many threads, and nothing at all when it is faulty."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

from pingyi.signer import raw
from pingyi.signer.raw import GmpKey, OpensslKey, SigningFault, load_key
from pingyi.wording import Refused


def der_of(key):
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture(scope="module")
def private():
    """A key made anew for these tests."""
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module", params=[OpensslKey, GmpKey])
def signing(request, private):
    """The same key in either library."""
    return request.param(der_of(private))


def expected(private, number):
    numbers = private.private_numbers()
    return pow(number, numbers.d, numbers.public_numbers.n).to_bytes(256, "big")


def test_signatures_are_those_of_plain_arithmetic(private, signing):
    n, chance = private.public_key().public_numbers().n, random.Random(1)
    assert signing.modulus == n.to_bytes(256, "big")
    for number in (0, 1, 2, n - 1, n - 2, *(chance.randrange(n) for _ in range(20))):
        assert signing.sign(number.to_bytes(256, "big")) == expected(private, number)


def test_many_threads_sign_at_once(private, signing):
    asked = [random.Random(n).randrange(2**2040).to_bytes(256, "big") for n in range(100)]
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(signing.sign, asked * 3))
    assert answers[:100] == answers[100:200] == answers[200:]
    assert answers[7] == expected(private, int.from_bytes(asked[7], "big"))


def test_what_is_not_below_the_modulus_is_never_signed(private):
    n = private.public_key().public_numbers().n
    with pytest.raises(SigningFault):
        OpensslKey(der_of(private)).sign(n.to_bytes(256, "big"))


@pytest.mark.parametrize("library", [OpensslKey, GmpKey])
def test_a_faulty_signature_never_leaves(private, library):
    numbers = private.private_numbers()
    spoiled = rsa.RSAPrivateNumbers(
        p=numbers.p,
        q=numbers.q,
        d=numbers.d,
        dmp1=numbers.dmp1 ^ 4,  # what a flipped bit in memory does: it would give away a factor of n
        dmq1=numbers.dmq1,
        iqmp=numbers.iqmp,
        public_numbers=numbers.public_numbers,
    ).private_key(unsafe_skip_rsa_key_validation=True)
    key = library(der_of(spoiled))
    number = 123456789
    try:
        signed = key.sign(number.to_bytes(256, "big"))
    except SigningFault:
        return
    assert signed == expected(private, number)  # OpenSSL notices by itself and computes without the factors


@pytest.mark.parametrize("key", [rsa.generate_private_key(3, 2048), rsa.generate_private_key(65537, 3072)])
def test_keys_of_another_shape_are_refused(key):
    for library in (OpensslKey, GmpKey):
        with pytest.raises(ValueError, match="2048 bits"):
            library(der_of(key))


def test_gmp_takes_over_where_there_is_no_openssl(private, monkeypatch):
    monkeypatch.setattr(raw, "libcrypto", lambda: None)
    assert isinstance(load_key(der_of(private)), GmpKey)


def test_without_either_there_is_no_start(private, monkeypatch):
    monkeypatch.setattr(raw, "libcrypto", lambda: None)
    monkeypatch.setitem(__import__("sys").modules, "gmpy2", None)
    with pytest.raises(Refused) as refused:
        load_key(der_of(private))
    assert refused.value.issues[0].code == "openssl_missing"


def test_the_systems_openssl_is_found_here():
    assert raw.libcrypto() is not None
    assert load_der_private_key(der_of(rsa.generate_private_key(65537, 2048)), None).key_size == 2048
