"""The raw RSA step m^d mod n of blind signing: by the system's OpenSSL, else by GMP, never in plain Python.

Every result is checked (s^e = m) before it leaves: one faulty signature would give the key away.
"""

import ctypes
import ctypes.util
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPrivateNumbers
from cryptography.hazmat.primitives.serialization import load_der_private_key

from pingyi.wording import Refused, Text

BYTES, EXPONENT = 256, 65537
NO_PADDING = 3  # RSA_NO_PADDING of openssl/rsa.h
KEPT_READY = 4  # contexts kept ready per key; more are made while more threads sign at once
LIBRARIES = ("libcrypto.so.3", "libcrypto.3.dylib")


class SigningFault(Exception):  # noqa: N818 - a fault of the machine, not of the program
    """The signature came out wrong and was thrown away."""


class RawKey(Protocol):
    """A private key that signs blindly. Safe to use from many threads at once."""

    modulus: bytes
    """256 bytes, big-endian."""

    def sign(self, blinded: bytes) -> bytes:
        """Return blinded^d mod n, 256 bytes; `blinded` is 256 bytes below the modulus. Raises `SigningFault`."""


def load_key(der: bytes) -> RawKey:
    """Return the key of a PKCS #8 file, with whichever library this machine has. Raises `Refused` without any."""
    if libcrypto() is not None:
        return OpensslKey(der)
    try:
        return GmpKey(der)
    except ImportError:
        raise Refused.because(
            "openssl_missing",
            Text("这台机器上找不到OpenSSL 3，也没有gmpy2。", "This machine has neither OpenSSL 3 nor gmpy2."),
            Text("请安装系统的OpenSSL（libcrypto）。", "Install the system's OpenSSL (libcrypto)."),
        ) from None


class OpensslKey:
    """A key held by OpenSSL, whose calls run beside Python: threads sign on all cores."""

    def __init__(self, der: bytes) -> None:
        self.modulus = _numbers(der).public_numbers.n.to_bytes(BYTES, "big")
        library = libcrypto()
        if library is None:
            raise RuntimeError("no OpenSSL")
        start = ctypes.c_char_p(der)
        self._library = library
        self._key = library.d2i_AutoPrivateKey(None, ctypes.byref(start), len(der))
        if not self._key:
            raise ValueError("OpenSSL does not read this key")
        self._ready: list[_Contexts] = []

    def sign(self, blinded: bytes) -> bytes:
        """Return blinded^d mod n, checked."""
        try:
            contexts = self._ready.pop()
        except IndexError:
            contexts = _Contexts(self._library, self._key)
        signed = contexts.sign(blinded)
        if len(self._ready) < KEPT_READY:
            self._ready.append(contexts)
        return signed


class _Contexts:
    """What one thread at a time needs to sign and to check: two contexts of OpenSSL and their buffers."""

    def __init__(self, library: ctypes.CDLL, key: int) -> None:
        self._library = library
        self._private = self._context(key, library.EVP_PKEY_decrypt_init)
        self._public = self._context(key, library.EVP_PKEY_encrypt_init)
        self._signed, self._back = ctypes.create_string_buffer(BYTES), ctypes.create_string_buffer(BYTES)
        self._size = ctypes.c_size_t(BYTES)

    def sign(self, blinded: bytes) -> bytes:
        size = ctypes.byref(self._size)
        self._size.value = BYTES
        done = self._library.EVP_PKEY_decrypt(self._private, self._signed, size, blinded, BYTES)
        signed = self._signed.raw
        self._size.value = BYTES
        checked = self._library.EVP_PKEY_encrypt(self._public, self._back, size, signed, BYTES)
        if done != 1 or checked != 1 or self._back.raw != blinded:
            raise SigningFault
        return signed

    def _context(self, key: int, begin: "ctypes._NamedFuncPointer") -> int:
        context: int | None = self._library.EVP_PKEY_CTX_new(key, None)
        if not context or begin(context) != 1 or self._library.EVP_PKEY_CTX_set_rsa_padding(context, NO_PADDING) != 1:
            raise SigningFault
        return context

    def __del__(self) -> None:
        for name in ("_private", "_public"):
            self._library.EVP_PKEY_CTX_free(getattr(self, name, None))


class GmpKey:
    """A key held by GMP, about three times slower; `powmod_sec` takes the same time for every exponent."""

    def __init__(self, der: bytes) -> None:
        gmpy2: Any = import_module("gmpy2")
        numbers = _numbers(der)
        self.modulus = numbers.public_numbers.n.to_bytes(BYTES, "big")
        self._power, self._n = gmpy2.powmod_sec, gmpy2.mpz(numbers.public_numbers.n)
        self._check = gmpy2.powmod
        self._p, self._q, self._inverse = gmpy2.mpz(numbers.p), gmpy2.mpz(numbers.q), gmpy2.mpz(numbers.iqmp)
        self._dp, self._dq = gmpy2.mpz(numbers.dmp1), gmpy2.mpz(numbers.dmq1)

    def sign(self, blinded: bytes) -> bytes:
        """Return blinded^d mod n, checked; by the Chinese remainder theorem."""
        number = int.from_bytes(blinded, "big")
        by_p, by_q = self._power(number, self._dp, self._p), self._power(number, self._dq, self._q)
        signed = by_q + self._q * ((by_p - by_q) * self._inverse % self._p)
        if self._check(signed, EXPONENT, self._n) != number:
            raise SigningFault
        return int(signed).to_bytes(BYTES, "big")


@cache
def libcrypto() -> ctypes.CDLL | None:
    """Return the system's OpenSSL 3 with its calls declared, or None."""
    for name in (*LIBRARIES, ctypes.util.find_library("crypto")):
        try:
            return _declared(ctypes.CDLL(name)) if name else None
        except (OSError, AttributeError):
            continue
    return None


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """Declare what is called, so that pointers keep their 64 bits; AttributeError for a library without it."""
    pointer, size, text = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
    operation = [pointer, text, ctypes.POINTER(size), text, size]
    for name, result, arguments in (
        ("d2i_AutoPrivateKey", pointer, [pointer, ctypes.POINTER(text), ctypes.c_long]),
        ("EVP_PKEY_CTX_new", pointer, [pointer, pointer]),
        ("EVP_PKEY_CTX_free", None, [pointer]),
        ("EVP_PKEY_CTX_set_rsa_padding", ctypes.c_int, [pointer, ctypes.c_int]),
        ("EVP_PKEY_decrypt_init", ctypes.c_int, [pointer]),
        ("EVP_PKEY_encrypt_init", ctypes.c_int, [pointer]),
        ("EVP_PKEY_decrypt", ctypes.c_int, operation),
        ("EVP_PKEY_encrypt", ctypes.c_int, operation),
    ):
        call = getattr(library, name)
        call.restype, call.argtypes = result, arguments
    return library


def _numbers(der: bytes) -> RSAPrivateNumbers:
    """Read the numbers; whether they belong together shows at the first signature, which is checked like all."""
    key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    numbers = key.private_numbers()
    if key.key_size != 8 * BYTES or numbers.public_numbers.e != EXPONENT:
        raise ValueError("not an RSA key of 2048 bits with e = 65537")
    return numbers
