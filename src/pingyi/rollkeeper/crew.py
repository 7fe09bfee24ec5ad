"""Work over many pieces by several processes, results in order, with only a few pieces in flight."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")
Progress = Callable[[int], object]
IN_FLIGHT = 3  # pieces per process


def unseen(done: int) -> None:
    """Watch nothing."""


def cores() -> int:
    """Return how many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Piece], Result], pieces: Iterable[Piece], workers: int) -> Iterator[Result]:
    """Yield `work` of every piece in order; one worker means this process itself."""
    if workers <= 1:
        yield from map(work, pieces)
        return
    source = iter(pieces)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[Result]] = deque(
            pool.submit(work, piece) for piece in islice(source, IN_FLIGHT * workers)
        )
        try:
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(work, piece) for piece in islice(source, 1))
                yield done
        finally:
            pool.shutdown(cancel_futures=True)


def chunks(items: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    """Yield lists of `size` items, the last shorter."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk
