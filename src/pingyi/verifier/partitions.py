"""Keys that do not fit into memory: kept in 64 files by their first bits, looked at one file at a time."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self, cast

from pingyi.primitives.errors import Malformed

PARTS = 64
HELD = 1 << 13  # bytes of a part that wait in memory before they are written


def _file() -> AbstractContextManager[BinaryIO]:
    return cast(AbstractContextManager[BinaryIO], TemporaryFile(prefix="pingyi-"))


class Partitions:
    """Records of `size` bytes that begin with a key of 32 bytes whose bits spread evenly: a hash, a public key."""

    def __init__(self, size: int = 32) -> None:
        self.size, self.count = size, 0
        self._stack = ExitStack()
        self._files = [self._stack.enter_context(_file()) for _ in range(PARTS)]
        self._waiting = [bytearray() for _ in range(PARTS)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stack.close()

    def add(self, record: bytes) -> None:
        """Keep one record."""
        waiting = self._waiting[record[0] >> 2]
        waiting += record
        self.count += 1
        if len(waiting) >= HELD:
            self._files[record[0] >> 2].write(waiting)
            waiting.clear()

    def part(self, number: int) -> list[bytes]:
        """Return the records of one of the parts, in the order they came; parts ascend like the keys."""
        file, waiting = self._files[number], self._waiting[number]
        file.write(waiting)
        waiting.clear()
        file.seek(0)
        content = file.read()
        return [content[place : place + self.size] for place in range(0, len(content), self.size)]

    def parts(self) -> Iterator[list[bytes]]:
        """Yield every part."""
        return (self.part(number) for number in range(PARTS))

    def problem(self, what: str) -> str:
        """Return in words that two records have the same key; nothing when all differ."""
        twice = any(len({record[:32] for record in part}) != len(part) for part in self.parts())
        return f"{what} stands twice" if twice else ""

    def check_distinct(self, what: str) -> None:
        """Malformed when two records have the same key."""
        if problem := self.problem(what):
            raise Malformed(problem)
