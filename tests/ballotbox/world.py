"""A small campaign with real keys in a folder: what the organiser hands to the box, and residents who cast."""

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.founding import found
from pingyi.ballotbox.keys import make_keys
from pingyi.ledger.notes import COSIGNATURE, ED25519, VerifierKey
from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells as cell_lines
from pingyi.protocol import lists, statements
from pingyi.protocol import manifest as manifests
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.entries import IssuanceRoot, StatementEntry
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Identity, Party
from pingyi.tokens.ballots import entry_nonce
from pingyi.tokens.casting import CastReply, CastRequest
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import ENTRY, challenge_digest, token_input

CELLS = 2
OPENS, CLOSES = "2026-11-01T00:00:00Z", "2026-11-15T16:00:00Z"
OPEN = 1_794_000_000.0  # 2026-11-06
AFTER = 1_795_100_000.0  # 2026-11-19, more than 48 hours after the close
ORIGIN = "box.example/yunling-2026"
QUESTIONNAIRE = b"{}\n"


def seed(name: str) -> bytes:
    """A private key that is the same each time."""
    return hashlib.sha256(name.encode()).digest()


@cache
def entry_key(cell: int) -> rsa.RSAPrivateKey:
    """The key under which the entry signer signs for a cell; a token is an ordinary signature of it."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def modulus(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_numbers().n.to_bytes(256, "big")


@dataclass(frozen=True)
class World:
    """Folder `public` (campaign) and folder `keys` (of the box) below `home`."""

    home: Path
    manifest: Manifest
    camp: bytes

    @property
    def public(self) -> Path:
        return self.home / "public"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    def campaign(self) -> Campaign:
        return Campaign.read(self.public)

    def found(self, store: str = "") -> str:
        """Set the box up in a store; the default is the SQLite file where commands look for it."""
        address = store or str(self.keys / "box.sqlite3")
        found(self.campaign(), address, read_box_keys())
        return address

    def cast(self, name: str, cell: int = 0, **changed) -> CastRequest:
        """A good cast request; its envelope is noise made of `name` (the box does not open it)."""
        envelope = hashlib.shake_256(name.encode()).digest(2048)
        return CastRequest(
            **{
                "camp": self.camp,
                "cell": cell,
                "token": self.token(envelope, cell),
                "envelope": envelope,
                **changed,
            }
        )

    def token(self, envelope: bytes, cell: int, *, origin: str = "b.example") -> bytes:
        """An entry token for one envelope."""
        digest = challenge_digest("r.example", origin, self.camp, ENTRY, cell)
        nonce = entry_nonce(self.camp, cell, sha256(envelope))
        signed = token_input(nonce, digest, PublicKey(modulus(entry_key(cell))).key_id())
        pss = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=48)
        return signed + entry_key(cell).sign(signed, pss, SHA384())

    def is_receipt(self, reply: bytes) -> bool:
        return CastReply.parse(reply).verify(ed25519.public_key(seed("B")), self.camp)

    def issuance(self, role: int, day: int = 20_400, size: int = 0, root: bytes = bytes(32)) -> bytes:
        """A signer's root of its issuance records, as it sends it."""
        entry = IssuanceRoot(role, day, size, root)
        return entry.signed(self.camp, seed(Party(role).name)).encode()

    def statement(self, kind: type, by: Party, **fields) -> bytes:
        """A statement entry with its file behind it, as a party sends it."""
        statement = kind(campaign=self.camp, by=by, **fields)
        entry = StatementEntry(by, statement.hash()).signed(self.camp, seed(by.name))
        return entry.encode() + statement.encode()

    def held(self, size: int) -> bytes:
        return self.statement(statements.Held, Party.T1, size=size)


def read_box_keys():
    from pingyi.ballotbox.keys import Keys

    return Keys(seed("log"), seed("B"))


def make_world(home: Path, *, cells: int = CELLS, **changed) -> World:
    """Make the box's keys and a campaign signed by all; `changed` are fields of the manifest."""
    make_keys(home / "keys", log=seed("log"), identity=seed("B"))
    (home / "public").mkdir()
    lines = [_cell(index) for index in range(cells)]
    (home / "public" / "cells.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    (home / "public" / "questionnaire.json").write_bytes(QUESTIONNAIRE)
    records = roll()
    (home / "public" / "roll").mkdir()
    (home / "public" / lists.path("roll", lists.root(records))).write_bytes(b"".join(records))
    manifest = replace(_manifest(lines), **changed)
    (home / "public" / "manifest.json").write_bytes(manifest.encode())
    camp = manifests.camp(manifest.encode())
    signed = {party: manifests.sign(seed(party.name), camp) for party in SIGNERS_OF_MANIFEST}
    (home / "public" / "manifest.sigs").write_bytes(manifests.Signatures.of(signed).encode())
    return World(home, manifest, camp)


def roll() -> list[bytes]:
    """Some keys; the box never looks at them."""
    return sorted(lists.in_cell(n % CELLS, seed(f"person {n}")) for n in range(6))


def witness_key(name: str) -> VerifierKey:
    return VerifierKey(name, COSIGNATURE, ed25519.public_key(seed(name)))


def _cell(index: int) -> bytes:
    return CellRecord(
        index=index,
        unit=f"530102-{index}",
        name_zh="云桥区",
        name_en="Yunqiao",
        parents=(),
        ballot_key=PublicKey(modulus(entry_key(1000 + index))),
        entry_key=PublicKey(modulus(entry_key(index))),
        roll_count=100,
        roll_root=bytes(32),
        channel="letter",
        k=30,
    ).encode_line()


def _manifest(lines: list[bytes]) -> Manifest:
    return Manifest(
        id="yunling-2026",
        kind="external",
        demonstration=False,
        rated="yunling-police",
        questionnaire=sha256(QUESTIONNAIRE),
        options=(5, 5),
        cells=len(lines),
        cells_root=cell_lines.root(lines),
        roll=Roll(6, lists.root(roll()), bytes(32)),
        log=VerifierKey(ORIGIN, ED25519, ed25519.public_key(seed("log"))),
        witnesses=(),
        quorum=0,
        parties={party: _party(party) for party in Party},
        page=Page("page.example", bytes(32)),
        relays=(),
        scheme=bytes(32),
        opens=OPENS,
        closes=CLOSES,
        batch_max=0,
        batch_source="",
        beacon="",
        bodies=(),
    )


def _party(party: Party) -> Identity:
    hpke = _point(party.name) if party in (Party.T1, Party.T2) else None
    return Identity(f"{party.name.lower()}.example", ed25519.public_key(seed(party.name)), hpke)


def _point(name: str) -> bytes:
    key = ec.derive_private_key(int.from_bytes(seed(name), "big") >> 1, ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
