"""What a ballot service answers: bytes, text, or a problem of constant length (protocol 6 and 11.11)."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus

PROBLEM_SIZE = 256
"""Every problem document has this many bytes, so that an observer of sizes learns nothing from it."""

STATUSES = {
    "malformed": 400,
    "wrong_campaign": 400,
    "wrong_cell": 400,
    "bad_signature": 400,
    "bad_token": 400,
    "unknown_key": 403,
    "used": 409,
    "token_spent": 409,
    "closed": 410,
    "not_open": 425,
    "old_bundle": 426,
    "busy": 503,
}
"""Each code of a problem and its HTTP status."""

KEPT_PRIVATE = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Access-Control-Allow-Origin", "*"),
)
"""Headers of every reply. The page has another origin, and these requests carry no cookies to protect."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: status, headers, body."""

    status: int
    content_type: str
    body: bytes
    more: tuple[tuple[str, str], ...] = field(default=())

    def headers(self) -> list[tuple[str, str]]:
        """Return all headers as WSGI wants them."""
        return [
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.body))),
            *KEPT_PRIVATE,
            *self.more,
        ]


class Problem(Exception):  # noqa: N818 - it is an answer, not a defect of the program
    """A request was refused with one of the codes of `STATUSES`; `fields` stand in the document beside it."""

    def __init__(self, code: str, *, status: int | None = None, **fields: str | int) -> None:
        super().__init__(code)
        self.code, self.status, self.fields = code, status or STATUSES[code], fields

    def reply(self) -> Reply:
        """Return the problem document, padded with spaces."""
        content = {"code": self.code, "status": self.status, **self.fields}
        body = json.dumps(content, separators=(",", ":")).encode("ascii")
        if len(body) > PROBLEM_SIZE:
            raise ValueError(f"a problem of {len(body)} bytes does not fit")
        return Reply(self.status, "application/problem+json", body.ljust(PROBLEM_SIZE))


def octets(body: bytes) -> Reply:
    """Answer with plain bytes."""
    return Reply(200, "application/octet-stream", body)


def text(body: str, *, status: int = 200, content_type: str = "text/plain; charset=utf-8") -> Reply:
    """Answer with text."""
    return Reply(status, content_type, body.encode())


def status_line(status: int) -> str:
    """Return a status as WSGI wants it: "200 OK"."""
    return f"{status} {HTTPStatus(status).phrase}"
