"""What a manifest says, and its bytes."""

import re
from dataclasses import dataclass
from typing import Literal

from pingyi.ledger.notes import COSIGNATURE, ED25519, VerifierKey
from pingyi.primitives import canonical, ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol.bodies import Body, read_bodies
from pingyi.protocol.fields import HOST, U32, Fields
from pingyi.protocol.parties import TRUSTEES, Identity, Party
from pingyi.tokens import envelopes

FORMAT = "pingyi/v1/manifest"
KINDS = ("external", "internal")
_ID = re.compile(r"[a-z0-9-]{1,64}")
_KEYS = (
    *("format", "id", "kind", "demonstration", "rated", "questionnaire", "options", "cells", "cells_root", "roll"),
    *("log", "witnesses", "quorum", "parties", "page", "relays", "scheme", "opens", "closes"),
    *("batch_max", "batch_source", "beacon", "bodies"),
)
_APART = ("format", "roll", "log", "witnesses", "parties", "page", "bodies")  # not written as they are held


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll at the start: number of keys, root of the roll file, root of the person hashes in the same order."""

    count: int
    root: bytes
    map_root: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Where the resident's page is served, and the SHA-256 of its bundle."""

    host: str
    bundle: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that is fixed before the first letter leaves. Hashes and keys are bytes, moments are text."""

    id: str
    kind: Literal["external", "internal"]
    demonstration: bool
    rated: str  # the controller of the rated agency
    questionnaire: bytes  # SHA-256 of questionnaire.json
    options: tuple[int, ...]  # number of options of each question; an answer is 0 (none) or 1..m
    cells: int
    cells_root: bytes
    roll: Roll
    log: VerifierKey  # its name is the origin line of checkpoints
    witnesses: tuple[VerifierKey, ...]  # in the order in which kept checkpoints carry their cosignatures
    quorum: int
    parties: dict[Party, Identity]
    page: Page
    relays: tuple[str, ...]  # host names that hand envelopes on to the box, in the order to be tried
    scheme: bytes  # SHA-256 of the scoring scheme
    opens: str
    closes: str
    batch_max: int  # most keys that one batch adds to a cell; 0 where there are no batches
    batch_source: str  # the independent source of transaction counts
    beacon: str  # which public value of which later date draws the call-back audit
    bodies: tuple[Body, ...]

    @property
    def questions(self) -> int:
        """The number q of questions."""
        return len(self.options)

    @classmethod
    def parse(cls, content: bytes) -> "Manifest":
        """Read the exact bytes of `manifest.json`; Malformed for any other form, range or key."""
        found = _read(Fields(canonical.decode(content), "manifest", _KEYS))
        _check_keys(found)
        return found

    def encode(self) -> bytes:
        """Return the one form of these values; Malformed when one is out of its range."""
        content = canonical.encode(_listed(self))
        if Manifest.parse(content) != self:
            raise Malformed("manifest: its bytes say something else")
        return content


def _read(fields: Fields) -> Manifest:
    fields.choice("format", FORMAT)
    roll = fields.inner("roll", ("count", "root", "map_root"))
    page = fields.inner("page", ("host", "bundle"))
    witnesses = tuple(_vkey(text, COSIGNATURE) for text in fields.texts("witnesses"))
    found = Manifest(
        id=fields.matching("id", _ID),
        kind="internal" if fields.choice("kind", *KINDS) == "internal" else "external",
        demonstration=fields.flag("demonstration"),
        rated=fields.text("rated"),
        questionnaire=fields.octets("questionnaire", 32),
        options=fields.numbers("options", 1, 255),
        cells=fields.number("cells", 1, U32),
        cells_root=fields.octets("cells_root", 32),
        roll=Roll(roll.number("count", 0, U32), roll.octets("root", 32), roll.octets("map_root", 32)),
        log=_vkey(fields.text("log"), ED25519),
        witnesses=witnesses,
        quorum=fields.number("quorum", 0, len(witnesses)),
        parties=_parties(fields.inner("parties", tuple(party.name for party in Party))),
        page=Page(page.matching("host", HOST), page.octets("bundle", 32)),
        relays=fields.texts("relays", HOST),
        scheme=fields.octets("scheme", 32),
        opens=fields.moment("opens"),
        closes=fields.moment("closes"),
        batch_max=fields.number("batch_max", 0, U32),
        batch_source=fields.text("batch_source"),
        beacon=fields.text("beacon"),
        bodies=read_bodies(fields.array("bodies"), "manifest"),
    )
    if not 1 <= found.questions <= 96:
        raise fields.wrong("options", "not 1 to 96 questions")
    if found.opens >= found.closes:
        raise fields.wrong("closes", "not after opens")
    return found


def _parties(fields: Fields) -> dict[Party, Identity]:
    found = {}
    for party in Party:
        keys = ("name", "key", "hpke") if party in TRUSTEES else ("name", "key")
        inner = fields.inner(party.name, keys)
        hpke = inner.octets("hpke", 65) if party in TRUSTEES else None
        found[party] = Identity(inner.matching("name", HOST), inner.octets("key", 32), hpke)
    return found


def _vkey(text: str, kind: int) -> VerifierKey:
    found = VerifierKey.parse(text)
    if found.kind != kind:
        raise Malformed("manifest: a verifier key of the wrong kind of signature")
    return found


def _check_keys(found: Manifest) -> None:
    """Every key is a good one, and identities, log and witnesses are pairwise distinct (11.2)."""
    identities = [party.key for party in found.parties.values()]
    for key in identities:
        ed25519.check_key(key)
    keys = [found.log.key, *(witness.key for witness in found.witnesses), *identities]
    if len(set(keys)) != len(keys):
        raise Malformed("manifest: identity, log and witness keys are not pairwise distinct")
    for party in TRUSTEES:
        envelopes.check_public_key(found.parties[party].hpke or b"")


def _listed(found: Manifest) -> dict[str, object]:
    """Return the JSON object: fields by their names, bytes as hex."""
    return {
        "format": FORMAT,
        **{key: getattr(found, key) for key in _KEYS if key not in _APART},
        **{key: getattr(found, key).hex() for key in ("questionnaire", "cells_root", "scheme")},
        "log": found.log.encode(),
        "witnesses": [witness.encode() for witness in found.witnesses],
        "roll": {
            "count": found.roll.count,
            "root": found.roll.root.hex(),
            "map_root": found.roll.map_root.hex(),
        },
        "parties": {party.name: _identity(identity) for party, identity in found.parties.items()},
        "page": {"host": found.page.host, "bundle": found.page.bundle.hex()},
        "bodies": [body.listed() for body in found.bodies],
    }


def _identity(identity: Identity) -> dict[str, str]:
    known = {"name": identity.name, "key": identity.key.hex()}
    return known if identity.hpke is None else known | {"hpke": identity.hpke.hex()}
