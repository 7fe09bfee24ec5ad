"""Keys that do not fit into memory: kept in files by their hash, looked at one file at a time."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self, cast

from pingyi.primitives.errors import Malformed

KEY = 32
PARTS = 64
HELD = 1 << 13  # bytes of a part that wait in memory before they are written


def _file() -> AbstractContextManager[BinaryIO]:
    return cast(AbstractContextManager[BinaryIO], TemporaryFile(prefix="pingyi-"))


class Partitions:
    """Records of `size` bytes that begin with a key of 32 bytes. Equal keys lie in one part, in all partitions alike.

    Python's own hash, secret for every run, decides: nobody can make keys that crowd one part.
    """

    def __init__(self, size: int = KEY) -> None:
        self.size, self.count = size, 0
        self._stack = ExitStack()
        self._files = [self._stack.enter_context(_file()) for _ in range(PARTS)]
        self._waiting = [bytearray() for _ in range(PARTS)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stack.close()

    def extend(self, records: Iterable[bytes]) -> None:
        """Keep records."""
        waiting = self._waiting
        for record in records:
            waiting[hash(record[:KEY]) % PARTS] += record
            self.count += 1
        for number, held in enumerate(waiting):
            if len(held) >= HELD:
                self._files[number].write(held)
                held.clear()

    def part(self, number: int) -> list[bytes]:
        """Return the records of one of the parts, in the order they came."""
        file, waiting = self._files[number], self._waiting[number]
        file.seek(0, 2)
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
        twice = any(len({record[:KEY] for record in part}) != len(part) for part in self.parts())
        return f"{what} stands twice" if twice else ""

    def check_distinct(self, what: str) -> None:
        """Malformed when two records have the same key."""
        if problem := self.problem(what):
            raise Malformed(problem)
