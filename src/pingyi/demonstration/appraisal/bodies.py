"""The bodies of an online appraisal, each in a folder of its own, as they would sit in different houses."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pingyi.ballotbox.keys import make_keys as make_box_keys
from pingyi.durable.identity import make_identity
from pingyi.durable.stores import create_store
from pingyi.ledger.notes import VerifierKey
from pingyi.protocol.bodies import Body
from pingyi.protocol.parties import Identity, Party
from pingyi.signer.issuing import LAYOUT as SIGNER_LAYOUT
from pingyi.signer.keys import make_keys as make_signer_keys
from pingyi.signer.keys import read_public
from pingyi.trustee import paper
from pingyi.trustee.keys import Public
from pingyi.trustee.keys import make_keys as make_trustee_keys
from pingyi.witness.keys import WitnessKey, read_key, write_key
from pingyi.witness.memory import LAYOUT as WITNESS_LAYOUT

RATED: Final = "云岭省公安厅"
PASSPHRASE: Final = "pingyi-demo-2026"  # noqa: S105 - of the trustees' backups; a demonstration has no secrets
HOSTS: Final = {
    Party.S: "tokens.yunling-university.example",
    Party.R: "tokens.yunling-notaries.example",
    Party.M: "roll.yunling-statistics.example",
    Party.T1: "outer.yunling-notaries.example",
    Party.T2: "inner.yunling-lawyers.example",
    Party.B: "box.yunling-appraisal.example",
}
WITNESS: Final = "witness.yunling-library.example"
PAGE: Final = "page.yunling-library.example"
# who would control what in a real campaign; the demonstration itself is controlled by one machine
CONTROLLERS: Final = {
    "云岭大学": (Party.S,),
    "云岭省公证协会": (Party.R, Party.T1),
    "云岭省统计局": (Party.M,),
    "云岭省律师协会": (Party.T2,),
    "云岭省群众评议委员会": (Party.B,),
}
LIBRARY: Final = "云岭省图书馆"  # keeps the witness and the page


@dataclass(frozen=True, slots=True)
class Houses:
    """The folders of all bodies of one campaign below `root`, and the public folder that the box grows."""

    root: Path
    public: Path

    def folder(self, party: Party) -> Path:
        """Return the folder of a party."""
        return self.root / party.name

    @property
    def witness(self) -> Path:
        """Return the folder of the witness."""
        return self.root / "witness"

    @property
    def identity_of_roll_keeper(self) -> Path:
        """Return the roll keeper's private identity key."""
        return self.folder(Party.M) / "identity.key"

    def store(self, party: Party) -> Path:
        """Return the store of a signer or of the box."""
        return self.folder(party) / ("box.sqlite3" if party is Party.B else "issuances.sqlite3")

    @property
    def witness_store(self) -> Path:
        """Return the store of the witness."""
        return self.witness / "witness.sqlite3"


@dataclass(frozen=True, slots=True)
class Found:
    """What everybody may know of the bodies: their keys."""

    identities: dict[Party, Identity]
    log: VerifierKey
    witness: VerifierKey

    def bodies(self) -> tuple[Body, ...]:
        """Return who controls which key and host."""
        keys = {party: identity.key for party, identity in self.identities.items()}
        listed = [
            Body(name, name, tuple(keys[party] for party in parties), tuple(HOSTS[party] for party in parties))
            for name, parties in CONTROLLERS.items()
        ]
        return (Body(RATED, RATED, (), ()), *listed, Body(LIBRARY, LIBRARY, (self.witness.key,), (PAGE,)))


def move_in(houses: Houses, campaign: str, cells: int) -> Found:
    """Let every body make its keys and open its empty store."""
    identities = {party: _signer(houses, party, cells) for party in (Party.S, Party.R)}
    identities |= {party: _trustee(houses, party) for party in (Party.T1, Party.T2)}
    houses.folder(Party.M).mkdir(parents=True, exist_ok=True, mode=0o700)
    identities[Party.M] = Identity(HOSTS[Party.M], make_identity(houses.identity_of_roll_keeper))
    box = make_box_keys(houses.folder(Party.B), log=os.urandom(32), identity=os.urandom(32))
    identities[Party.B] = Identity(HOSTS[Party.B], box.public_identity())
    log = VerifierKey.parse(box.vkey(f"{HOSTS[Party.B]}/{campaign}"))
    return Found(dict(sorted(identities.items())), log, _witness(houses, log))


def _signer(houses: Houses, party: Party, cells: int) -> Identity:
    folder = houses.folder(party)
    for _ in make_signer_keys(folder, role=int(party), cells=cells):
        pass
    create_store(str(houses.store(party)), SIGNER_LAYOUT)
    return Identity(HOSTS[party], read_public(folder).identity)


def _trustee(houses: Houses, party: Party) -> Identity:
    public: Public = make_trustee_keys(houses.folder(party), PASSPHRASE, cost=paper.COST)
    return Identity(HOSTS[party], public.identity, public.hpke)


def _witness(houses: Houses, log: VerifierKey) -> VerifierKey:
    houses.witness.mkdir(mode=0o700)
    key = WitnessKey(WITNESS, os.urandom(32))
    write_key(houses.witness / "key", key)
    (houses.witness / "logs.txt").write_text(f"{log.encode()}\n", encoding="utf-8")
    create_store(str(houses.witness_store), WITNESS_LAYOUT)
    return read_key(houses.witness / "key").public
