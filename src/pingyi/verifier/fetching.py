"""Opening a package where it lies: a folder, or a web address whose files are brought into a folder first."""

import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.verifier.listing import read_listing
from pingyi.verifier.sources import LARGEST_LISTING, Folder, Unreadable, Watch

CHUNK = 1 << 16
SILENCE = 60.0  # seconds without a byte from a web server
PER_FILE, PER_BYTE = 2.0, 1 / 20_000  # further seconds that each file and each byte sent may have taken
LOOK = 0.2  # seconds between looks at how a server gets on


@contextmanager
def opened(place: str, watch: Watch, *, silence: float = SILENCE) -> Iterator[Folder]:
    """Open the package at `place`, a folder or an http(s) address; raises `Unreadable`.

    `silence` is how long (seconds) a server may say nothing.
    """
    if place.startswith(("http://", "https://")):
        with TemporaryDirectory(prefix="pingyi-verify-") as name:
            _Server(place, Path(name), silence).fetch_all(watch)
            yield Folder(Path(name), complete=False)
        return
    folder = Path(place)
    try:
        with (folder / package.NAME).open("rb"):
            pass
    except (OSError, ValueError):
        raise Unreadable(f"{place}: no folder with a readable {package.NAME}") from None
    yield Folder(folder)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a server only to itself: a package elsewhere is another package, and no list may send us anywhere."""

    def redirect_request(  # noqa: PLR0917 - the signature of urllib
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).hostname != urllib.parse.urlsplit(req.full_url).hostname:
            raise urllib.error.HTTPError(req.full_url, code, "redirects to another host", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Server:
    """A web server with a package, and for how long we wait for it: longer the more it has sent."""

    def __init__(self, address: str, folder: Path, silence: float) -> None:
        self._address, self._folder, self._silence = address.rstrip("/") + "/", folder, silence
        self._opener = urllib.request.build_opener(_SameHost)
        self._patience = silence
        self._problem: Exception | None = None

    def fetch_all(self, watch: Watch) -> None:
        """Bring the listing and every listed file; raises `Unreadable` where the server fails or dawdles."""
        start, fetching = time.monotonic(), Thread(target=self._fetch_all, args=(watch,), daemon=True)
        fetching.start()
        while fetching.is_alive():
            fetching.join(LOOK)
            if time.monotonic() - start > self._patience:
                raise Unreadable(f"{self._address}: too slow")
        if self._problem:
            raise Unreadable(f"{self._address}: {self._problem or type(self._problem).__name__}") from None

    def _fetch_all(self, watch: Watch) -> None:
        try:
            self._fetch(package.NAME, LARGEST_LISTING)
            for file in watch(self._listed(), "fetch"):
                self._patience += PER_FILE
                self._try(file)
        except urllib.error.HTTPError as refused:
            refused.close()
            self._problem = refused
        except (OSError, HTTPException, ValueError) as problem:
            self._problem = problem

    def _listed(self) -> tuple[package.File, ...]:
        try:
            files = read_listing(Folder(self._folder))
        except Malformed:
            return ()  # the check named "package" says what is wrong with it
        if sum(file.size for file in files) > shutil.disk_usage(self._folder).free:
            raise OSError("lists more bytes than this disk has free")
        return files

    def _try(self, file: package.File) -> None:
        """Bring a file; what the server has not got is missing, and a check will say so."""
        try:
            self._fetch(file.path, file.size)
        except urllib.error.HTTPError as refused:
            refused.close()

    def _fetch(self, path: str, most: int) -> None:
        """Write what the server sends, one byte more than `most` at the utmost, so that too long a file shows."""
        place, left = self._folder / path, most + 1
        place.parent.mkdir(parents=True, exist_ok=True)
        with self._opener.open(self._address + path, timeout=self._silence) as answer, place.open("wb") as out:
            while left and (chunk := answer.read1(min(CHUNK, left))):
                out.write(chunk)
                left -= len(chunk)
                self._patience += len(chunk) * PER_BYTE
