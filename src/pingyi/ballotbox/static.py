"""The public folder over HTTP: exactly the files of a package, nothing else. Any web server can do this instead."""

from dataclasses import dataclass

from pingyi.ballotbox.folder import Folder
from pingyi.durable.application import Request
from pingyi.durable.replies import KEPT_PRIVATE, Problem, Reply
from pingyi.protocol.package import NAME, PATH

LARGEST = 64 * 2**20  # bytes of a list that goes through memory; beyond it a web server is the place
IMMUTABLE = ("Cache-Control", "public, max-age=31536000, immutable")
FIXED = ("log/tile/", "statements/")  # named by what they hold
OTHER_HEADERS = tuple(header for header in KEPT_PRIVATE if header[0] != "Cache-Control")


@dataclass(frozen=True, slots=True)
class Fixed(Reply):
    """A file that never changes: browsers and relays may keep it."""

    def headers(self) -> list[tuple[str, str]]:
        """Return all headers."""
        own = [("Content-Type", self.content_type), ("Content-Length", str(len(self.body))), IMMUTABLE]
        return [*own, *OTHER_HEADERS]


def file_reply(folder: Folder, request: Request) -> Reply:
    """Answer with a file of the package."""
    path = request.path.removeprefix("/")
    if path != NAME and not PATH.fullmatch(path):
        raise Problem("malformed", status=404)
    try:
        if (folder.root / path).stat().st_size > LARGEST:
            raise Problem("malformed", status=404)
        content = folder.read(path)
    except (FileNotFoundError, NotADirectoryError):
        raise Problem("malformed", status=404) from None
    kind = Fixed if path.startswith(FIXED) else Reply
    return kind(200, _content_type(path), content)


def _content_type(path: str) -> str:
    if path.endswith(".json"):
        return "application/json"
    return "text/plain; charset=utf-8" if path.startswith("log/checkpoint") else "application/octet-stream"
