"""Files of a trustee: readable by its user alone, whole or not there, and removed for good."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pingyi.trustee.refusals import folder_busy

UNFINISHED = ".part"
CHUNK = 1 << 20

Progress = Callable[[int, int], object]
"""Told how much of a piece of work is done, and of how much."""


def unseen(done: int, total: int) -> None:
    """Show nothing."""


@contextmanager
def writing(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """Write a private file that appears whole when the block ends well; else nothing changes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + UNFINISHED)
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        yield file
        if durable:
            file.flush()
            os.fsync(file.fileno())
    part.replace(path)


def write(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a whole private file."""
    with writing(path, durable=durable) as file:
        file.write(content)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Refuse while another command works on this folder: a timer may be quicker than the network."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise folder_busy(folder) from error
    finally:
        os.close(lock)


def copy(source: Path, target: Path) -> None:
    """Copy a file, privately, unless it is that file."""
    if target.exists() and source.samefile(target):
        return
    with source.open("rb") as opened, writing(target) as file:
        while chunk := opened.read(CHUNK):
            file.write(chunk)


def shred(path: Path) -> bool:
    """Overwrite a file, then remove it; say whether it was there.

    On flash memory, on file systems that copy on write and in backups older blocks may stay: the statement of
    destruction says what was done, the guide what else to do.
    """
    if not path.exists():
        return False
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(os.urandom(min(left, CHUNK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True
