"""Canonical JSON: RFC 8785 with ASCII keys and without null, fractions and negative numbers.

One value has one form, so that a hash of the bytes is a hash of the meaning; any other form is refused.
"""

import json
import re

from pingyi.primitives.errors import Malformed

LARGEST = 2**53 - 1
_KEY = re.compile(r"[A-Za-z0-9_]+", re.ASCII)


def encode(value: object) -> bytes:
    """Return the canonical form of `value` with the one newline that ends a file."""
    return encode_line(value) + b"\n"


def encode_line(value: object) -> bytes:
    """Return the canonical form of `value` without a newline; Malformed when it has none."""
    try:
        _check(value)
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")
    except (RecursionError, UnicodeEncodeError):
        raise Malformed("JSON: not canonical") from None


def decode(content: bytes) -> object:
    """Return the value of a canonical file; Malformed unless `encode` would write exactly these bytes."""
    if content[-1:] != b"\n":
        raise Malformed("JSON: no newline at the end")
    return decode_line(content[:-1])


def decode_line(content: bytes) -> object:
    """Return the value of a canonical line; Malformed unless `encode_line` would write exactly these bytes."""
    try:
        value: object = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Malformed("JSON: not readable") from None
    if encode_line(value) != content:
        raise Malformed("JSON: not canonical")
    return value


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and _KEY.fullmatch(key)):
                raise Malformed("JSON: a key is not of A-Z a-z 0-9 _")
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
    elif isinstance(value, int):
        if not 0 <= value <= LARGEST:
            raise Malformed("JSON: a number is out of range")
    elif not isinstance(value, str):
        raise Malformed("JSON: neither object, array, text, number nor truth value")
