"""Manifest and cells of a campaign of the tests."""

from pingyi.ledger.notes import COSIGNATURE, ED25519, VerifierKey
from pingyi.primitives import canonical, ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells, lists
from pingyi.protocol.bodies import Body
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest, Page, Roll
from pingyi.protocol.parties import TRUSTEES, Identity, Party
from pingyi.tokens import envelopes
from pingyi.tokens.envelopes import PrivateKey
from tests.ballots.keys import rsa_key, seed
from tests.ballots.plan import Plan

NAMES = (
    *(("云桥区", "Yunqiao"), ("柳渡县", "Liudu"), ("松筠区", "Songyun"), ("望霖市", "Wanglin")),
    *(("南棠市", "Nantang"), ("澄川市", "Chengchuan")),
)
QUESTIONNAIRE = canonical.encode({"title": "群众评议"})
RATED = "yunling-police"
CONTROLLERS = {
    **{"B": RATED, "log": RATED, "M": "yunling-congress", "S": "chuze-university", "R": "yunling-statistics"},
    **{"T1": "yunling-lawyers", "T2": "hengshui-university", "W1": "city-library", "W2": "press-association"},
}
PAGE_HOST = "page.library.example"


def witness(number: int) -> VerifierKey:
    """The key of witness 1, 2 ..."""
    return VerifierKey(f"witness{number}.example", COSIGNATURE, ed25519.public_key(seed(f"W{number}")))


def hpke_key(trustee: Party) -> PrivateKey:
    """The key that opens what is sealed for T1 or T2."""
    return envelopes.derive_private_key(seed(f"hpke {trustee.name}"))


def bodies() -> tuple[Body, ...]:
    """Everybody under a controller of their own: grade A."""
    return tuple(
        Body(f"body {name}", controller, (ed25519.public_key(seed(name)),), (PAGE_HOST,) if name == "W1" else ())
        for name, controller in CONTROLLERS.items()
    )


def policy() -> bytes:
    """The same list as a verifier pins it."""
    return canonical.encode({"bodies": [body.listed() for body in bodies()]})


def cell_lines(plan: Plan, roll: list[bytes]) -> list[bytes]:
    """The lines of cells.jsonl, without newlines."""
    return [
        _cell(plan, index, [one for one in roll if lists.parts(one)[0] == index]) for index in range(len(plan.cast))
    ]


def _cell(plan: Plan, index: int, own: list[bytes]) -> bytes:
    zh, en = NAMES[index % len(NAMES)]
    return CellRecord(
        index=index,
        unit=f"53{index:04}-county_bureau",
        name_zh=f"{zh}公安局",
        name_en=f"{en} bureau",
        parents=("530000-province_dept",),
        ballot_key=rsa_key(index, 1).public,
        entry_key=rsa_key(index, 2).public,
        roll_count=len(own),
        roll_root=lists.root(own),
        channel="letter",
        k=plan.k,
    ).encode_line()


def manifest(plan: Plan, lines: list[bytes], roll: list[bytes]) -> Manifest:
    """The manifest."""
    return Manifest(
        id=plan.id,
        kind=plan.kind,
        demonstration=plan.demonstration,
        rated=RATED,
        questionnaire=sha256(QUESTIONNAIRE),
        options=plan.options,
        cells=len(lines),
        cells_root=cells.root(lines),
        roll=Roll(len(roll), lists.root(roll), sha256(b"persons")),
        log=VerifierKey(f"box.example/{plan.id}", ED25519, ed25519.public_key(seed("log"))),
        witnesses=tuple(witness(number + 1) for number in range(plan.witnesses)),
        quorum=plan.quorum,
        parties={party: _party(party) for party in Party},
        page=Page(PAGE_HOST, sha256(b"bundle")),
        relays=("relay.example",),
        scheme=sha256(b"scheme"),
        opens="2026-11-01T00:00:00Z",
        closes="2026-11-15T16:00:00Z",
        batch_max=200 if plan.batches else 0,
        batch_source="统计局的办件数",
        beacon="2026-12-01的彩票号码",
        bodies=bodies(),
    )


def _party(party: Party) -> Identity:
    hpke = hpke_key(party).public if party in TRUSTEES else None
    return Identity(f"{party.name.lower()}.example", ed25519.public_key(seed(party.name)), hpke)
