"""The page against the real services: two signers, the box with its log, a witness, each behind HTTP."""

import time

import pytest

from pingyi.ledger.trees import leaf_hash
from pingyi.protocol.entries import BallotEntry
from pingyi.tokens import envelopes
from pingyi.tokens.ballots import tag
from pingyi.tokens.receipts import Receipt, parse_check_code
from pingyi.trustee.mirror.pulling import pull
from pingyi.trustee.opening.evidence import read_evidence
from pingyi.trustee.opening.judging import InnerOpener
from pingyi.trustee.opening.mixing import take_late
from pingyi.trustee.steps import Trustee
from tests.page.resident import Resident
from tests.page.services import Services
from tests.page.world import CODES, VECTORS, seed

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def services(host, tmp_path_factory):
    """One campaign for all tests of this module; every test has a code of its own."""
    services = Services(tmp_path_factory.mktemp("services"), host.port)
    host.world = services
    deadline = time.monotonic() + 20
    while services.get(f"/c/{services.fingerprint}/log/checkpoint") is None and time.monotonic() < deadline:
        time.sleep(0.05)
    yield services
    services.stop()


@pytest.fixture
def phone(chromium, services):
    """A phone."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN")
    yield Resident(services, context)
    context.close()


def logged(services, size):
    """The entries of the log once it has that many."""
    path = services.public_folder / f"log/tile/entries/000.p/{size}"
    deadline = time.monotonic() + 20
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    content, entries = path.read_bytes(), []
    while content:
        length = int.from_bytes(content[:2], "big")
        entries.append(content[2 : 2 + length])
        content = content[2 + length :]
    return entries


def sent(me, code):
    me.open(code=code)
    me.begin().answer(1, 2, 6, comment="谢谢。").press("送出").sees("已收到")
    return Receipt.parse(me.page.inner_text("p.text"))


def test_a_ballot_reaches_the_log_under_its_receipt(phone, services):
    receipt = sent(phone, CODES[0])
    entry = logged(services, receipt.reply.index + 1)[receipt.reply.index]
    assert entry[0] == BallotEntry.type and leaf_hash(entry) == receipt.reply.entry_hash
    assert receipt.verify(services.manifest.parties[6].key) and phone.complaints == []


def test_a_used_code_is_refused_with_a_proof_that_the_page_accepts(phone, services):
    sent(phone, CODES[1])
    phone.open(code=CODES[1])
    phone.begin().answer(3, 3, 3).press("送出")
    phone.settle("正在", "送出前")
    assert phone.heading == "这个码已经投过票了"


def test_a_code_that_is_not_on_the_roll(phone, services):
    phone.open(code="0" * 20)
    phone.begin().answer(3, 3, 3).press("送出")
    phone.settle("正在", "送出前")
    assert phone.heading == "名册里没有这个码"


def test_a_code_of_another_cell(phone, services):
    phone.open(code=CODES[2], cell=1)
    phone.begin().answer(3, 3, 3).press("送出")
    phone.settle("正在", "送出前")
    assert phone.heading == "名册里没有这个码" and phone.stored() == {}


def test_a_ballot_that_met_a_dead_box_arrives_later(phone, services):
    phone.page.route("**/v1/cast", lambda route: route.abort())
    phone.open(code=CODES[3])
    phone.begin().answer(4, 4, 4).press("送出").sees("还没送到")
    phone.page.close()
    phone.page = phone.new_tab()
    phone.open(code=CODES[3])
    phone.sees("已收到")


def scalar(name):
    """The opening key of a trustee of the small world, as its file holds it."""
    private = envelopes.derive_private_key(bytes.fromhex(VECTORS["keys"]["hpke"][name]["seed"]))
    return private._key.private_numbers().private_value.to_bytes(32, "big")


@pytest.fixture
def outer(services, tmp_path):
    """The outer trustee with a copy of the log, after it has lost every envelope."""

    def made(size):
        logged(services, size)
        for name in ("t1", "c1"):
            (tmp_path / name).mkdir(mode=0o700)
        for name, content in (("identity.key", seed("T1")), ("opening.key", scalar("T1"))):
            (tmp_path / "t1" / name).write_bytes(content)
            (tmp_path / "t1" / name).chmod(0o600)
        (tmp_path / "c1" / "manifest.json").write_bytes(services.manifest.encode())
        box = services.addresses[services.manifest.parties[6].name]
        assert pull(tmp_path / "t1", tmp_path / "c1", box, now=time.time()).missing == ()
        (tmp_path / "t1" / "envelopes.bin").write_bytes(b"")
        return Trustee.read(tmp_path / "t1", tmp_path / "c1")

    return made


def test_both_trustees_open_the_evidence_that_a_phone_saved(phone, services, outer):
    receipt = sent(phone, CODES[4])
    phone.press("我还要计票查验码").press("我还要异议凭证")
    nonce = parse_check_code(phone.page.inner_text("p.text.code"))
    with phone.page.expect_download() as waiting:
        phone.page.get_by_role("link", name="存成文件").click()
    trustee = outer(receipt.reply.index + 1)
    assert take_late(trustee, [waiting.value.path()]) == 1
    [(_, envelope)] = read_evidence(waiting.value.path())
    info = envelopes.outer_info(services.camp, 0)
    inner = envelopes.open_(envelopes.PrivateKey(scalar("T1")), info, envelope)
    verdict = InnerOpener(trustee.campaign.folder, scalar("T2")).judge(0, inner)
    assert (verdict.reason, verdict.tag, verdict.comment) == ("", tag(nonce), "谢谢。")
