"""Packages on web servers: good ones, and servers that stall, dribble, redirect, cut off or talk nonsense."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pingyi.protocol import package
from pingyi.verifier.fetching import opened
from pingyi.verifier.run import unwatched, verify
from pingyi.verifier.sources import Unreadable
from tests.ballots.world import World
from tests.verifier.checking import SMALL, failing, found

PATIENCE = 0.6  # seconds for servers that try it


@cache
def files() -> dict[str, bytes]:
    return World(SMALL).package()


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A web server that answers as told."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *_):
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = False
        over = threading.Event()

        def handle_error(self, *_):
            pass

    with Quiet(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{serving.server_address[1]}"
        finally:
            serving.over.set()
            serving.shutdown()


def send(handler: BaseHTTPRequestHandler, content: bytes | None, *, said: int | None = None) -> None:
    """Answer with a file, or that there is none."""
    handler.send_response(404 if content is None else 200)
    handler.send_header("Content-Length", str(len(content or b"") if said is None else said))
    handler.end_headers()
    handler.wfile.write(content or b"")


def good(handler: BaseHTTPRequestHandler) -> None:
    send(handler, files().get(handler.path.removeprefix("/").removeprefix("there/")))


def judged(address: str, patience: float = 30.0):
    with opened(address, unwatched, silence=patience) as folder:
        return verify(folder, processes=1)


def except_for(path: str, answer: Callable[[BaseHTTPRequestHandler], None]):
    """Answer well but for one path."""
    return lambda handler: answer(handler) if handler.path == f"/{path}" else good(handler)


@pytest.mark.parametrize("ending", ["", "/", "/there", "/there/"])
def test_a_good_one(ending):
    with server(good) as address:
        report = judged(address + ending)
    assert report.ok
    assert found(report, "package").detail == "nothing unlisted: not checked over a web address"


def test_a_redirect_on_the_same_host():
    def redirect(handler):
        if handler.path.startswith("/there/"):
            return good(handler)
        handler.send_response(302)
        handler.send_header("Location", f"/there{handler.path}")
        handler.send_header("Content-Length", "0")
        return handler.end_headers()

    with server(redirect) as address:
        assert judged(address).ok


def elsewhere(handler):
    handler.send_response(302)
    handler.send_header("Location", "http://localhost:1/manifest.json")  # another name is another host
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def to_a_file(handler):
    handler.send_response(302)
    handler.send_header("Location", "file:///etc/passwd")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def round_and_round(handler):
    handler.send_response(302)
    handler.send_header("Location", handler.path)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


ONE_FILE_WRONG = {
    "missing": lambda handler: send(handler, None),
    "another": lambda handler: send(handler, b"{}\n"),
    "shorter than said": lambda handler: send(handler, b"{", said=1000),
    "without end": lambda handler: send(handler, b"x" * (1 << 22)),
    "redirected elsewhere": elsewhere,
    "redirected to a file": to_a_file,
    "redirected to itself": round_and_round,
    "server error": lambda handler: handler.send_error(500),
}


@pytest.mark.parametrize("name", ONE_FILE_WRONG)
def test_one_file_is_not_as_listed(name):
    with server(except_for("manifest.json", ONE_FILE_WRONG[name])) as address:
        assert failing(judged(address)) == ["package", "manifest"]


def stall(handler):
    handler.server.over.wait(5)


def dribble_body(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "10000000")
    handler.end_headers()
    while not handler.server.over.wait(PATIENCE / 10):
        handler.wfile.write(b" ")


def dribble_head(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.over.wait(PATIENCE / 10):
        handler.wfile.write(b"x")


def nonsense(handler):
    handler.wfile.write(b"\x00\xff" * 100)


UNREADABLE = {
    "not there": lambda handler: send(handler, None),
    "stalls": stall,
    "dribbles its body": dribble_body,
    "dribbles its head": dribble_head,
    "talks nonsense": nonsense,
    "hangs up": lambda handler: handler.connection.close(),
    "redirects elsewhere": elsewhere,
    "redirects to itself": round_and_round,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_listing_that_does_not_come(name):
    start = time.monotonic()
    with server(except_for(package.NAME, UNREADABLE[name])) as address, pytest.raises(Unreadable):
        judged(address, PATIENCE)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("name", ["stalls", "dribbles its body", "dribbles its head", "talks nonsense", "hangs up"])
def test_a_file_that_does_not_come(name, monkeypatch):
    monkeypatch.setattr("pingyi.verifier.fetching.PER_FILE", 0.0)
    with server(except_for("manifest.json", UNREADABLE[name])) as address, pytest.raises(Unreadable):
        judged(address, PATIENCE)


def test_more_than_the_disk_holds():
    from tests.verifier.test_hostile import listing, row

    huge = listing(row(size=2**53 - 1))
    with (
        server(lambda handler: send(handler, huge)) as address,
        pytest.raises(Unreadable, match="more bytes than this disk"),
    ):
        judged(address)


def test_a_listing_that_is_none():
    with server(lambda handler: send(handler, b"{}\n")) as address:
        assert failing(judged(address)) == ["package", "manifest"]


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "http://127.0.0.1:1/x", "https://nowhere.invalid/", "http://a b/"]
)
def test_addresses_that_lead_nowhere(address):
    with pytest.raises(Unreadable):
        judged(address)
