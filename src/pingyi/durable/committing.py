"""Group commit: many threads hand over rows, one thread writes what waits and answers after the durable commit.

A request that came back with a result is on the disk; one that raised `Busy` may or may not be (the connection can
break while it commits), so requests must be safe to repeat. Nobody is ever told "kept" before it is.
"""

import threading
import traceback
from _thread import LockType, allocate_lock
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar, cast

from pingyi.durable.health import Health
from pingyi.durable.stores import Busy, Store, Transaction

Row = TypeVar("Row")
Result = TypeVar("Result")


class _Waiting(Generic[Row, Result]):
    """One row on its way, and the lock its thread sleeps on."""

    __slots__ = ("bell", "failure", "result", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.result: Result | None = None
        self.failure: BaseException | None = None
        self.bell: LockType = allocate_lock()
        self.bell.acquire()


class Committer(Generic[Row, Result]):
    """The one writer of a store in this process.

    `write(transaction, rows)` writes a batch and returns one result per row, in order; it runs in the committer's
    thread only. `settled(kept)` is called after each attempt with whether the batch is durable, so that a writer
    which keeps something in memory (a tree) can take it over or throw it away: after False it must read it anew.
    """

    def __init__(
        self,
        store: Store,
        write: Callable[[Transaction, Sequence[Row]], Sequence[Result]],
        *,
        settled: Callable[[bool], None] | None = None,
        largest: int = 1000,
        patience: float = 20.0,
    ) -> None:
        self._store, self._write, self._settled = store, write, settled
        self._largest, self._patience = largest, patience
        self._queue: SimpleQueue[_Waiting[Row, Result] | None] = SimpleQueue()
        self._open, self._health = True, Health(store)
        self._thread = threading.Thread(target=self._run, name="committer", daemon=True)
        self._thread.start()

    def commit(self, row: Row) -> Result:
        """Hand over one row and return its result once it is durable. Raises `Busy`, or the row's own error."""
        if not self._open:
            raise Busy("stopping")
        waiting: _Waiting[Row, Result] = _Waiting(row)
        self._queue.put(waiting)
        if not waiting.bell.acquire(timeout=self._patience):
            raise Busy("no answer in time")
        if waiting.failure is not None:
            raise Busy(*waiting.failure.args) if isinstance(waiting.failure, Busy) else waiting.failure
        return cast(Result, waiting.result)

    def healthy(self) -> bool:
        """Tell whether the writing thread runs and a commit would be durable now."""
        return self._open and self._thread.is_alive() and self._health.is_good()

    def close(self) -> None:
        """Write what waits, answer it, and stop. Later rows get `Busy`."""
        self._open = False
        self._queue.put(None)
        self._thread.join(self._patience)

    def _run(self) -> None:
        more = True
        while more:
            batch, more = self._gather()
            if batch:
                self._settle(batch)
        # A thread may have looked at `_open` just before it closed: nobody shall wait for an answer in vain.
        for late in [self._queue.get_nowait() for _ in range(self._queue.qsize())]:
            if late is not None:
                _answer(late, Busy("stopping"))

    def _gather(self) -> tuple[list[_Waiting[Row, Result]], bool]:
        """Wait for one row, then take all that wait besides, as many as a batch may have."""
        first = self._queue.get()
        if first is None:
            return [], False
        batch = [first]
        while len(batch) < self._largest:
            try:
                following = self._queue.get_nowait()
            except Empty:
                break
            if following is None:
                return batch, False
            batch.append(following)
        return batch, True

    def _settle(self, batch: list[_Waiting[Row, Result]]) -> None:
        """Write a batch and wake its threads. One at fault is found by halving, and fails alone."""
        try:
            with self._store.writing() as transaction:
                results = self._write(transaction, [waiting.row for waiting in batch])
                if len(results) != len(batch):
                    raise RuntimeError("a writer must return one result per row")
        except BaseException as error:
            self._undone(batch, error)
            return
        failure = self._told(True)
        for waiting, result in zip(batch, results, strict=True):
            waiting.result = result
            waiting.failure = failure
            waiting.bell.release()

    def _undone(self, batch: list[_Waiting[Row, Result]], error: BaseException) -> None:
        if isinstance(error, Busy):
            self._health.failed()
        failure = self._told(False) or error
        if isinstance(failure, Busy) or len(batch) == 1:
            for waiting in batch:
                _answer(waiting, failure)
            return
        self._settle(batch[: len(batch) // 2])
        self._settle(batch[len(batch) // 2 :])

    def _told(self, kept: bool) -> Busy | None:
        """Tell the writer; where it fails to take over, the batch is kept but nobody can be answered from memory."""
        if self._settled is None:
            return None
        try:
            self._settled(kept)
        except BaseException as error:
            if not isinstance(error, Busy):
                traceback.print_tb(error.__traceback__)
            return Busy("could not take over what was written")
        return None


def _answer(waiting: _Waiting[Row, Result], failure: BaseException) -> None:
    waiting.failure = failure
    waiting.bell.release()
