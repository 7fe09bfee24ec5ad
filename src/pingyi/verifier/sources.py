"""Where a package lies: a folder, or a web address whose files are fetched into a folder first.

Nothing here trusts a name or a size: links and devices are no files, no file is read beyond the size that the listing
gives it, and a path of the listing can only be one that the format knows (`protocol.package.PATH`).
"""

import os
import stat
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package

LARGEST_LISTING = 1 << 29  # bytes of package.json
LARGEST_JSON = 1 << 28  # bytes of any other JSON file
CHUNK = 1 << 20
TIMEOUT = 60  # seconds without an answer from a web server

Watch = Callable[[Iterable[package.File], str], Iterable[package.File]]


class Unreadable(Exception):  # noqa: N818 - an answer about the input
    """The package cannot be opened at all: no folder, no listing, no server."""


class Folder:
    """A package in a folder. `complete` is False where files that nobody lists could not be seen."""

    def __init__(self, root: Path, *, complete: bool = True) -> None:
        self.root, self.complete = root, complete

    def open(self, path: str) -> AbstractContextManager[BufferedReader]:
        """Open a file of the package; Malformed where there is none, or something that is no plain file."""
        place = self.root / path
        try:
            if not stat.S_ISREG(os.lstat(place).st_mode):
                raise Malformed(f"{path}: not a plain file")
            return place.open("rb")
        except OSError:
            raise Malformed(f"{path}: missing or unreadable") from None

    def read(self, path: str, most: int = LARGEST_JSON) -> bytes:
        """Return the bytes of a file; Malformed when there are more than `most`."""
        with self.open(path) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise Malformed(f"{path}: larger than any such file may be")
        return content

    def present(self) -> Iterator[str]:
        """Yield the path of everything below the folder that is not a folder, links too (they are not followed)."""
        for place, folders, files in os.walk(self.root, followlinks=False):
            inner = Path(place)
            links = [name for name in folders if (inner / name).is_symlink()]
            for name in (*files, *links):
                yield (inner / name).relative_to(self.root).as_posix()


@contextmanager
def opened(place: str, watch: Watch) -> Iterator[Folder]:
    """Open the package at `place`, a folder or an http(s) address; raises `Unreadable`."""
    with ExitStack() as stack:
        if place.startswith(("http://", "https://")):
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="pingyi-verify-")))
            _fetch_all(place.rstrip("/") + "/", folder, watch)
            yield Folder(folder, complete=False)
            return
        folder = Path(place)
        if not (folder / package.NAME).is_file():
            raise Unreadable(f"{place}: no folder with a {package.NAME}")
        yield Folder(folder)


def _fetch_all(address: str, folder: Path, watch: Watch) -> None:
    """Bring the listing and every listed file; what a server does not give is missing, and a check will say so."""
    listing = folder / package.NAME
    try:
        _fetch(address + package.NAME, listing, LARGEST_LISTING)
    except OSError as error:
        raise Unreadable(f"{address}: {error}") from None
    try:
        files = package.parse(listing.read_bytes())
    except Malformed:
        return  # the check named "package" says what is wrong with it
    for file in watch(files, "fetch"):
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fetch(address + urllib.parse.quote(file.path), place, file.size)
        except urllib.error.HTTPError:
            continue
        except OSError as error:
            raise Unreadable(f"{address}{file.path}: {error}") from None


def _fetch(address: str, place: Path, most: int) -> None:
    """Write what the server sends, one byte more than `most` at the utmost, so that too long a file shows."""
    left = most + 1
    # The caller has seen to it that the scheme is http or https.
    with urllib.request.urlopen(address, timeout=TIMEOUT) as answer, place.open("wb") as out:  # noqa: S310
        while left and (chunk := answer.read(min(CHUNK, left))):
            out.write(chunk)
            left -= len(chunk)
