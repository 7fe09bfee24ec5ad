"""Founding an online appraisal: the roll, the page, the manifest that five bodies sign, the box with log entry 0."""

import csv
import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from pingyi.ballotbox.campaign import Campaign as BoxCampaign
from pingyi.ballotbox.founding import found as found_box
from pingyi.ballotbox.keys import read_keys
from pingyi.demonstration.appraisal.bodies import PAGE, RATED, Found, Houses, move_in
from pingyi.demonstration.story.design import ORGANISER
from pingyi.directory.exporting import export_units
from pingyi.durable.identity import read_identity
from pingyi.forms.model import Form
from pingyi.forms.writing import canonical_bytes
from pingyi.page import Pins, build, build_verifier
from pingyi.polling.agreement import moment_text
from pingyi.polling.questions import options_of
from pingyi.primitives.hashing import sha256
from pingyi.protocol import manifest as manifests
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Party
from pingyi.rollkeeper.desk import Desk
from pingyi.rollkeeper.eligibility import COLUMNS
from pingyi.rollkeeper.identity import make_auditor
from pingyi.rollkeeper.letters.glyphs import glyphs_of
from pingyi.rollkeeper.making import RollMade, Settings, make_roll
from pingyi.rollkeeper.planning import plan_people


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign fixes: its id, when it is open, what it asks, its scheme's hash, how many each unit invites."""

    id: str
    opens: dt.datetime
    closes: dt.datetime
    form: Form
    scheme: str
    invited: dict[str, int]  # unit code -> people
    links: dict[str, str]


@dataclass(frozen=True, slots=True)
class Founded:
    """A founded campaign: manifest and its bytes, its name, the page of this campaign and the one that verifies."""

    manifest: Manifest
    content: bytes
    camp: bytes
    page: bytes
    verifier: bytes

    @property
    def fingerprint(self) -> str:
        """The 26 characters that letters print."""
        return manifests.fingerprint(self.camp)


def found(houses: Houses, terms: Terms) -> Founded:
    """Found a campaign; what an interrupted build has left in the houses is cleared away first."""
    for left in (houses.root, houses.public):
        shutil.rmtree(left, ignore_errors=True)
    people, units = _lists(houses, terms)
    desk = Desk(houses.folder(Party.M) / "desk")
    cells = plan_people(desk, people, units, terms.id, glyphs_of())
    bodies = move_in(houses, terms.id, len(cells))
    roll = _roll(houses, desk, people)
    pins = _pins(bodies, terms)
    page = build(pins)
    manifest = _manifest(bodies, terms, roll, sha256(page))
    founded = Founded(manifest, manifest.encode(), manifests.camp(manifest.encode()), page, build_verifier(pins))
    _publish(houses, desk, terms, founded)
    found_box(BoxCampaign.read(houses.public), str(houses.store(Party.B)), read_keys(houses.folder(Party.B)))
    return founded


def _lists(houses: Houses, terms: Terms) -> tuple[Path, Path]:
    """Write the list of invented people and the unit file, as organiser and office hand them over."""
    houses.root.mkdir(parents=True, mode=0o700)
    people, units = houses.root / "people.csv", houses.root / "units.csv"
    with people.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        table.writerow(COLUMNS)
        numbers = (f"demo-{number:06}" for number in range(1, 10**6))
        for unit, invited in terms.invited.items():
            for _ in range(invited):
                person = next(numbers)
                table.writerow((person, f"演示居民{person[5:]}", "", "云岭省演示路1号", "", unit, "letter", ""))
    units.write_bytes(export_units(".csv"))
    return people, units


def _roll(houses: Houses, desk: Desk, people: Path) -> RollMade:
    auditor = make_auditor(houses.root / "auditor.key")
    keys = (houses.folder(Party.S) / "public.json", houses.folder(Party.R) / "public.json")
    return make_roll(desk, people, keys, Settings(auditor))


def _pins(bodies: Found, terms: Terms) -> Pins:
    return Pins(
        organiser=ORGANISER,
        roll_keepers=(bodies.identities[Party.M].key,),
        witnesses=(bodies.witness,),
        quorum=1,
        bodies=(),
        home="",
        links=terms.links,
        loopback=True,
    )


def _manifest(bodies: Found, terms: Terms, roll: RollMade, bundle: bytes) -> Manifest:
    return Manifest(
        id=terms.id,
        kind="external",
        demonstration=True,
        rated=RATED,
        questionnaire=sha256(canonical_bytes(terms.form)),
        options=options_of(terms.form),
        cells=roll.cells,
        cells_root=roll.cells_root,
        roll=Roll(roll.count, roll.root, roll.map_root),
        log=bodies.log,
        witnesses=(bodies.witness,),
        quorum=1,
        parties=bodies.identities,
        page=Page(PAGE, bundle),
        relays=(),
        scheme=bytes.fromhex(terms.scheme),
        opens=moment_text(terms.opens),
        closes=moment_text(terms.closes),
        batch_max=0,
        batch_source="",
        beacon="开票后第一期云岭福利彩票开奖号码 (invented)",
        bodies=bodies.bodies(),
    )


def _publish(houses: Houses, desk: Desk, terms: Terms, founded: Founded) -> None:
    """Lay the campaign's files into the public folder; the box adds what is its own."""
    public, made = houses.public, desk.roll(0) / "public"
    (public / "roll").mkdir(parents=True)
    root = founded.manifest.roll.root.hex()
    files = {
        "manifest.json": founded.content,
        "manifest.sigs": _signatures(houses, founded.camp).encode(),
        "questionnaire.json": canonical_bytes(terms.form),
        "cells.jsonl": (made / "cells.jsonl").read_bytes(),
        f"roll/{root}.bin": (made / "roll" / f"{root}.bin").read_bytes(),
    }
    for path, content in files.items():
        (public / path).write_bytes(content)


def _signatures(houses: Houses, camp: bytes) -> manifests.Signatures:
    """Let each of the five sign with its identity key."""
    seeds = {party: read_identity(houses.folder(party) / "identity.key") for party in SIGNERS_OF_MANIFEST}
    return manifests.Signatures.of({party: manifests.sign(seed, camp) for party, seed in seeds.items()})
