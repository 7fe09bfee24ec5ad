"""Write tests/vectors/protocol_formats.json: known answers of everything a campaign publishes, from one small campaign.

Run as `python -m tools.format_vectors`. Keys and "randomness" are those of `tools.protocol_vectors`: published, for
tests only. `tests/protocol/test_format_vectors.py` computes the values a second way.
"""

import json
from itertools import islice
from typing import Any

from tools import format_cases, format_refusals
from tools.protocol_vectors import NAMES, PARTIES, VECTORS, drawn, identity, rsa_numbers, trustee

from pingyi.ledger import trees
from pingyi.ledger.notes import COSIGNATURE, ED25519, VerifierKey
from pingyi.primitives import canonical, ed25519, hashing
from pingyi.protocol import audit, casting, cells, entries, lists, manifest, package, statements
from pingyi.protocol.bodies import Body
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, TRUSTEES, Identity, Party
from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld
from pingyi.tokens import ballots, codes, issuing, rsa

FILE = VECTORS / "protocol_formats.json"
CAMPAIGN = "yunling-2026"
QUESTIONNAIRE = canonical.encode({"questions": ["strict", "fair", "wait"]})
CELLS, PEOPLE = 3, 4


def code(cell: int, person: int) -> str:
    """Return the code of a person on the roll."""
    return codes.from_random(drawn(f"{CAMPAIGN} code {cell} {person}", codes.RANDOM_BYTES))


def public(cell: int, person: int) -> bytes:
    """Return the key of that code."""
    return ed25519.public_key(codes.seed(code(cell, person), CAMPAIGN))


def roll(*chosen: int) -> list[bytes]:
    """Return the sorted roll records of some cells."""
    return sorted(lists.in_cell(cell, public(cell, person)) for cell in chosen for person in range(PEOPLE))


def persons() -> list[bytes]:
    """Return the leaves of the person map, in the order of the roll file."""
    return [audit.person_hash(one[4:], drawn(f"salt {one.hex()}"), f"{one[:6].hex()},某街道") for one in roll(0, 1, 2)]


def lines() -> list[bytes]:
    """Return the lines of cells.jsonl."""
    keys = [rsa.PublicKey(n.to_bytes(rsa.BYTES, "big")) for n, _ in rsa_numbers()]
    names = (
        ("柳渡县户籍窗口", "Liudu household window"),
        ("云桥区派出所", "Yunqiao station"),
        ("松筠区“110”", 'Songyun "110"'),
    )
    return [
        CellRecord(
            index=index,
            unit=f"53010{index}-station",
            name_zh=zh,
            name_en=en,
            parents=("530000", "530100")[: index + 1],
            ballot_key=keys[2 * index],
            entry_key=keys[2 * index + 1],
            roll_count=PEOPLE,
            roll_root=lists.root(roll(index)),
            channel="sms" if index == 2 else "letter",
            k=30 if index else 50,
        ).encode_line()
        for index, (zh, en) in enumerate(names)
    ]


def example() -> Manifest:
    """Return the manifest of the campaign."""
    parties = {
        Party[name]: Identity(
            NAMES[name], ed25519.public_key(identity(name)), trustee(name).public if Party[name] in TRUSTEES else None
        )
        for name in PARTIES
    }
    bodies = [Body("省公安厅", "police", (parties[Party.B].key,), ("b.pingyi.example",))]
    for name in ("M", "S", "R", "T1", "T2"):
        bodies.append(Body(f"body {name}", f"controller {name}", (parties[Party[name]].key,), ()))
    bodies += [Body(f"witness {one.name}", one.name, (one.key,), ()) for one in witnesses()]
    bodies.append(Body("图书馆", "library", (), ("page.pingyi.example",)))
    return Manifest(
        id=CAMPAIGN,
        kind="external",
        demonstration=False,
        rated="police",
        questionnaire=hashing.sha256(QUESTIONNAIRE),
        options=(5, 5, 7),
        cells=CELLS,
        cells_root=cells.root(lines()),
        roll=Roll(CELLS * PEOPLE, lists.root(roll(0, 1, 2)), trees.root(persons())),
        log=VerifierKey("b.pingyi.example/yunling-2026", ED25519, ed25519.public_key(drawn("log"))),
        witnesses=witnesses(),
        quorum=2,
        parties=parties,
        page=Page("page.pingyi.example", hashing.sha256(b"a bundle")),
        relays=("relay.pingyi.example",),
        scheme=hashing.sha256(b"a scheme"),
        opens="2026-03-01T00:00:00Z",
        closes="2026-03-31T16:00:00Z",
        batch_max=500,
        batch_source="政务服务平台办件量",
        beacon="2026年4月8日双色球开奖号码",
        bodies=tuple(bodies),
    )


def witnesses() -> tuple[VerifierKey, ...]:
    """Return the keys of three witnesses."""
    names = (f"witness{place}.pingyi.example" for place in (1, 2, 3))
    return tuple(VerifierKey(name, COSIGNATURE, ed25519.public_key(drawn(name))) for name in names)


def fixed(camp: bytes, content: bytes) -> dict[str, Any]:
    """Return manifest, signatures and cells."""
    signatures = {party: manifest.sign(identity(party.name), camp) for party in SIGNERS_OF_MANIFEST}
    return {
        "bytes": content.hex(),
        "camp": camp.hex(),
        "fingerprint": manifest.fingerprint(camp),
        "signature_message": manifest.signature_message(camp).hex(),
        "signatures": manifest.Signatures.of(signatures).encode().hex(),
        "questionnaire": QUESTIONNAIRE.hex(),
    }


def cell_files() -> dict[str, Any]:
    """Return cells.jsonl and the proofs."""
    proofs = [{"path": path, "bytes": content.hex()} for path, content in cells.proofs(lines())]
    whole = b"".join(line + b"\n" for line in lines())
    return {"cells_jsonl": whole.hex(), "root": cells.root(lines()).hex(), "proofs": proofs}


def stated(camp: bytes) -> list[dict[str, Any]]:
    """Return a statement of each kind, by each party that may make it, with its log entry."""
    root = hashing.sha256(b"inner")
    told: list[statements.Statement] = [
        statements.Demonstration(campaign=camp, by=Party.B),
        statements.Held(campaign=camp, by=Party.T1, size=120, missing=(7, 119)),
        statements.Opened(
            campaign=camp, by=Party.T1, cells=(CellOpened(0, 1, 2), CellOpened(2, 0, 0)), inner_root=root
        ),
        *(
            statements.Counted(
                campaign=camp,
                by=Party.T2,
                seq=seq,
                cells=(CellCounted(0, 60, 55 + seq, 2, 3 - seq, 1),),
                inner_root=root,
            )
            for seq in (0, 1)
        ),
        statements.WithheldCells(campaign=camp, by=Party.T2, cells=(CellWithheld(1, 29, 4),)),
        *(
            statements.Destroyed(campaign=camp, by=party, what=("签发密钥", "backup of the keys"))
            for party in (Party.S, Party.R, Party.M, Party.T1, Party.T2)
        ),
        *(
            statements.Withdrawn(campaign=camp, by=party, root=lists.root(roll(0)))
            for party in (Party.M, Party.S, Party.R, Party.T2)
        ),
    ]
    return [_stated(camp, one) for one in told]


def _stated(camp: bytes, one: statements.Statement) -> dict[str, Any]:
    draft = entries.StatementEntry(one.by, one.hash())
    return {
        "kind": one.kind,
        "by": one.by.name,
        "bytes": one.encode().hex(),
        "path": package.statement_path(one.hash()),
        "message": draft.message(camp).hex(),
        "entry": draft.signed(camp, identity(one.by.name)).encode().hex(),
    }


def cast_one(content: bytes, camp: bytes) -> dict[str, Any]:
    """Return one ballot of cell 1 from link to receipt, under the real manifest."""
    keys = rsa_numbers()
    signatures = bytes.fromhex(fixed(camp, content)["signatures"])
    proof = dict(cells.proofs(lines()))[cells.path(1)]
    fragment = codes.link("", code(1, 2), 1, manifest.fingerprint(camp))[1:]
    random = drawn("one ballot", casting.RANDOM_BYTES)
    chances = casting.Randomness.cut(random)
    resident = casting.enter(fragment, content, signatures, proof)
    choice, ballot = casting.ask_ballot(resident, (5, 0, 7), chances)
    replies = [_blindly_signed(ballot, keys[2])]
    token = casting.token(resident, ballot, replies[0])
    envelope = casting.seal(resident, token, choice, chances, private="窗口少了一个人。")
    entry = casting.ask_entry(resident, envelope, chances)
    replies.append(_blindly_signed(entry, keys[3]))
    request = casting.cast(resident, casting.token(resident, entry, replies[1]), envelope)
    return {
        "fragment": fragment,
        "random": random.hex(),
        "answers": choice.answers.hex(),
        "private": "窗口少了一个人。",
        "requests": [ballot.request.encode().hex(), entry.request.encode().hex()],
        "replies": [one.hex() for one in replies],
        "cast_request": request.encode().hex(),
        "check_code": casting.check_code(resident, choice),
        "row": ballots.row(token.encode(), choice.salt, choice.answers).hex(),
        "tag": ballots.tag(casting.commitment(resident, choice)).hex(),
        "log_entry": entries.BallotEntry(1, request.token, hashing.sha256(envelope)).encode().hex(),
    }


def _blindly_signed(asked: casting.Asked, key: tuple[int, int]) -> bytes:
    return pow(int.from_bytes(asked.request.blinded, "big"), key[1], key[0]).to_bytes(rsa.BYTES, "big")


def list_files(one: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a file of each kind, and one without records."""
    row = bytes.fromhex(one["row"])
    requests = [issuing.IssueRequest.parse(bytes.fromhex(request)) for request in one["requests"]]
    inner = sorted(lists.in_cell(cell, drawn(f"inner {cell} {place}")) for cell in (0, 2) for place in range(5))
    files: list[tuple[lists.Kind, list[bytes]]] = [
        ("roll", roll(0, 1, 2)),
        ("issuance", [requests[0].record().encode()]),
        ("issuance", []),
        ("tags", sorted([lists.in_cell(1, bytes.fromhex(one["tag"])), lists.in_cell(1, drawn("another tag"))])),
        ("rows", [lists.in_cell(1, row)]),
    ]
    told: list[dict[str, Any]] = [
        {
            "kind": kind,
            "record_size": lists.record_size(kind, 3),
            "bytes": b"".join(records).hex(),
            "root": lists.root(records).hex(),
            "path": lists.path(kind, lists.root(records)),
        }
        for kind, records in files
    ]
    return [*told, {"kind": "inner", "bytes": b"".join(inner).hex(), "root": lists.root(inner).hex()}]


def listed(content: bytes) -> dict[str, Any]:
    """Return a package.json of some files."""
    files = {
        "manifest.json": content,
        "questionnaire.json": QUESTIONNAIRE,
        "cells.jsonl": b"".join(line + b"\n" for line in lines()),
        "log/tile/0/x001/234.p/5": bytes(160),
        f"issuance/{hashing.sha256(b'').hex()}.bin": b"",
    }
    whole = package.listing(package.File(path, hashing.sha256(one), len(one)) for path, one in files.items())
    return {"files": {path: one.hex() for path, one in files.items()}, "bytes": whole.hex()}


def content() -> dict[str, Any]:
    """Return the whole file as one value."""
    found = example()
    encoded = found.encode()
    camp = manifest.camp(encoded)
    one = cast_one(encoded, camp)
    beacon = "03 11 17 21 28 33 + 09"
    return {
        "format": "pingyi/v1/format-vectors",
        "about": "What a campaign publishes, version 1: known answers. Keys are those of protocol.json. Bytes in hex.",
        "manifest": fixed(camp, encoded),
        **cell_files(),
        "persons": [
            {"salt": drawn(f"salt {one.hex()}").hex(), "leaf": leaf.hex()}
            for one, leaf in zip(roll(0, 1, 2), persons(), strict=True)
        ],
        "statements": stated(camp),
        "casting": one,
        "lists": list_files(one),
        "package": listed(encoded),
        "order": format_cases.orders(),
        "grades": format_cases.grades(found),
        "accounts": format_cases.accounts(),
        "refuse": format_refusals.cases(json.loads(encoded), json.loads(lines()[1])),
        "audit": {
            "beacon": beacon,
            "roll_count": 12,
            "drawn": list(islice(audit.drawn(camp, beacon.encode(), 12), 12)),
        },
    }


def written() -> str:
    """Return the text of the file."""
    return json.dumps(content(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
