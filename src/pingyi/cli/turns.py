"""One at a time: preparing an installation and building the demonstration do not bear company."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pingyi.cli.root import language
from pingyi.wording import Text

TURN_LOCK = 7_303  # PostgreSQL advisory lock, for installations that share a database but not a folder


@contextmanager
def own_turn() -> Iterator[None]:
    """Wait until no other `setup` or `demo` of this installation runs, saying so; needs Django to be ready."""
    from django.db import connection

    from pingyi.foundation.places import var_folder

    with (var_folder() / "setup.lock").open("w") as lock:
        _wait_for(lock.fileno())
        if connection.vendor != "postgresql":
            yield
            return
        holder = connection.copy()  # of its own: a lock of the session must outlast every transaction
        try:
            with holder.cursor() as cursor:
                cursor.execute("select pg_advisory_lock(%s)", [TURN_LOCK])
            yield
        finally:
            holder.close()


def _wait_for(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        told = Text(
            "另一个 pingyi setup 或 demo 正在运行，等它做完。",
            "Another pingyi setup or demo is running; waiting for it to end.",
        )
        click.echo(told.say(language()), err=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
