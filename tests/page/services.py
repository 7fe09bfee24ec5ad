"""The real services of one campaign in this process, each on a port of its own: two signers, the box, a witness."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.simple_server import make_server

from pingyi.ballotbox import founding, running
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.keys import make_keys as make_box_keys
from pingyi.ballotbox.keys import read_keys as read_box_keys
from pingyi.durable.stores import create_store
from pingyi.ledger.notes import COSIGNATURE, VerifierKey
from pingyi.page import build
from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells as cell_lines
from pingyi.protocol import lists
from pingyi.protocol import manifest as manifests
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Party
from pingyi.signer import building
from pingyi.signer.issuing import LAYOUT
from pingyi.signer.keys import make_keys, read_identity, read_public
from pingyi.tokens import codes
from pingyi.tokens.rsa import PublicKey
from tests.ballotbox.boxes import RunningWitness, _Quiet
from tests.ballotbox.world import seed as seed_of_box
from tests.page import world as small

ID = "yunling-2026"
ROLES = {1: "ballot", 2: "entry"}


class Services:
    """A folder `home` with everything; looks to the small web server like the small world does."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port, self._stack = home, port, ExitStack()
        self.public_folder = home / "public"
        self.letter, self.now = "D", datetime.now(UTC)
        for role, name in ROLES.items():
            list(make_keys(home / name, role=role, cells=2))
        make_box_keys(home / "box", log=small.seed("log"), identity=small.seed("B"))
        witness = VerifierKey("w1.pingyi.example", COSIGNATURE, ed25519.public_key(seed_of_box("w1.pingyi.example")))
        self.page = build(replace(small.pins(port), witnesses=(witness,)))
        self._write_campaign(witness)
        self._start()

    def link(self, code: str, cell: int = 0) -> str:
        return codes.link(f"http://localhost:{self.port}/appraise.html", code, cell, self.fingerprint)

    @property
    def files(self) -> "Services":
        return self

    def get(self, path: str) -> bytes | None:
        """What the page's host has at a path: the page, and the public folder of the box."""
        if path == "/appraise.html":
            return self.page
        if path == "/addresses.json":
            return json.dumps(self.addresses).encode()
        below = self.public_folder / path.removeprefix(f"/c/{self.fingerprint}/")
        return below.read_bytes() if below.is_file() else None

    def _write_campaign(self, witness: VerifierKey) -> None:
        records = sorted(lists.in_cell(0, ed25519.public_key(codes.seed(code, ID))) for code in small.CODES)
        lines = [self._cell(index, [one for one in records if one[3] == index]) for index in range(2)]
        base = small.World(self.port).manifest
        identities = {role: read_identity(self.home / name) for role, name in ROLES.items()}
        parties = dict(base.parties)
        for role, identity in identities.items():
            parties[Party(role)] = replace(parties[Party(role)], key=ed25519.public_key(identity))
        self.manifest = replace(
            base,
            parties=parties,
            roll=Roll(len(records), lists.root(records), bytes(32)),
            cells_root=cell_lines.root(lines),
            witnesses=(witness,),
            quorum=1,
            page=Page(small.HOST, sha256(self.page)),
            opens="2020-01-01T00:00:00Z",
            closes="2090-01-01T00:00:00Z",
            demonstration=True,
        )
        content = self.manifest.encode()
        self.camp = manifests.camp(content)
        self.fingerprint = manifests.fingerprint(self.camp)
        seeds = {party: identities.get(int(party)) or small.seed(party.name) for party in SIGNERS_OF_MANIFEST}
        signed = {party: manifests.sign(secret, self.camp) for party, secret in seeds.items()}
        folder = self.public_folder
        (folder / "roll").mkdir(parents=True)
        (folder / lists.path("roll", lists.root(records))).write_bytes(b"".join(records))
        (folder / "cells.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
        (folder / "questionnaire.json").write_bytes(small.form())
        (folder / "manifest.json").write_bytes(content)
        (folder / "manifest.sigs").write_bytes(manifests.Signatures.of(signed).encode())

    def _cell(self, index: int, records: list[bytes]) -> bytes:
        ballot, entry = (PublicKey(read_public(self.home / name).moduli[index]) for name in ROLES.values())
        record = CellRecord.parse_line(small.World(self.port).lines[index])
        own = {"roll_count": len(records), "roll_root": lists.root(records)}
        return replace(record, ballot_key=ballot, entry_key=entry, **own).encode_line()

    def _start(self) -> None:
        witness = RunningWitness("w1.pingyi.example", self.manifest.log, self.home, clock=time.time).start()
        self._stack.callback(witness.stop)
        self.addresses = {"w1.pingyi.example": witness.url}
        for role, name in ROLES.items():
            store = str(self.home / f"{name}.sqlite3")
            create_store(store, LAYOUT)
            setting = building.Setting(self.home / name, self.public_folder, store, role)
            building.check(setting)
            self.addresses[self.manifest.parties[Party(role)].name] = self._serve(building.build(setting))
        self.addresses[self.manifest.parties[Party.B].name] = self._serve(self._box())

    def _box(self) -> Callable:
        (self.home / "addresses.json").write_text(json.dumps(self.addresses), encoding="utf-8")
        store = str(self.home / "box.sqlite3")
        founding.found(Campaign.read(self.public_folder), store, read_box_keys(self.home / "box"))
        addresses = self.home / "addresses.json"
        self.setting = running.Setting(store, self.public_folder, self.home / "box", addresses, every=0.3)
        return running.build(self.setting)

    def _serve(self, application) -> str:
        server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self._stack.callback(application.close)
        self._stack.callback(server.server_close)
        self._stack.callback(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def stop(self) -> None:
        self._stack.close()
