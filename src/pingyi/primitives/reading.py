"""Reading fixed fields one after the other, to the last byte."""

from pingyi.primitives.errors import Malformed


class Reader:
    """Takes fields from the front of `content`. Every shortage and every rest is Malformed, named by `what`."""

    __slots__ = ("_content", "_place", "_what")

    def __init__(self, content: bytes, what: str = "bytes") -> None:
        self._content = bytes(content)
        self._place = 0
        self._what = what

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        end = self._place + size
        if size < 0 or end > len(self._content):
            raise Malformed(f"{self._what}: too short")
        field = self._content[self._place : end]
        self._place = end
        return field

    def u8(self) -> int:
        """Return the next byte as a number."""
        return self.take(1)[0]

    def u16(self) -> int:
        """Return the next 2 bytes as a number."""
        return int.from_bytes(self.take(2), "big")

    def u32(self) -> int:
        """Return the next 4 bytes as a number."""
        return int.from_bytes(self.take(4), "big")

    def u64(self) -> int:
        """Return the next 8 bytes as a number."""
        return int.from_bytes(self.take(8), "big")

    def rest(self) -> bytes:
        """Return everything that is left."""
        return self.take(len(self._content) - self._place)

    def end(self) -> None:
        """Malformed unless everything was taken."""
        if self._place != len(self._content):
            raise Malformed(f"{self._what}: too long")
