"""The page against the real services: two signers, the box with its log, a witness, each behind HTTP."""

import time

import pytest

from pingyi.ledger.trees import leaf_hash
from pingyi.protocol.entries import BallotEntry
from pingyi.tokens.receipts import Receipt
from tests.page.resident import Resident
from tests.page.services import Services
from tests.page.world import CODES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("page-services")]


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
