"""Doing one kind of work on many pieces with all cores, results in order, memory flat."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
AHEAD = 4  # pieces waiting for each process
_worker: Any = None


def spread(
    make: Callable[..., Callable[[Job], Result]], setting: tuple[Any, ...], jobs: Iterable[Job], processes: int = 0
) -> Iterator[Result]:
    """Yield `make(*setting)(job)` for each job. Each process calls `make` once; keys pass through memory only.

    `processes` 0 is one for each core, 1 is this process.
    """
    count = processes or os.cpu_count() or 1
    if count == 1:
        yield from map(make(*setting), jobs)
        return
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads of this process may hold
    with ProcessPoolExecutor(count, context, _begin, (make, setting)) as pool:
        running: deque[Future[Any]] = deque()
        for job in jobs:
            running.append(pool.submit(_run, job))
            if len(running) >= count * AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _begin(make: Callable[..., Any], setting: tuple[Any, ...]) -> None:
    global _worker  # noqa: PLW0603 - what a process of the pool is for
    _worker = make(*setting)


def _run(job: Any) -> Any:
    return _worker(job)
