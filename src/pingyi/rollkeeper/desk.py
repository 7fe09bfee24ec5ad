"""The roll keeper's desk: one folder per campaign. What a step makes appears there whole or not at all.

plan/             cells-draft.csv, units.csv, plan.json                       by `roll plan`
rolls/0/          public/ to publish, secret/ to keep, then to destroy         by `roll make`
rolls/1/, 2/, …   the same for each round of a continuous programme            by `roll batch`
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pingyi.wording import Refused, Text

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_UNFINISHED = ".unfinished-"
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder of one campaign."""

    folder: Path

    @property
    def plan(self) -> Path:
        """What `roll plan` made."""
        return self.folder / "plan"

    def roll(self, number: int) -> Path:
        """Return the folder of the roll (0) or of a later round."""
        return self.folder / "rolls" / str(number)

    def rounds(self) -> list[int]:
        """Return the numbers of the rolls made so far, ascending."""
        return sorted(int(path.name) for path in (self.folder / "rolls").glob("[0-9]*"))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from the desk, and sweep away what a killed run left behind."""
        self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with open(self.folder / ".lock", "w", opener=private) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _busy() from None
            for left in self.folder.glob(f"{_UNFINISHED}*"):
                shred(left)
            yield

    @contextmanager
    def making(self, target: Path) -> Iterator[Path]:
        """Give a folder to fill; it becomes `target` when all went well, and is destroyed when not."""
        if target.exists():
            raise _there_already(target)
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.folder))
        try:
            yield unfinished
            sync(unfinished)
            unfinished.rename(target)
            sync_folder(target.parent)
        except BaseException:
            shred(unfinished)
            raise


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with open(path, "xb", opener=private) as out:
        out.write(content)


def shred(path: Path) -> None:
    """Overwrite and delete a file, or a folder with all it holds; nothing happens when it is gone already.

    On flash memory the overwritten bytes may survive out of reach: the guide asks for an encrypted disk.
    """
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            shred(inner)
        path.rmdir()
    elif path.is_symlink():
        path.unlink()
    elif path.exists():
        with path.open("r+b") as file:
            for start in range(0, size := path.stat().st_size, _AT_ONCE):
                file.write(bytes(min(_AT_ONCE, size - start)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def sync(folder: Path) -> None:
    """Make every file below `folder` durable."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in one folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def private(path: str, flags: int) -> int:
    """Open a file (the `opener` of `open`) that only its owner can read."""
    return os.open(path, flags, PRIVATE_FILE)


def _busy() -> Refused:
    return Refused.because(
        "desk_busy",
        Text("另一个命令正在使用这个文件夹。", "Another command is at work in this folder."),
        Text("请等它结束再试。", "Wait until it has ended."),
    )


def _there_already(target: Path) -> Refused:
    return Refused.because(
        "made_already",
        Text(f"“{target.name}”已经做好，不会覆盖。", f"“{target.name}” is made already and is not overwritten."),
        Text(
            "要重做，请换一个文件夹；已寄出的码不能重做。",
            "To start over use another folder; codes once mailed cannot be made again.",
        ),
    )
