"""A campaign with a real box over HTTP, a real witness, two trustees, and ballots of which everything is known."""

import shutil
import threading
from pathlib import Path
from wsgiref.simple_server import make_server

from pingyi.ballotbox.box import Box
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.founding import close
from pingyi.ballotbox.running import routes_of
from pingyi.durable.application import Application
from pingyi.primitives.integers import u32
from pingyi.protocol import lists, statements
from pingyi.protocol.entries import SIZES
from pingyi.protocol.entries import parse as parse_entry
from pingyi.tokens.casting import CastReply, CastRequest
from pingyi.trustee.mirror.campaign import Campaign
from pingyi.trustee.mirror.pulling import pull
from pingyi.trustee.opening.objections import finish, hand_on
from pingyi.trustee.opening.outer import open_outer
from pingyi.trustee.opening.rows import publish_rows
from pingyi.trustee.opening.tally import open_inner
from pingyi.trustee.outbox import send, waiting
from pingyi.trustee.steps import Trustee
from tests.ballotbox.boxes import RunningWitness, Standing, _Quiet
from tests.ballotbox.world import AFTER, OPEN, make_world, seed, witness_key
from tests.trustee import ballots

DAY = 86_400
LATER = AFTER + 8 * DAY
GOOD = {0: 33, 1: 29, 2: 0}  # valid ballots of each cell; k is 30 everywhere
TWICE = 2  # ballots of cell 0 that are cast twice
SMALL = 12  # ballots of cell 2, which is never opened: not even envelopes that open
LOST = "lost"  # a good ballot of cell 0 whose envelope T1 loses
CAST = {0: 33 + TWICE + len(ballots.KINDS) + 1, 1: 30, 2: SMALL}


def trustee_folder(home, name):
    """A folder with the keys that the manifest of the ballotbox's tests names."""
    folder = home / name
    folder.mkdir(mode=0o700, parents=True)
    scalar = (int.from_bytes(seed(name), "big") >> 1).to_bytes(32, "big")
    for file, content in (("identity.key", seed(name)), ("opening.key", scalar)):
        (folder / file).write_bytes(content)
        (folder / file).chmod(0o600)
    return folder


class Network:
    """Passes requests on to a service, until it is cut: then it answers 500, or with half of what it announced."""

    def __init__(self, application):
        self._application, self.left, self.half = application, None, False

    def cut(self, after, *, half=False):
        self.left, self.half = after, half

    def __call__(self, environ, start):
        if self.left is None or self.left > 0:
            self.left = None if self.left is None else self.left - 1
            return self._application(environ, start)
        if not self.half:
            start("500 Cut", [("Content-Length", "0")])
            return [b""]
        return [part[: len(part) // 2] for part in self._application(environ, start)]


class Country:
    """The box, its witness, and the folders of both trustees: t1, t2, and their copies of the campaign, c1, c2."""

    def __init__(self, home, *, demonstration=False):
        witness = witness_key("w.example")
        self.home, self.clock = home, OPEN
        self.world = make_world(home, cells=3, witnesses=(witness,), quorum=1, demonstration=demonstration)
        self.witness = RunningWitness("w.example", self.world.manifest.log, home, lambda: int(self.clock)).start()
        self.box = Standing(self.world, self.world.found(), [self.witness])
        self.url = self._serve(self.box.box)
        for name in ("t1", "t2"):
            trustee_folder(home, name.upper()).rename(home / name)
            (home / name.replace("t", "c")).mkdir()
            shutil.copy(self.world.public / "manifest.json", home / name.replace("t", "c"))
        self.indices = {}

    def _serve(self, box: Box):
        application = Application(routes_of(box, Folder(self.world.public)), healthy=lambda: True)
        self.network = Network(application)
        self._server = make_server("127.0.0.1", 0, self.network, handler_class=_Quiet)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self.witness.stop()
        self.box.close()

    def cast(self, name, cell, envelope):
        token = self.world.token(envelope, cell)
        reply = self.box.cast(CastRequest(self.world.camp, cell, token, envelope))
        self.indices[name] = CastReply.parse(reply).index
        return envelope

    def round(self, now=None):
        """A checkpoint that the witness cosigns."""
        self.clock = self.box.now = now or self.box.now + 60
        assert self.box.round(), self.box.told

    def pull(self, which, now=None):
        return pull(self.home / f"t{which}", self.home / f"c{which}", self.url, now=now or self.box.now)

    def trustee(self, which):
        return trustee(self.home, which)

    def send(self, which):
        """Send everything that waits; return the types of the entries."""
        folder, campaign = self.home / f"t{which}" / "outbox", Campaign.read(self.home / f"c{which}")
        sent = [(path.name, send(campaign, self.url, path)) for path in waiting(folder)]
        return [name.removesuffix(".entry") for name, _ in sent]

    def fill(self):
        """Cast everything: good ballots, one of each bad kind, doubles, one that will be lost, an unopened cell."""
        order = [(f"good {cell} {n}", cell) for cell, count in GOOD.items() for n in range(count)]
        for name, cell in order:
            self.cast(name, cell, ballots.good(self.world, name, cell, comment=f"说明 {name}"))
        for n in range(TWICE):
            same = ballots.plaintext(self.world, f"good 0 {n}", 0).encode()
            self.cast(f"twice {n}", 0, ballots.envelope(self.world, f"twice {n}", 0, same))
        for kind in ballots.KINDS:
            self.cast(kind, 0, ballots.bad(self.world, kind, 0))
        self.cast("token 1", 1, ballots.bad(self.world, "token", 1))
        for n in range(SMALL):
            self.cast(f"small {n}", 2, ballots.noise(f"small {n}", 2048))
        self.lost = self.cast(LOST, 0, ballots.good(self.world, LOST, 0))

    def end(self):
        """Both signers log their records; the box closes."""
        self.issuance = _records({cell: cast + 1 for cell, cast in CAST.items()})
        (self.world.public / "issuance").mkdir(exist_ok=True)
        root = lists.root(self.issuance)
        (self.world.public / lists.path("issuance", root)).write_bytes(b"".join(self.issuance))
        self.box.box.append(self.world.issuance(1))
        self.box.box.append(self.world.issuance(2, size=len(self.issuance), root=root))
        self.round(AFTER)
        close(self.box.campaign, self.box.store, AFTER)
        self.round()

    def lose(self):
        """Let T1's copy of one envelope be damaged beyond what a pull would mend."""
        slot = list(self.indices).index(LOST)
        with (self.home / "t1" / "envelopes.bin").open("r+b") as file:
            file.seek(slot * 2048)
            file.write(bytes(2048))


def _records(counts):
    """Issuance records of R as they count: only the cell is looked at by T2."""
    return sorted(
        seed(f"pk {cell} {n}") + b"\x02" + u32(cell) + ballots.noise(f"record {cell} {n}", 96)
        for cell, count in counts.items()
        for n in range(count)
    )


def trustee(home, which):
    return Trustee.read(home / f"t{which}", home / f"c{which}")


class Stages:
    """One real campaign from the first ballot to the rows, with a copy of all four folders at every stage."""

    def __init__(self, home):
        self.snapshots = home / "stages"
        self.country = Country(home / "country")

    def run(self):
        country = self.country
        country.round()
        country.fill()
        country.round()
        country.pull(1), country.pull(2)
        self._keep("open")
        assert country.send(1) == ["1-held-020763-a"]
        country.end()
        country.pull(1), country.pull(2), country.send(1), country.lose()
        self._keep("closed")
        open_outer(country.trustee(1), with_missing=True, processes=1)
        self._log(1, "outer")
        shutil.copy(country.home / "t1" / "handover" / "inner.bin", country.home / "inner.bin")
        self.counts = open_inner(country.trustee(2), country.home / "inner.bin", processes=1)
        self._log(2, "tags")
        evidence = country.home / "evidence"
        evidence.write_bytes(country.indices[LOST].to_bytes(8, "big") + country.lost)
        file, self.looked = hand_on(country.trustee(1), [evidence], now=LATER)
        self.final = finish(country.trustee(2), file, now=LATER, in_small_groups=True)
        self._log(2, "final")
        self.released = publish_rows(country.trustee(2), processes=1)
        self._log(2, "rows")
        country.stop()
        return self

    def _log(self, which, stage):
        self.country.send(which)
        self.country.round()
        self.country.pull(1), self.country.pull(2)
        self._keep(stage)

    def _keep(self, stage):
        for name in ("t1", "t2", "c1", "c2"):
            shutil.copytree(self.country.home / name, self.snapshots / stage / name)

    def at(self, stage, home):
        """Copy a stage to a folder of a test."""
        shutil.copytree(self.snapshots / stage, home, dirs_exist_ok=True)
        return home


def entry_of(path: Path):
    """The log entry of an outbox file."""
    content = path.read_bytes()
    return parse_entry(content[: SIZES[content[0]]])


def statement_of(path: Path):
    """The statement of an outbox file."""
    return statements.parse(path.read_bytes()[98:])
