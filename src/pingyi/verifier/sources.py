"""A package in a folder, and nothing about it trusted: no link is followed, no file read beyond what may be needed."""

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from io import BufferedReader
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package

LARGEST_LISTING = 1 << 27  # bytes of package.json: about 900,000 files
LARGEST_JSON = 1 << 25  # bytes of any other JSON file
MOST_VALUES = 3_000_000  # objects, arrays and members in one JSON file: what a small file can unfold to in memory

Watch = Callable[[Iterable[package.File], str], Iterable[package.File]]


class Unreadable(Exception):  # noqa: N818 - an answer about the input
    """The package cannot be opened at all: no folder, no listing, no server."""


class Folder:
    """A package in a folder. `complete` is False where files that nobody lists could not be seen."""

    def __init__(self, root: Path, *, complete: bool = True) -> None:
        self.root, self.complete = root, complete

    def open(self, path: str) -> BufferedReader:
        """Open a file of the package; Malformed where there is none, or something that is no plain file."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            file = os.fdopen(os.open(self.root / path, flags), "rb")
        except OSError:
            raise Malformed(f"{path}: missing or unreadable") from None
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
        raise Malformed(f"{path}: not a plain file")

    def has(self, path: str) -> bool:
        """Say whether anything lies there."""
        return os.path.lexists(self.root / path)

    def read(self, path: str, most: int = LARGEST_JSON) -> bytes:
        """Return the bytes of a file; Malformed when there are more than `most`."""
        with self.open(path) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise Malformed(f"{path}: larger than any such file may be")
        return content

    def json(self, path: str, most: int = LARGEST_JSON) -> bytes:
        """Return the bytes of a JSON file that is safe to parse: not more values than memory is meant for."""
        content = self.read(path, most)
        if sum(content.count(sign) for sign in (b",", b"{", b"[")) > MOST_VALUES:
            raise Malformed(f"{path}: more values than any such file may hold")
        return content

    def unlisted(self, listed: Collection[str]) -> Iterator[str]:
        """Yield what lies in the folder and is not in `listed`, links too. Goes down only where listed files lie."""
        folders: set[str] = {"."}
        for path in listed:
            above = path.rpartition("/")[0]
            while above and above not in folders:
                folders.add(above)
                above = above.rpartition("/")[0]
        for folder in sorted(folders):
            yield from self._unlisted_in(folder, folders, listed)

    def _unlisted_in(self, folder: str, folders: Collection[str], listed: Collection[str]) -> Iterator[str]:
        try:
            with os.scandir(self.root / folder) as entries:
                for entry in entries:
                    path = entry.name if folder == "." else f"{folder}/{entry.name}"
                    known = folders if entry.is_dir(follow_symlinks=False) else listed
                    if path not in known and not _is_empty(entry):
                        yield path
        except OSError:
            if self.has(folder):
                raise Malformed(f"{folder}: a folder that cannot be read") from None


def _is_empty(entry: "os.DirEntry[str]") -> bool:
    """Say whether this is a folder without anything in it: a withdrawn list may leave one."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    with os.scandir(entry) as inner:
        return next(inner, None) is None
