"""Unsigned integers as big-endian bytes."""

from pingyi.primitives.errors import Malformed


def u8(value: int) -> bytes:
    """Return `value` as 1 byte; Malformed when it does not fit."""
    return _fixed(value, 1)


def u16(value: int) -> bytes:
    """Return `value` as 2 bytes; Malformed when it does not fit."""
    return _fixed(value, 2)


def u32(value: int) -> bytes:
    """Return `value` as 4 bytes; Malformed when it does not fit."""
    return _fixed(value, 4)


def u64(value: int) -> bytes:
    """Return `value` as 8 bytes; Malformed when it does not fit."""
    return _fixed(value, 8)


def _fixed(value: int, size: int) -> bytes:
    try:
        return value.to_bytes(size, "big")
    except OverflowError:
        raise Malformed(f"number does not fit into {size} bytes") from None
