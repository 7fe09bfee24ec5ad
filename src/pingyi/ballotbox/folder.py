"""Files of the public folder: written whole or not at all, never seen half."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".part"


class Folder:
    """A folder whose files are named by paths with slashes, as the package lists them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes:
        """Return a file; `FileNotFoundError` when there is none."""
        return (self.root / path).read_bytes()

    def copy(self, source: Path, path: str) -> None:
        """Put a copy of a file in place in one step."""
        target = self.root / path
        _make(target.parent)
        unfinished = target.with_name(target.name + UNFINISHED)
        shutil.copyfile(source, unfinished)
        unfinished.chmod(0o644)
        unfinished.replace(target)

    def write(self, path: str, content: bytes, *, durable: bool = False) -> None:
        """Put a file in place in one step; `durable` waits until it is on the disk."""
        target = self.root / path
        unfinished = target.with_name(target.name + UNFINISHED)
        _make(target.parent)
        with unfinished.open("wb") as opened:
            opened.write(content)
            os.fchmod(opened.fileno(), 0o644)
            if durable:
                opened.flush()
                os.fsync(opened.fileno())
        unfinished.replace(target)

    def ensure(self, path: str, content: bytes) -> None:
        """Write a file unless it is there with exactly this content."""
        try:
            if self.read(path) == content:
                return
        except FileNotFoundError:
            pass
        self.write(path, content)

    def remove(self, path: str) -> None:
        """Remove a file if it is there, and its folder when that was the last."""
        with suppress(FileNotFoundError):
            (self.root / path).unlink()
        with suppress(OSError):
            (self.root / path).parent.rmdir()

    def paths(self, below: str = "") -> Iterator[str]:
        """Yield the paths of all files below a folder."""
        for file in (self.root / below).rglob("*"):
            if not file.is_dir() or file.is_symlink():
                yield file.relative_to(self.root).as_posix()


def _make(folder: Path) -> None:
    """Make a folder and those above it, open to every web server whatever the process's umask is."""
    if not folder.exists():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
