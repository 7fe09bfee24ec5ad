"""A WSGI application of a few exact routes: sizes first, then limits, then the answer. No cookies, no access log."""

import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pingyi.durable.limits import AddressLimit, caller
from pingyi.durable.replies import KEPT_PRIVATE, Problem, Reply, status_line, text
from pingyi.durable.stores import Busy

Environ = dict[str, Any]
Start = Callable[..., Any]
DAY = "86400"


@dataclass(frozen=True, slots=True)
class Request:
    """What a route is given: the path, the whole body, and what stands after `?`."""

    path: str
    body: bytes
    query: str


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path. A path that ends with `/` takes everything below it.

    A body must have between `smallest` and `largest` bytes; any other length is `malformed` and is not read.
    `limited` routes count against the limit of the asker's address. Of a body longer than `first` bytes so many are
    read alone, and `admit(them, size of the whole)` may refuse it before memory is given to the rest.
    """

    method: str
    path: str
    answer: Callable[[Request], Reply]
    smallest: int = 0
    largest: int = 0
    limited: bool = True
    first: int = 0
    admit: Callable[[bytes, int], None] | None = None


class Application:
    """The routes of a service, `GET /v1/health` among them: `ok` while `healthy()`, else 503.

    A route answers with a `Reply`, raises `Problem`, or `Busy` (503 `busy`). Whatever else goes wrong is our fault; it
    is answered `busy` too and written to stderr as the place in the program, without any content of the request.
    """

    def __init__(
        self,
        routes: Iterable[Route],
        *,
        healthy: Callable[[], bool],
        limit: AddressLimit | None = None,
        proxies: int = 0,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        health = Route("GET", "/v1/health", lambda _: _health(healthy()), limited=False)
        self._exact: dict[str, dict[str, Route]] = {}
        for route in (*routes, health):
            self._exact.setdefault(route.path, {})[route.method] = route
        self._below = sorted((path for path in self._exact if path.endswith("/")), key=len, reverse=True)
        self._limit, self._proxies = limit, proxies
        self.close = close
        """Called once when the process stops, after the last request."""

    def __call__(self, environ: Environ, start: Start) -> list[bytes]:
        """Answer one request."""
        try:
            reply = self._answer(environ)
        except Problem as problem:
            reply = problem.reply()
        except Busy:
            reply = BUSY
        except Exception as error:
            _write_down(error)
            reply = BUSY
        start(status_line(reply.status), reply.headers())
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]

    def _answer(self, environ: Environ) -> Reply:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        methods = self._methods(path)
        if method == "OPTIONS":
            return _preflight(methods)
        route = methods.get("GET" if method == "HEAD" else method)
        if route is None:
            allowed = Problem("malformed", status=405).reply()
            return Reply(405, allowed.content_type, allowed.body, (("Allow", ", ".join((*methods, "OPTIONS"))),))
        size = _size(environ)
        if not route.smallest <= size <= route.largest:
            raise Problem("malformed")
        if route.limited and self._limit is not None and not self._limit.allows(self._caller(environ)):
            return BUSY
        return route.answer(Request(path, _body(environ, route, size), environ.get("QUERY_STRING", "")))

    def _methods(self, path: str) -> dict[str, Route]:
        found = self._exact.get(path)
        if found is None:
            found = next((self._exact[start] for start in self._below if path.startswith(start)), None)
        if found is None:
            raise Problem("malformed", status=404)
        return found

    def _caller(self, environ: Environ) -> str:
        return caller(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""), self._proxies)


def _size(environ: Environ) -> int:
    """Return the length that the request announces; one without it (chunked) has no exact size and is refused."""
    announced = environ.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in environ or not (announced.isascii() and announced.isdigit()) or len(announced) > 12:
        raise Problem("malformed")
    return int(announced)


def _body(environ: Environ, route: Route, size: int) -> bytes:
    """Read a body of `size` bytes, whose beginning the route may look at before the rest is taken."""
    content = environ["wsgi.input"]
    first: bytes = b""
    if route.admit is not None and size > route.first:
        first = content.read(route.first)
        route.admit(first, size)
    body: bytes = first + content.read(size - len(first)) if size else b""
    if len(body) != size:
        raise Problem("malformed")
    return body


def _preflight(methods: Iterable[str]) -> Reply:
    more = (
        ("Access-Control-Allow-Methods", ", ".join(methods)),
        ("Access-Control-Allow-Headers", "content-type"),
        ("Access-Control-Max-Age", DAY),
    )
    return Reply(204, "text/plain", b"", more)


def _health(healthy: bool) -> Reply:
    return text("ok\n") if healthy else BUSY


def _write_down(error: Exception) -> None:
    """Say where we failed, not with what: a message may hold parts of a ballot."""
    where = "".join(traceback.format_tb(error.__traceback__))
    sys.stderr.write(f"{type(error).__name__}\n{where}")


BUSY = Problem("busy").reply()
__all__ = ["BUSY", "KEPT_PRIVATE", "Application", "Request", "Route"]
