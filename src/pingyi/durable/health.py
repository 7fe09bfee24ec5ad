"""Whether a store would keep what is written now: a full disk still lets a transaction begin and end."""

import os
import threading
import time

from pingyi.durable.stores import KEEP_ROOM, LEAVE_ROOM, Store

ROOM = 2**17  # bytes written to see whether there is room: more than what a failed attempt leaves behind
FRESH = 60.0  # seconds for which a trial that went well says that the next commit will be durable too
AGAIN = 1.0  # seconds between two trials, however often health is asked for: a trial writes


class Health:
    """What is known of a store. Whoever writes tells of failures; `is_good` may be asked by any thread."""

    def __init__(self, store: Store) -> None:
        self._store, self._asking = store, threading.Lock()
        self._well, self._proven, self._tried = True, time.monotonic(), 0.0

    def failed(self) -> None:
        """The machine failed while something was written."""
        self._well = False

    def is_good(self) -> bool:
        """Tell whether a commit would be durable now.

        After a failure, and else once a minute, something is written and taken away again to see. A commit that went
        well is no proof: who asks again for what was kept long ago lets nothing be written.
        """
        with self._asking:
            now = time.monotonic()
            due = not self._well or now - self._proven > FRESH
            if not due:
                return self._begins()
            if now - self._tried >= AGAIN:
                self._tried = now
                self._try()
            return self._well

    def _begins(self) -> bool:
        try:
            with self._store.writing():
                return True
        except Exception:
            return False

    def _try(self) -> None:
        try:
            with self._store.writing() as transaction:
                transaction.execute(LEAVE_ROOM)  # of a trial that was cut off
                transaction.execute(KEEP_ROOM, (os.urandom(ROOM),))
            with self._store.writing() as transaction:
                transaction.execute(LEAVE_ROOM)
        except Exception:
            self.failed()
        else:
            self._well, self._proven = True, time.monotonic()
