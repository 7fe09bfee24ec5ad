"""Reading one JSON object strictly: exactly the keys listed, each of its type and in its range."""

import re
from itertools import pairwise

from pingyi.primitives.errors import Malformed

U32 = 2**32 - 1
EXACT = 2**53 - 1  # the largest integer canonical JSON carries
HOST = re.compile(r"[a-z0-9.-]{1,253}")
_HEX = re.compile(r"[0-9a-f]*")
_MOMENT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Fields:
    """An object under reading. Every method raises `Malformed` that names the object and the key."""

    def __init__(self, value: object, what: str, keys: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise Malformed(f"{what}: not an object")
        self.what = what
        self._value: dict[str, object] = value
        odd = sorted(set(value) ^ set(keys))
        if odd:
            raise self.wrong(odd[0], "unknown" if odd[0] in value else "missing")

    def wrong(self, key: str, why: str) -> Malformed:
        """Return the error to raise about `key`."""
        return Malformed(f"{self.what} {key}: {why}")

    def text(self, key: str) -> str:
        """Return a string."""
        value = self._value[key]
        if not isinstance(value, str):
            raise self.wrong(key, "not a text")
        return value

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        """Return a string that matches `pattern` as a whole."""
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise self.wrong(key, "not of its form")
        return value

    def choice(self, key: str, *allowed: str) -> str:
        """Return one of the `allowed` strings."""
        value = self.text(key)
        if value not in allowed:
            raise self.wrong(key, f"not {' or '.join(allowed)}")
        return value

    def flag(self, key: str) -> bool:
        """Return a boolean."""
        value = self._value[key]
        if not isinstance(value, bool):
            raise self.wrong(key, "not true or false")
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return self._number(key, self._value[key], low, high)

    def octets(self, key: str, size: int) -> bytes:
        """Return `size` bytes written as lower-case hex."""
        return self._octets(key, self._value[key], size)

    def array(self, key: str) -> list[object]:
        """Return an array, its elements unread."""
        value = self._value[key]
        if not isinstance(value, list):
            raise self.wrong(key, "not an array")
        return value

    def texts(self, key: str, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """Return an array of strings, each matching `pattern` when there is one."""
        found = []
        for value in self.array(key):
            if not isinstance(value, str) or (pattern and not pattern.fullmatch(value)):
                raise self.wrong(key, "not texts of their form")
            found.append(value)
        return tuple(found)

    def numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Return an array of integers from `low` to `high`."""
        return tuple(self._number(key, value, low, high) for value in self.array(key))

    def hashes(self, key: str) -> tuple[bytes, ...]:
        """Return an array of 32-byte values written as lower-case hex."""
        return tuple(self._octets(key, value, 32) for value in self.array(key))

    def table(self, key: str, width: int) -> tuple[tuple[int, ...], ...]:
        """Return rows of `width` integers; the first of a row is a cell and ascends strictly from row to row."""
        rows = []
        for row in self.array(key):
            if not isinstance(row, list) or len(row) != width:
                raise self.wrong(key, f"a row is not {width} numbers")
            rows.append(tuple(self._number(key, value, 0, U32) for value in row))
        if any(one[0] >= other[0] for one, other in pairwise(rows)):
            raise self.wrong(key, "cells do not ascend")
        return tuple(rows)

    def moment(self, key: str) -> str:
        """Return a moment YYYY-MM-DDThh:mm:ssZ that exists in the calendar."""
        value = self.text(key)
        found = _MOMENT.fullmatch(value)
        if not found or not _exists([int(part) for part in found.groups()]):
            raise self.wrong(key, "not a moment YYYY-MM-DDThh:mm:ssZ")
        return value

    def inner(self, key: str, keys: tuple[str, ...]) -> "Fields":
        """Return the object under `key` for reading."""
        return Fields(self._value[key], f"{self.what} {key}", keys)

    def _number(self, key: str, value: object, low: int, high: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(key, f"not an integer from {low} to {high}")
        return value

    def _octets(self, key: str, value: object, size: int) -> bytes:
        if not isinstance(value, str) or len(value) != 2 * size or not _HEX.fullmatch(value):
            raise self.wrong(key, f"not {size} bytes in lower-case hex")
        return bytes.fromhex(value)


def _exists(parts: list[int]) -> bool:
    year, month, day, hour, minute, second = parts
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = _DAYS[month - 1] + (month == 2 and leap) if 1 <= month <= 12 else 0
    return year > 0 and 1 <= day <= days and hour < 24 and minute < 60 and second < 60
