"""A small campaign with real keys in a folder, and residents who ask its signers."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pingyi.durable.stores import create_store
from pingyi.ledger.notes.keys import COSIGNATURE, ED25519, VerifierKey
from pingyi.primitives import ed25519
from pingyi.protocol import cells as cell_lines
from pingyi.protocol import lists
from pingyi.protocol import manifest as manifests
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.entries import RollBatch
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Identity, Party
from pingyi.signer.building import Setting
from pingyi.signer.issuing import LAYOUT
from pingyi.signer.keys import make_keys, read_identity, read_public
from pingyi.tokens.issuing import IssueRequest
from pingyi.tokens.rsa import PublicKey

CELLS, PEOPLE = 2, 40
OPENS, CLOSES = "2026-11-01T00:00:00Z", "2026-11-15T16:00:00Z"
OPEN = 1_794_000_000.0  # 2026-11-06


def seed(name: str) -> bytes:
    """A private key that is the same each time."""
    return hashlib.sha256(name.encode()).digest()


@dataclass(frozen=True)
class World:
    """Folders of both signers and of the campaign."""

    home: Path
    manifest: Manifest
    camp: bytes

    def folder(self, role: int) -> Path:
        return self.home / ("ballot", "entry")[role - 1]

    @property
    def campaign(self) -> Path:
        return self.home / "campaign"

    def setting(self, store: str, role: int = 1, **more) -> Setting:
        return Setting(self.folder(role), self.campaign, store, role, **more)

    def store(self, name: str = "store.sqlite3") -> str:
        """A new SQLite store."""
        create_store(str(self.home / name), LAYOUT)
        return str(self.home / name)

    def request(self, person: int, *, nth: int = 0, role: int = 1, **changed) -> IssueRequest:
        """What a person asks; `nth` tells apart different blinded messages of the same person."""
        secret = seed(f"person {person}")
        blinded = (hashlib.sha512(b"%d %d" % (person, nth)).digest() * 4).replace(b"\xff", b"\x00")
        fields = {"camp": self.camp, "role": role, "cell": person % CELLS, "pk": ed25519.public_key(secret)}
        asked = IssueRequest(**{**fields, "blinded": b"\x00" + blinded[1:], "signature": bytes(64), **changed})
        if "signature" not in changed:
            asked = IssueRequest(**{**_fields(asked), "signature": ed25519.sign(secret, asked.message())})
        return asked

    def modulus(self, person: int, role: int = 1) -> int:
        return int.from_bytes(read_public(self.folder(role)).moduli[person % CELLS], "big")

    def is_signed(self, person: int, asked: IssueRequest, reply: bytes) -> bool:
        """Whether `reply` is the raw RSA signature of what was asked, by plain arithmetic."""
        number = self.modulus(person, asked.role)
        return pow(int.from_bytes(reply, "big"), 65537, number) == int.from_bytes(asked.blinded, "big")

    def add_batch(self, people: range, *, signer: str = "M", seq: int = 1) -> bytes:
        """Put a batch of keys into the ballot signer's folder, as the roll keeper hands it over."""
        records = roll(people)
        root = lists.root(records)
        entry = RollBatch(seq=seq, count=len(records), root=root, map_root=bytes(32)).signed(self.camp, seed(signer))
        folder = self.folder(1) / "batches"
        folder.mkdir(exist_ok=True)
        (folder / f"{root.hex()}.bin").write_bytes(b"".join(records))
        (folder / f"{seq}.entry").write_bytes(entry.encode())
        return root


def make_world(home: Path, *, people: int = PEOPLE, closes: str = CLOSES, opens: str = OPENS) -> World:
    """Make keys, roll, cells and a manifest signed by all, in the folder `home`."""
    home.mkdir(exist_ok=True)
    for role, name in ((1, "ballot"), (2, "entry")):
        _keys(home / name, role)
    (home / "campaign" / "roll").mkdir(parents=True)
    records = roll(range(people))
    (home / "campaign" / lists.path("roll", lists.root(records))).write_bytes(b"".join(records))
    lines = [_cell(home, index, records) for index in range(CELLS)]
    (home / "campaign" / "cells.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    manifest = _manifest(home, lines, records, (opens, closes))
    content = manifest.encode()
    (home / "campaign" / "manifest.json").write_bytes(content)
    camp = manifests.camp(content)
    signed = {party: manifests.sign(_identity(home, party), camp) for party in SIGNERS_OF_MANIFEST}
    (home / "campaign" / "manifest.sigs").write_bytes(manifests.Signatures.of(signed).encode())
    return World(home, manifest, camp)


def roll(people: range) -> list[bytes]:
    """The records of a roll of these people."""
    return sorted(lists.in_cell(n % CELLS, ed25519.public_key(seed(f"person {n}"))) for n in people)


def _keys(folder: Path, role: int) -> None:
    """Real keys, made once per run of the tests and copied: RSA keys take long to make."""
    folder.mkdir(mode=0o700)
    (folder / "keys").mkdir(mode=0o700)
    for name, content in _made(role).items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)


@cache
def _made(role: int) -> dict[str, bytes]:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "made"
        list(make_keys(folder, role=role, cells=CELLS))
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _fields(asked: IssueRequest) -> dict:
    return {name: getattr(asked, name) for name in IssueRequest.__slots__}


def _identity(home: Path, party: Party) -> bytes:
    if party in (Party.S, Party.R):
        return read_identity(home / ("ballot", "entry")[party - 1])
    return seed(party.name)


def _cell(home: Path, index: int, records: list[bytes]) -> bytes:
    own = [record for record in records if record[:4] == index.to_bytes(4, "big")]
    ballot, entry = (PublicKey(read_public(home / name).moduli[index]) for name in ("ballot", "entry"))
    return CellRecord(
        index=index,
        unit=f"530102-{index}",
        name_zh="云桥区",
        name_en="Yunqiao",
        parents=(),
        ballot_key=ballot,
        entry_key=entry,
        roll_count=len(own),
        roll_root=lists.root(own),
        channel="letter",
        k=30,
    ).encode_line()


def _manifest(home: Path, lines: list[bytes], records: list[bytes], hours: tuple[str, str]) -> Manifest:
    return Manifest(
        id="yunling-2026",
        kind="external",
        demonstration=False,
        rated="yunling-police",
        questionnaire=bytes(32),
        options=(5, 5),
        cells=CELLS,
        cells_root=cell_lines.root(lines),
        roll=Roll(len(records), lists.root(records), bytes(32)),
        log=VerifierKey("log.example/yunling-2026", ED25519, ed25519.public_key(seed("log"))),
        witnesses=(VerifierKey("witness.example", COSIGNATURE, ed25519.public_key(seed("witness"))),),
        quorum=1,
        parties={party: _party(home, party) for party in Party},
        page=Page("page.example", bytes(32)),
        relays=(),
        scheme=bytes(32),
        opens=hours[0],
        closes=hours[1],
        batch_max=0,
        batch_source="",
        beacon="",
        bodies=(),
    )


def _party(home: Path, party: Party) -> Identity:
    hpke = _point(party.name) if party in (Party.T1, Party.T2) else None
    return Identity(f"{party.name.lower()}.example", ed25519.public_key(_identity(home, party)), hpke)


def _point(name: str) -> bytes:
    key = ec.derive_private_key(int.from_bytes(seed(name), "big") >> 1, ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
