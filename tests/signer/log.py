"""A public log in a folder, as the box would have written it, and a box that answers `POST /v1/append`."""

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from pingyi.ledger import trees
from pingyi.ledger.notes.checkpoints import Checkpoint, assemble, cosign
from pingyi.ledger.notes.text import Note, sign
from pingyi.ledger.tiles.writing import Writer
from pingyi.primitives import ed25519
from pingyi.protocol.entries import BallotEntry, Close, ManifestEntry
from pingyi.tokens.casting import CastReply, receipt_message
from tests.signer.world import OPEN, seed


def ballot(number):
    """Some entry of type 4."""
    return BallotEntry(cell=0, token=bytes(354), envelope_hash=hashlib.sha256(b"%d" % number).digest()).encode()


def entries_of(world, ballots, *, closed=True, after=()):
    """The entries of a log."""
    close = [Close().encode()] if closed else []
    return [ManifestEntry(camp=world.camp).encode(), *map(ballot, range(ballots)), *close, *after]


def write_log(folder, world, entries, *, witness="witness"):
    """Write tiles and a cosigned checkpoint of these entries."""
    writer = Writer()
    files = [*writer.append(entries), *writer.partials()]
    text = Checkpoint(world.manifest.log.name, writer.size, writer.root()).encode()
    note = Note(text, (sign(seed("log"), world.manifest.log.name, text),))
    cosigned = [cosign(seed(witness), "witness.example", text, int(OPEN))] if witness else []
    files.append(("checkpoint", assemble(note.encode(), cosigned, world.manifest.witnesses)))
    for path, content in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def receipt(world, entry, *, index=7, signer="B"):
    """The box's answer to an appended entry."""
    hashed = trees.leaf_hash(entry)
    signature = ed25519.sign(seed(signer), receipt_message(world.camp, index, hashed))
    return CastReply(index, hashed, signature).encode()


@contextmanager
def box(answer):
    """A box on this machine: `answer(body)` returns status and body. Yields its URL and what it was sent."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append((self.path, body))
            status, content = answer(body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()
