"""A web server with the verifying page and whole campaigns beside it, as a static host would serve them."""

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from pingyi.page import Pins, build_verifier
from pingyi.wording import Text
from tests.ballots import founding
from tests.ballots.world import World


def pins(**changed: object) -> Pins:
    """What the page of this host trusts: by default no list of bodies."""
    given = {
        "organiser": Text("云岭省群众评议委员会", "Yunling Commission for Public Appraisal"),
        "roll_keepers": (bytes(32),),
        "witnesses": (),
        "quorum": 0,
        "bodies": (),
        "home": "",
        "links": {"problem": "/report", "discipline": "/discipline", "privacy": "/privacy", "verify": "verify.html"},
        "loopback": True,
    }
    return Pins(**{**given, **changed})  # type: ignore[arg-type]


PINNED = {"bodies": founding.bodies()}


class Host:
    """Serves `files` by their paths, and remembers what was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://localhost:{self._server.server_port}/"

    def publish(self, *worlds: World, pinned: Mapping[str, object] | None = None) -> None:
        """Serve the page and these campaigns, and nothing else."""
        self.asked.clear()
        self.files = {"verify.html": build_verifier(pins(**(pinned or {})))}
        for world in worlds:
            self.files |= {f"c/{world.fingerprint}/{path}": content for path, content in world.package().items()}
        self.files["campaigns.json"] = json.dumps([world.fingerprint for world in worlds]).encode()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path.removeprefix("/")
                host.asked.append(self.path)
                content = host.files.get(path)
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Type", "text/html" if path.endswith(".html") else "application/octet-stream")
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
