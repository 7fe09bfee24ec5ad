"""What the attacker knows of every person and of every row, read from the copies of the folders."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from pingyi.ledger.trees import leaf_hash
from pingyi.primitives.hashing import sha256
from pingyi.protocol import lists
from pingyi.protocol.entries import BallotEntry
from pingyi.tokens.ballots import Row, parse_row, tag
from pingyi.tokens.casting import CastReply, CastRequest
from pingyi.tokens.envelopes import PrivateKey, inner_info, open_, outer_info
from pingyi.tokens.issuing import IssueRequest
from pingyi.tokens.tokens import Token
from pingyi.trustee.opening.handover import records
from tests.gates.campaign import QUESTIONS, Person, Played


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def offsets(content: bytes, marks: Mapping[str, bytes]) -> dict[str, int]:
    """Where the mark of each person first stands in a file (a store, or its write-ahead log)."""
    return {name: content.find(mark) for name, mark in marks.items()}


class Rows:
    """The published rows: names are their nonces in hex."""

    def __init__(self, played: Played) -> None:
        self.rows: dict[str, Row] = {}
        self.place: dict[str, int] = {}
        for rows in played.rows().values():
            for content in rows:
                row = parse_row(content, QUESTIONS)
                name = Token.parse(row.token).nonce.hex()
                self.rows[name], self.place[name] = row, len(self.place)

    def traits(self, played: Played) -> dict[str, dict[str, object]]:
        """Every order of the rows that anybody can see."""
        first = _listed(played, 0)
        nonces = {name: bytes.fromhex(name) for name in self.rows}
        return {
            "place in the rows": self.place,
            "place in the first tags": {name: first.index(tag(nonce)) for name, nonce in nonces.items()},
            "salt": {name: row.salt for name, row in self.rows.items()},
            "signature of the token": {name: Token.parse(row.token).signature for name, row in self.rows.items()},
            "hash of the row": {name: sha256(row.token + row.salt + row.answers) for name, row in self.rows.items()},
            "end of the nonce": {name: nonce[::-1] for name, nonce in nonces.items()},
        }

    def secrets(self) -> dict[str, bytes]:
        """Bytes of a row that nobody but its voter knew before."""
        parts: dict[str, bytes] = {}
        for name, row in self.rows.items():
            token = Token.parse(row.token)
            parts |= {f"{name} nonce": token.nonce, f"{name} signature": token.signature, f"{name} salt": row.salt}
            parts[f"{name} tag"] = tag(token.nonce)
        return parts


def _listed(played: Played, seq: int) -> list[bytes]:
    """The tags of a list in its order."""
    counted = sorted((played.houses.public / "tags").glob("*.bin"))
    return [lists.parts(one)[1] for one in lists.split(counted[seq % len(counted)].read_bytes(), lists.TAG)]


def clues(played: Played, people: list[Person]) -> dict[str, dict[str, object]]:
    """Every order of the people that S, R and B together can see."""
    arrived = {service: [one.person for one in played.front if one.service == service] for service in ("S", "R", "B")}
    asked = {role: {one.name: IssueRequest.parse(one.requests[role]) for one in people} for role in ("S", "R")}
    cast = {one.name: CastRequest.parse(one.requests["B"]) for one in people}
    found: dict[str, dict[str, object]] = {"name on the list": {one.name: one.name for one in people}}
    for service, names in arrived.items():
        found[f"arrival at {service}"] = {name: number for number, name in enumerate(names)}
    found["key"] = {one.name: one.pk for one in people}
    for role in ("S", "R"):
        found |= {
            f"{role}: blinded": {name: one.blinded for name, one in asked[role].items()},
            f"{role}: hash of blinded": {name: sha256(one.blinded) for name, one in asked[role].items()},
            f"{role}: signature": {name: one.signature for name, one in asked[role].items()},
            f"{role}: reply": {one.name: one.replies[role] for one in people},
        }
    found |= {
        "entry nonce": {name: Token.parse(one.token).nonce for name, one in cast.items()},
        "entry signature": {name: Token.parse(one.token).signature for name, one in cast.items()},
        "ephemeral key": {name: one.envelope[:65] for name, one in cast.items()},
        "sealed bytes": {name: one.envelope[65:] for name, one in cast.items()},
        "end of the envelope": {name: one.envelope[::-1] for name, one in cast.items()},
        "hash of the envelope": {name: sha256(one.envelope) for name, one in cast.items()},
        "receipt": {one.name: CastReply.parse(one.replies["B"]).signature for one in people},
        "leaf of the log": {
            name: leaf_hash(BallotEntry(one.cell, one.token, sha256(one.envelope)).encode())
            for name, one in cast.items()
        },
    }
    return found | _in_stores(played, people, cast)


def _in_stores(played: Played, people: list[Person], cast: Mapping[str, CastRequest]) -> dict[str, dict[str, object]]:
    """Where each person's record lies in every file of the three stores."""
    found: dict[str, dict[str, object]] = {}
    marks = {
        "S": {one.name: one.pk for one in people},
        "R": {one.name: one.pk for one in people},
        "B": {name: sha256(one.envelope) for name, one in cast.items()},
    }
    for party, mark in marks.items():
        for path, content in files(played.stage("cast", party)).items():
            places = offsets(content, mark)
            if len(set(places.values())) == len(places):
                found[f"{party}: place in {path}"] = dict(places)
    return found


def opened_outer(played: Played, people: list[Person]) -> dict[str, bytes]:
    """What T1, dishonest, knows: the inner envelope of each person."""
    key = PrivateKey((played.stage("cast", "T1") / "opening.key").read_bytes())
    found = {}
    for one in people:
        request = CastRequest.parse(one.requests["B"])
        found[one.name] = open_(key, outer_info(played.camp, one.cell), request.envelope)
    return found


def opened_inner(played: Played) -> dict[str, tuple[int, bytes]]:
    """What T2, dishonest, knows: of each row its place among the inner envelopes that T1 handed over, and that one."""
    key = PrivateKey((played.stage("cast", "T2") / "opening.key").read_bytes())
    handed = records(played.stage("opened", "T2") / "received" / "inner.bin")
    found = {}
    for place, (cell, inner) in enumerate(handed):
        content = open_(key, inner_info(played.camp, cell), inner)
        found[Token.parse(content[1:355]).nonce.hex()] = (place, inner)
    return found


def opened_texts(played: Played) -> dict[str, bytes]:
    """What T2 reads in the inner envelopes."""
    key = PrivateKey((played.stage("cast", "T2") / "opening.key").read_bytes())
    handed = records(played.stage("opened", "T2") / "received" / "inner.bin")
    return {f"text {place}": open_(key, inner_info(played.camp, cell), one) for place, (cell, one) in enumerate(handed)}


def tables(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """The columns of every table of a SQLite file, and whether it has row numbers."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}
