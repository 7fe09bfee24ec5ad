"""A small campaign through the real programs, from the list of people to the published rows, every byte kept.

Roll keeper, both signers, ballot box, witness and both trustees are the programs that their hosts run; only the clock
is the story's. Besides, a front in each service's place wrote down every request as an HTTP front could.
"""

import copy
import csv
import datetime as dt
import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from pingyi.ballotbox.campaign import Campaign as BoxCampaign
from pingyi.ballotbox.founding import found as found_box
from pingyi.ballotbox.keys import read_keys
from pingyi.demonstration.appraisal.bodies import PAGE, RATED, Houses, move_in
from pingyi.demonstration.appraisal.ceremony import Ceremony, Clock
from pingyi.demonstration.appraisal.loopback import running
from pingyi.durable.identity import read_identity
from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import casting, cells, lists
from pingyi.protocol import manifest as manifests
from pingyi.protocol.casting import RANDOM_BYTES, Randomness, Resident
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Party
from pingyi.rollkeeper.desk import Desk
from pingyi.rollkeeper.eligibility import COLUMNS
from pingyi.rollkeeper.identity import make_auditor
from pingyi.rollkeeper.invitations import stored
from pingyi.rollkeeper.making import CODES, Settings, make_roll
from pingyi.rollkeeper.planning import plan_people
from pingyi.tokens import codes

CAMPAIGN = "linkage-2026"
INVITED = 150  # in each cell; a cell with fewer is merged
QUESTIONS = 3
OPENED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
CLOSED = dt.datetime(2026, 11, 15, tzinfo=dt.UTC)
QUESTIONNAIRE = b"{}\n"
EVERYBODY = frozenset(range(0x20, 0x30000))  # a font with every character


@dataclass(slots=True)
class Person:
    """Somebody who cast a ballot, with what was secret on her phone (`nonce`, `row_salt`: the truth to be guessed)."""

    name: str
    cell: int
    pk: bytes
    requests: dict[str, bytes] = field(default_factory=dict)  # S, R, B
    replies: dict[str, bytes] = field(default_factory=dict)
    index: int = 0
    nonce: bytes = b""
    answers: bytes = b""


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as a front logs it: which service, when (a number that rises), who, how long both bodies were."""

    service: str
    moment: float
    person: str
    asked: int
    answered: int


class Founded:
    """The campaign as it stands before the first ballot: lists, roll, keys, manifest, an empty box."""

    def __init__(self, home: Path, *, units: int, opens: dt.datetime = OPENED, closes: dt.datetime = CLOSED) -> None:
        self.home, self.hours = home, (opens, closes)
        self.houses = Houses(home / "houses", home / "houses" / "public")
        self._found(units)
        self.found_box(str(self.houses.store(Party.B)))

    def found_box(self, store: str) -> None:
        """Make an empty box in a new store."""
        found_box(BoxCampaign.read(self.houses.public), store, read_keys(self.houses.folder(Party.B)))

    def copied(self, home: Path) -> "Founded":
        """The same campaign in other folders: making keys takes long."""
        shutil.copytree(self.houses.root, home / "houses")
        other = copy.copy(self)
        other.home, other.houses = home, Houses(home / "houses", home / "houses" / "public")
        return other

    def _found(self, units: int) -> None:
        desk = Desk(self.houses.folder(Party.M) / "desk")
        people, tree = self._lists(units)
        planned = plan_people(desk, people, tree, CAMPAIGN, EVERYBODY)
        self.bodies = move_in(self.houses, CAMPAIGN, len(planned))
        keys = (self.houses.folder(Party.S) / "public.json", self.houses.folder(Party.R) / "public.json")
        made = make_roll(desk, people, keys, Settings(make_auditor(self.houses.root / "auditor.key")))
        self.manifest = self._manifest(made)
        self.camp = manifests.camp(self.manifest.encode())
        self._publish(desk.roll(0) / "public", made.root)
        self.invited = list(stored(desk.roll(0) / CODES))

    def _lists(self, units: int) -> tuple[Path, Path]:
        self.houses.root.mkdir(parents=True, mode=0o700)
        people, tree = self.houses.root / "people.csv", self.houses.root / "units.csv"
        with people.open("w", encoding="utf-8", newline="") as target:
            table = csv.writer(target, lineterminator="\n")
            table.writerow(COLUMNS)
            for number in range(units * INVITED):
                person = f"P-{number:05}"
                table.writerow((person, "张三", "", "人民路1号", "", f"u-{number % units}", "letter", ""))
        with tree.open("w", encoding="utf-8", newline="") as target:
            table = csv.writer(target, lineterminator="\n")
            table.writerow(("code", "parent", "name_zh", "name_en"))
            table.writerow(("u", "", "云岭省公安厅", "Yunling"))
            table.writerows((f"u-{number}", "u", f"第{number}派出所", f"Station {number}") for number in range(units))
        return people, tree

    def _manifest(self, made) -> Manifest:
        return Manifest(
            id=CAMPAIGN,
            kind="external",
            demonstration=True,
            rated=RATED,
            questionnaire=sha256(QUESTIONNAIRE),
            options=(5,) * QUESTIONS,
            cells=made.cells,
            cells_root=made.cells_root,
            roll=Roll(made.count, made.root, made.map_root),
            log=self.bodies.log,
            witnesses=(self.bodies.witness,),
            quorum=1,
            parties=self.bodies.identities,
            page=Page(PAGE, bytes(32)),
            relays=(),
            scheme=bytes(32),
            opens=self.hours[0].strftime("%Y-%m-%dT%H:%M:%SZ"),
            closes=self.hours[1].strftime("%Y-%m-%dT%H:%M:%SZ"),
            batch_max=0,
            batch_source="",
            beacon="",
            bodies=self.bodies.bodies(),
        )

    def _publish(self, made: Path, root: bytes) -> None:
        public = self.houses.public
        (public / "roll").mkdir(parents=True)
        seeds = {one: read_identity(self.houses.folder(one) / "identity.key") for one in SIGNERS_OF_MANIFEST}
        signed = {party: manifests.sign(seed, self.camp) for party, seed in seeds.items()}
        (public / "manifest.json").write_bytes(self.manifest.encode())
        (public / "manifest.sigs").write_bytes(manifests.Signatures.of(signed).encode())
        (public / "questionnaire.json").write_bytes(QUESTIONNAIRE)
        for path in ("cells.jsonl", lists.path("roll", root)):
            shutil.copy(made / path, public / path)
        with (public / "cells.jsonl").open("rb") as lines:
            self.cells = tuple(cells.records(lines))

    def residents(self) -> list[tuple[Person, Resident]]:
        """Everybody who has a code, in an order that tells nothing."""
        found = []
        for one in self.invited:
            seed = codes.seed(one.code, CAMPAIGN)
            resident = Resident(self.manifest, self.camp, self.cells[one.cell], seed)
            found.append((Person(one.line.partition(",")[0], one.cell, ed25519.public_key(seed)), resident))
        return found


class Played(Founded):
    """The campaign, played to the end below `home`.

    `people` voted in an order that chance decided; `front` saw all of it; `stages` has copies of all folders, taken
    while the services ran (with their write-ahead logs): "cast", "closed", "opened", "rows", "end".
    """

    def __init__(self, home: Path, *, units: int = 3, voters: int = 50, seed: int = 11) -> None:
        super().__init__(home, units=units)
        self.chance = random.Random(seed)
        self.front: list[Seen] = []
        self.stages = home / "stages"
        self.people = self._voters(voters)
        self._play()

    def stage(self, name: str, party: str = "") -> Path:
        """The copy of a folder at a stage."""
        return self.stages / name / party

    def rows(self) -> dict[int, list[bytes]]:
        """The published rows of each cell in their order, without the number of the cell."""
        [file] = (self.houses.public / "rows").glob("*.bin")
        found: dict[int, list[bytes]] = {}
        for record in lists.split(file.read_bytes(), 391 + QUESTIONS):
            cell, row = lists.parts(record)
            found.setdefault(cell, []).append(row)
        return found

    # How it is played

    def _voters(self, count: int) -> list[tuple[Person, Resident]]:
        """Choose who votes and in which order; both by lot."""
        by_cell: dict[int, list[tuple[Person, Resident]]] = {}
        for one in self.residents():
            by_cell.setdefault(one[0].cell, []).append(one)
        chosen = [one for group in by_cell.values() for one in self.chance.sample(group, count)]
        self.chance.shuffle(chosen)
        return chosen

    def _play(self) -> None:
        clock = Clock.at(OPENED + dt.timedelta(days=1))
        with running(self.houses, clock) as services:
            services.checkpointer.round()
            for number, (person, resident) in enumerate(self.people):
                self._vote(person, resident, services)
                if number % 40 == 39:
                    clock.go(days=1 / 24)
                    services.checkpointer.round()
            self._keep("cast")
            clock.moment = CLOSED.timestamp() + 1
            ceremony = Ceremony(self.houses, services, clock)
            for stage in ("closed", "opened", "end"):
                {"closed": ceremony.close, "opened": ceremony.open, "end": ceremony.end}[stage]()
                self._keep(stage)
        self.people = [person for person, _ in self.people]

    def _vote(self, person: Person, resident: Resident, services) -> None:
        """One person at her phone, as the page does it; some write a comment."""
        drawn = Randomness.cut(os.urandom(RANDOM_BYTES))
        person.answers = bytes(self.chance.randint(0, 5) for _ in range(QUESTIONS))
        choice, asked = casting.ask_ballot(resident, person.answers, drawn)
        person.nonce = asked.nonce
        comment = "说" * self.chance.choice((0, 0, 3, 400))
        reply = self._ask("S", person, asked.request.encode(), lambda body: services.issue(Party.S, body))
        envelope = casting.seal(
            resident, casting.token(resident, asked, reply), choice, drawn, private=f"{comment}{person.name[:0]}"
        )
        entry = casting.ask_entry(resident, envelope, drawn)
        reply = self._ask("R", person, entry.request.encode(), lambda body: services.issue(Party.R, body))
        request = casting.cast(resident, casting.token(resident, entry, reply), envelope)
        reply = self._ask("B", person, request.encode(), services.box.cast)
        person.index = casting.receipt(resident, request, reply).reply.index

    def _ask(self, service: str, person: Person, body: bytes, send) -> bytes:
        reply = send(body)
        person.requests[service], person.replies[service] = body, reply
        self.front.append(Seen(service, float(len(self.front)), person.name, len(body), len(reply)))
        return reply

    def _keep(self, stage: str) -> None:
        shutil.copytree(self.houses.root, self.stages / stage)
