"""The layouts of protocol section 2 a second time: hashlib, hmac, struct and whole numbers, nothing of our code."""

import base64
import hashlib
import hmac
import struct

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def tagged(tag, *parts):
    return b"pingyi/v1/" + tag.encode() + b"\0" + b"".join(parts)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def base32(content):
    text = base64.b32encode(content).decode().rstrip("=")
    return text.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CROCKFORD))


def check_character(text):
    return CROCKFORD[sha(tagged("check", text.encode()))[31] % 32]


def hkdf(secret, salt, info):
    """One block of HKDF-SHA256."""
    key = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()


def challenge(issuer, origin, context):
    issuer, origin = issuer.encode(), origin.encode()
    form = f">HH{len(issuer)}sB32sH{len(origin)}s"
    return struct.pack(form, 2, len(issuer), issuer, 32, context, len(origin), origin)


def mgf1(seed, size):
    blocks = (hashlib.sha384(seed + struct.pack(">I", n)).digest() for n in range(size // 48 + 1))
    return b"".join(blocks)[:size]


def pss(message, salt):
    """EMSA-PSS with SHA-384 for a modulus of 2048 bits, as bytes over bytes."""
    hashed = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(256 - 48 - 1, b"\0")
    masked = bytearray(a ^ b for a, b in zip(block, mgf1(hashed, len(block)), strict=True))
    masked[0] &= 0x7F
    return bytes(masked) + hashed + b"\xbc"


def power(base, exponent, modulus):
    return pow(int.from_bytes(base, "big"), exponent, int.from_bytes(modulus, "big")).to_bytes(256, "big")


def plaintext(token, salt, answers, private):
    private = private.encode()
    form = f">B354s32sB{len(answers)}sH{len(private)}s"
    return struct.pack(form, 1, token, salt, len(answers), answers, len(private), private).ljust(1886, b"\0")


def row(token, salt, answers):
    return struct.pack(f">354s32sB{len(answers)}s", token, salt, len(answers), answers)


def receipt(camp, index, entry_hash, signature):
    return "pyr1." + base64.urlsafe_b64encode(struct.pack(">32sQ32s64s", camp, index, entry_hash, signature)).decode()
