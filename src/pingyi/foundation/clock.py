"""The one place where the present moment is read, so that tests and demonstrations can set it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC; the frozen one inside `frozen_at`."""
    return _frozen.get() or timezone.now()


def today() -> dt.date:
    """Return the present day in the time zone of the office (`settings.TIME_ZONE`)."""
    return timezone.localtime(now()).date()


@contextmanager
def frozen_at(moment: dt.datetime) -> Iterator[None]:
    """Let `now` return `moment` inside the block."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
