"""Signatures, checked on all cores: two RSA and two Ed25519 verifications for every ballot.

Pieces of records go to worker processes and their findings come back in order, never more pieces on the way than the
processes can eat, so that memory stays flat.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pingyi.primitives.errors import Malformed
from pingyi.verifier.judging import Judge, Piece

Found = TypeVar("Found")
Job = Callable[[Judge, Piece], Found]
AHEAD = 3  # pieces waiting for each process
SMALL = 1024  # records for which nobody starts a process


class BadPiece(Malformed):
    """A piece holds a record that is not good, told apart from a stream of pieces that breaks off."""


class Workers:
    """Processes that judge pieces of one campaign, started when there is much to do; use as a context."""

    def __init__(self, judge: Judge, processes: int | None = None) -> None:
        self._judge, self._count = judge, processes or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(self, job: Job[Found], pieces: Iterable[Piece]) -> Iterator[Found]:
        """Yield what `job` found in each piece, in order; `BadPiece` where it found a bad record."""
        waiting: deque[Future[Found]] = deque()
        try:
            for piece in pieces:
                waiting.append(self._begun(job, piece))
                if len(waiting) > AHEAD * self._count:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            for one in waiting:
                one.cancel()

    def all(self, job: Job[None], pieces: Iterable[Piece]) -> None:
        """Have all pieces judged; `BadPiece` where one holds a bad record."""
        deque(self.each(job, pieces), maxlen=0)

    def _begun(self, job: Job[Found], piece: Piece) -> "Future[Found]":
        if self._count > 1 and (self._pool or len(piece) > SMALL):
            self._pool = self._pool or ProcessPoolExecutor(self._count, initializer=_begin, initargs=(self._judge,))
            return self._pool.submit(_judged, job, piece)
        done: Future[Found] = Future()
        try:
            done.set_result(job(self._judge, piece))
        except Malformed as problem:
            done.set_exception(problem)
        return done


def _result(waiting: "Future[Found]") -> Found:
    try:
        return waiting.result()
    except Malformed as problem:
        raise BadPiece(problem.what) from None
    except BrokenProcessPool:
        raise OSError("a process of the verification was ended from outside") from None


_judges: list[Judge] = []


def _begin(judge: Judge) -> None:
    _judges[:] = [judge]


def _judged(job: Job[Found], piece: Piece) -> Found:
    return job(_judges[0], piece)
