"""Keeping what was read until somebody acts.

Every write of this system is an act, and every act adds an entry to the journal in its own transaction. So as long as
the newest digest is the same, nothing that was read can have changed, and a page need not ask for it again. Each
process keeps its own memory and reads the newest digest once per request, outside of requests each time.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from threading import local
from typing import ParamSpec, TypeVar

from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from pingyi.journal.models import JournalEntry

P = ParamSpec("P")
R = TypeVar("R")
MOST_KEPT = 2_000  # answers; more means the memory is used for something it is not made for, and starts afresh

_kept: dict[Hashable, object] = {}
_newest: list[str | None] = [None]
_request = local()  # `open` inside a request, `looked` once the digest was read in it


def until_the_next_act(read: Callable[P, R]) -> Callable[P, R]:
    """Keep the answers of `read` until an act is journalled.

    For reads that depend on nothing but their (hashable) arguments and the tables: not on the clock, not on who asks.
    What is kept is shared by all requests of the process, so nobody may change it.
    """

    @wraps(read)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        _forget_what_is_old()
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in _kept:
            _kept[key] = read(*args, **kwargs)
        found: R = _kept[key]  # type: ignore[assignment] # kept by this very function
        return found

    return remembered


def forget() -> None:
    """Forget everything that was kept; an act does so at once in its own process."""
    _kept.clear()
    _request.looked = False


@receiver(request_started)
def open_request(**_: object) -> None:
    """From here on the newest digest is read once."""
    _request.open, _request.looked = True, False


@receiver(request_finished)
def close_request(**_: object) -> None:
    """From here on the newest digest is read each time."""
    _request.open, _request.looked = False, False


def _forget_what_is_old() -> None:
    if getattr(_request, "looked", False):
        return
    newest = JournalEntry.objects.order_by("-seq").values_list("digest", flat=True).first()
    # Without any act there is nothing to hang the memory on.
    if newest is None or newest != _newest[0] or len(_kept) > MOST_KEPT:
        _kept.clear()
        _newest[0] = newest
    _request.looked = getattr(_request, "open", False)
