"""A small campaign behind one small web server: the page, the public files beside it, and services made of the pure
functions. What a service answers can be replaced, so that everything that goes wrong can be made to."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pingyi.ledger import tiles
from pingyi.ledger.notes import COSIGNATURE, ED25519, Checkpoint, Note, VerifierKey, assemble, cosign, sign
from pingyi.ledger.trees import leaf_hash
from pingyi.page import Pins, build
from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells as cell_lines
from pingyi.protocol import lists
from pingyi.protocol import manifest as manifests
from pingyi.protocol.bodies import Body
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.entries import BallotEntry, ManifestEntry
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Identity, Party
from pingyi.tokens import ballots, codes, envelopes
from pingyi.tokens.casting import CastReply, CastRequest, receipt_message
from pingyi.tokens.issuing import IssueRequest
from pingyi.tokens.rsa import PublicKey
from pingyi.wording import Text

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "protocol.json").read_text(encoding="utf-8"))
ONLINE = Path(__file__).parents[2] / "src/pingyi/questionnaires/templates/online.json"
OPENS, CLOSES = "2026-11-01T00:00:00Z", "2026-12-10T16:00:00Z"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CODES = [codes.from_random(bytes([n]) * 13) for n in range(1, 9)]
CELLS = 2
HOST = "page.pingyi.example"
RATED = "云岭省公安厅"
Answer = tuple[int, str, bytes]


def seed(party: str) -> bytes:
    """The identity key of a party; of the log and the witnesses something else of the vectors."""
    if party in VECTORS["keys"]["parties"]:
        return bytes.fromhex(VECTORS["keys"]["parties"][party]["seed"])
    return sha256(party.encode())


@cache
def form(questions: int = 3) -> bytes:
    """The first questions of the online questionnaire, as a released form."""
    whole = json.loads(ONLINE.read_text(encoding="utf-8"))["form"]
    asked = [inner for group in whole["questions"] for inner in group.get("questions", [group])]
    content = {**whole, "questions": [one for one in asked if one["type"] == "choice"][:questions]}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def body(name: str, controller: str, *parties: str, hosts: tuple[str, ...] = ()) -> Body:
    return Body(name, controller, tuple(ed25519.public_key(seed(party)) for party in parties), hosts)


POLICE = body(RATED, RATED)
BODIES = {
    "A": (
        POLICE,
        body("云岭省统计局", "云岭省统计局", "M"),
        body("云岭大学", "云岭大学", "S"),
        body("云岭省公证协会", "云岭省公证协会", "R", "T1", "w1"),
        body("云岭省律师协会", "云岭省律师协会", "T2", "w2"),
        body("云岭省图书馆", "云岭省图书馆", hosts=(HOST,)),
    ),
    "B": (
        body(RATED, RATED, "S"),
        body("云岭省统计局", "云岭省统计局", "M", "T1", "w1"),
        body("云岭省公证协会", "云岭省公证协会", "R", "T2", "w2"),
        body("云岭省图书馆", "云岭省图书馆", hosts=(HOST,)),
    ),
    "C": (body(RATED, RATED, "S", "R", "T2", "M"), body("云岭省统计局", "云岭省统计局", "T1", "w1")),
    "D": (body(RATED, RATED, "M", "S", "R", "T1", "T2"),),
}


def witness(name: str) -> VerifierKey:
    return VerifierKey(f"{name}.pingyi.example", COSIGNATURE, ed25519.public_key(seed(name)))


def log_key() -> VerifierKey:
    return VerifierKey("b.pingyi.example/yunling", ED25519, ed25519.public_key(seed("log")))


def pins(port: int, **changed) -> Pins:
    """What the page of this server trusts."""
    given = Pins(
        organiser=Text("云岭省群众评议委员会", "Yunling Commission for Public Appraisal"),
        roll_keepers=(ed25519.public_key(seed("M")),),
        witnesses=(witness("w1"), witness("w2")),
        quorum=1,
        bodies=(),
        home="",
        links={"problem": "/report", "discipline": "/discipline", "privacy": "/privacy", "verify": "verify.html"},
        loopback=True,
    )
    return replace(given, **changed)


@cache
def _modulus(n: int) -> bytes:
    return bytes.fromhex(VECTORS["keys"]["rsa"][n]["modulus"])


def _cell(index: int, channel: str) -> bytes:
    names = [("云桥分局户籍窗口", "Yunqiao Branch, household window"), ("柳渡县公安局", "Liudu County Bureau")]
    return CellRecord(
        index=index,
        unit=f"530102-{index}",
        name_zh=names[index][0],
        name_en=names[index][1],
        parents=(),
        ballot_key=PublicKey(_modulus(2 * index)),
        entry_key=PublicKey(_modulus(2 * index + 1)),
        roll_count=len(CODES),
        roll_root=bytes(32),
        channel=channel,
        k=30,
    ).encode_line()


def _party(party: Party) -> Identity:
    hpke = bytes.fromhex(VECTORS["keys"]["hpke"][party.name]["public"]) if party.name in ("T1", "T2") else None
    return Identity(f"{party.name.lower()}.pingyi.example", ed25519.public_key(seed(party.name)), hpke)


@dataclass
class World:
    """One campaign and everything that speaks for it. `wrong[act]` replaces what a service answers."""

    port: int
    letter: str = "B"
    questions: int = 3
    channel: str = "letter"
    changed: dict = field(default_factory=dict)
    pinned: dict = field(default_factory=dict)
    now: datetime = NOW
    wrong: dict[str, Callable[[bytes], Answer | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    issued: dict[tuple[int, bytes], tuple[bytes, bytes]] = field(default_factory=dict)
    cast: dict[bytes, CastRequest] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page = build(pins(self.port, **self.pinned))
        self.form = form(self.questions)
        self.lines = [_cell(index, self.channel) for index in range(CELLS)]
        self.manifest = self._manifest()
        self.camp = manifests.camp(self.manifest.encode())
        self.fingerprint = manifests.fingerprint(self.camp)
        self.files = {f"/c/{self.fingerprint}/{path}": content for path, content in self._public().items()}
        self.files["/"] = self.files["/appraise.html"] = self.page
        self.files["/addresses.json"] = json.dumps(self.addresses()).encode()
        self.files["/campaigns.json"] = json.dumps([self.fingerprint]).encode()

    def addresses(self) -> dict[str, str]:
        """Where the services live: another origin than the page's."""
        names = [*(f"{party.lower()}.pingyi.example" for party in ("S", "R", "B")), "relay.pingyi.example"]
        return {name: f"http://127.0.0.1:{self.port}/{name.split('.')[0]}" for name in names}

    def link(self, code: str = CODES[0], cell: int = 0) -> str:
        return codes.link(f"http://localhost:{self.port}/appraise.html", code, cell, self.fingerprint)

    def _manifest(self) -> Manifest:
        keys = {codes.seed(code, "yunling-2026") for code in CODES}
        records = sorted(lists.in_cell(0, ed25519.public_key(key)) for key in keys)
        options = [6] * self.questions
        given = Manifest(
            id="yunling-2026",
            kind="external",
            demonstration=False,
            rated=RATED,
            questionnaire=sha256(self.form),
            options=tuple(options),
            cells=CELLS,
            cells_root=cell_lines.root(self.lines),
            roll=Roll(len(records), lists.root(records), bytes(32)),
            log=log_key(),
            witnesses=(witness("w1"), witness("w2")),
            quorum=2,
            parties={party: _party(party) for party in Party},
            page=Page(HOST, sha256(self.page)),
            relays=("relay.pingyi.example",),
            scheme=bytes(32),
            opens=OPENS,
            closes=CLOSES,
            batch_max=0,
            batch_source="",
            beacon="",
            bodies=BODIES[self.letter],
        )
        return replace(given, **self.changed)

    def _public(self) -> dict[str, bytes]:
        signed = {party: manifests.sign(seed(party.name), self.camp) for party in SIGNERS_OF_MANIFEST}
        return {
            "manifest.json": self.manifest.encode(),
            "manifest.sigs": manifests.Signatures.of(signed).encode(),
            "questionnaire.json": self.form,
            **dict(cell_lines.proofs(self.lines)),
            **{f"log/{path}": content for path, content in self.log([ManifestEntry(self.camp).encode()]).items()},
        }

    def log(self, entries: list[bytes], witnesses: tuple[str, ...] = ("w1", "w2")) -> dict[str, bytes]:
        """The public files of a log with these entries, cosigned."""
        writer = tiles.Writer()
        files = dict([*writer.append(entries), *writer.partials()])
        text = Checkpoint(log_key().name, writer.size, writer.root()).encode()
        note = Note(text, (sign(seed("log"), log_key().name, text),)).encode()
        cosigned = [cosign(seed(name), witness(name).name, text, 1_795_000_000) for name in witnesses]
        return {**files, "checkpoint": assemble(note, cosigned, [witness(name) for name in witnesses])}

    def public(self, path: str, content: bytes | None) -> None:
        """Replace a public file of the campaign; None takes it away."""
        self.files[f"/c/{self.fingerprint}/{path}"] = content

    def answer(self, path: str, content: bytes) -> Answer:
        """What a service answers to a POST."""
        host, act = path.strip("/").split("/v1/")
        self.asked.append(f"{host} {act}")
        replaced = self.wrong.get(host, lambda _: None)(content)
        if replaced is not None:
            return replaced
        reply = self.issue(content) if act == "issue" else self.receive(content)
        return (200, "application/octet-stream", reply) if isinstance(reply, bytes) else reply

    def issue(self, content: bytes) -> bytes | Answer:
        """A signer: one blinded message per key of the roll."""
        request = IssueRequest.parse(content)
        known = {ed25519.public_key(codes.seed(code, self.manifest.id)) for code in CODES}
        if request.camp != self.camp:
            return problem("wrong_campaign")
        if request.pk not in known:
            return problem("unknown_key")
        if not request.verify():
            return problem("bad_signature")
        asked = (sha256(request.blinded), request.signature)
        kept = self.issued.setdefault((request.role, request.pk), asked)
        if kept[0] != asked[0]:
            return problem("used", h_blinded=kept[0].hex(), sig=kept[1].hex())
        key = VECTORS["keys"]["rsa"][2 * request.cell + request.role - 1]
        number, d = int(key["modulus"], 16), int(key["d"], 16)
        return pow(int.from_bytes(request.blinded, "big"), d, number).to_bytes(256, "big")

    def receive(self, content: bytes) -> bytes:
        """The box."""
        request = CastRequest.parse(content)
        self.cast.setdefault(sha256(request.envelope), request)
        index = 1 + list(self.cast).index(sha256(request.envelope))
        entry = BallotEntry(request.cell, request.token, sha256(request.envelope))
        hashed = leaf_hash(entry.encode())
        signature = ed25519.sign(seed("B"), receipt_message(self.camp, index, hashed))
        return CastReply(index, hashed, signature).encode()

    def opened(self) -> list[ballots.Plaintext]:
        """What the trustees find in the box."""
        return [self._open(request) for request in self.cast.values()]

    def _open(self, request: CastRequest) -> ballots.Plaintext:
        private = {
            party: envelopes.derive_private_key(bytes.fromhex(VECTORS["keys"]["hpke"][party]["seed"]))
            for party in ("T1", "T2")
        }
        inner = envelopes.open_(private["T1"], envelopes.outer_info(self.camp, request.cell), request.envelope)
        plain = envelopes.open_(private["T2"], envelopes.inner_info(self.camp, request.cell), inner)
        return ballots.Plaintext.parse(plain, self.manifest.questions)


def problem(code: str, status: int = 409, **fields: str) -> Answer:
    """A refusal as services write it."""
    content = json.dumps({"code": code, "status": status, **fields}, separators=(",", ":"))
    return status, "application/problem+json", content.ljust(256).encode()


class Host:
    """The web server; `world` is replaced for each test."""

    def __init__(self) -> None:
        host = self

        class Handler(_Handler):
            served = host

        self.world: World | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Host

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        content = self.served.world.files.get(path)
        if content is None:
            return self._send(404, "text/plain", b"")
        kind = "application/octet-stream" if path.startswith("/c/") or path.endswith(".json") else "text/html"
        if part := self.headers["Range"]:
            first, last = part.removeprefix("bytes=").split("-")
            return self._send(206, kind, content[int(first) : int(last) + 1])
        return self._send(200, kind, content)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        return self._send(*self.served.world.answer(self.path, content))

    def do_OPTIONS(self) -> None:
        self._send(204, "text/plain", b"")

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self.served.world.now, usegmt=True))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "content-type")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""
