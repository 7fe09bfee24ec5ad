"""Every way in which a service or the files of a campaign can be wrong: one clear sentence and a next step."""

from datetime import timedelta

import pytest

from pingyi.primitives import ed25519
from pingyi.protocol import manifest as manifests
from pingyi.protocol.entries import ManifestEntry
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST
from pingyi.tokens import codes
from pingyi.tokens.issuing import issue_message
from tests.page.world import CODES, NOW, problem, seed

pytestmark = pytest.mark.browser
TELL = "告诉纪检监察机构"


@pytest.mark.parametrize(
    ("service", "code", "heading"),
    [
        ("s", "unknown_key", "名册里没有这个码"),
        ("s", "wrong_cell", "没有送成"),
        ("s", "bad_signature", "没有送成"),
        ("s", "closed", "收票已经结束"),
        ("r", "closed", "收票已经结束"),
        ("b", "closed", "收票已经结束"),
        ("b", "bad_token", "没有送成"),
        ("b", "token_spent", "没有送成"),
    ],
)
def test_a_last_word_is_said_plainly_and_nothing_is_kept(resident, world, service, code, heading):
    me = resident(served=world(wrong={service: lambda _: problem(code)}))
    me.send()
    assert me.heading == heading and me.stored() == {}
    assert "告诉" in me.page.inner_text("main") or me.page.locator(".btn, .door").count()


@pytest.mark.parametrize(
    ("code", "said"), [("busy", "现在很忙"), ("not_open", "还没有开始收票"), ("old_bundle", "这个页面有了新版本")]
)
def test_what_passes_is_waited_for(resident, world, code, said):
    me = resident(served=world(wrong={"s": lambda _: problem(code, 503)}))
    me.send()
    me.sees(said)
    assert len(me.stored()) == 1


def test_an_old_page_is_opened_anew_and_goes_on(resident, world):
    served = world(wrong={"s": lambda _: problem("old_bundle", 426)})
    me = resident(served=served)
    me.send()
    served.wrong.clear()
    me.press("重新打开").sees("已收到")


def proof(world, key, *, by):
    """What a signer shows of a code that it calls used."""
    hashed = bytes(32)
    return {"h_blinded": hashed.hex(), "sig": ed25519.sign(by, issue_message(world.camp, 1, 0, hashed)).hex()}


def test_used_is_believed_with_the_codes_own_signature(resident, world):
    served = world()
    shown = proof(served, None, by=codes.seed(CODES[0], served.manifest.id))
    served.wrong = {"s": lambda _: problem("used", **shown)}
    me = resident(served=served)
    me.send()
    assert me.heading == "这个码已经投过票了" and me.stored() == {}


def test_used_without_proof_is_the_signers_fault(resident, world):
    served = world()
    shown = proof(served, None, by=seed("S"))
    served.wrong = {"s": lambda _: problem("used", **shown)}
    me = resident(served=served)
    me.send()
    assert me.heading == "发证方说这个码用过了，可是拿不出凭据"
    assert me.page.get_by_role("link", name=TELL).count() == 1 and len(me.stored()) == 1


@pytest.mark.parametrize("service", ["s", "r", "b"])
def test_a_wrong_reply_is_noticed(resident, world, service):
    size = 104 if service == "b" else 256
    served = world(wrong={service: lambda _: (200, "application/octet-stream", bytes([1]) * size)})
    me = resident(served=served)
    me.send()
    assert me.heading == "对方给的回答不对" and len(me.stored()) == 1
    served.wrong.clear()
    me.press("现在再试一次").sees("已收到")


def bend(content, place=-5):
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


def bent(path, place=-5):
    return lambda world: world.public(path, bend(world.files[f"/c/{world.fingerprint}/{path}"], place))


def short_of_witnesses(world):
    world.public("log/checkpoint", world.log([ManifestEntry(world.camp).encode()], ())["checkpoint"])


def another_entry(world):
    for path, content in world.log([ManifestEntry(bytes(32)).encode()]).items():
        world.public(f"log/{path}", content)


def bent_tile(world):
    """The tile that the proof of entry 0 in a log of two needs."""
    files = world.log([ManifestEntry(world.camp).encode(), b"4"])
    for path, content in files.items():
        world.public(f"log/{path}", bend(content) if path == "tile/0/000.p/2" else content)


def another_keeper(world):
    signed = {party: manifests.sign(seed(party.name), world.camp) for party in SIGNERS_OF_MANIFEST}
    world.public(
        "manifest.sigs", manifests.Signatures.of({**signed, 3: manifests.sign(bytes(32), world.camp)}).encode()
    )


@pytest.mark.parametrize(
    ("spoil", "heading"),
    [
        (bent("manifest.json"), "这不是信上的那次评议"),
        (bent("manifest.sigs"), "认不出这次评议是谁办的"),
        (another_keeper, "认不出这次评议是谁办的"),
        (bent("log/checkpoint"), "这次评议没有留下公开记录"),
        (bent_tile, "这次评议没有留下公开记录"),
        (short_of_witnesses, "这次评议没有留下公开记录"),
        (another_entry, "这次评议没有留下公开记录"),
        (bent("cells/0.json", 40), "找不到您的计票单元"),
        (bent("questionnaire.json", 90), "问卷和公布的不一样"),
        (lambda world: world.public("manifest.json", None), "找不到这次评议"),
        (lambda world: world.public("log/checkpoint", None), "找不到这次评议"),
    ],
)
def test_nothing_is_asked_under_wrong_files(resident, world, spoil, heading):
    served = world()
    spoil(served)
    me = resident(served=served)
    me.open()
    assert me.heading == heading and me.page.locator("input").count() == 0
    assert me.page.locator("main .btn").count() >= 1


def test_a_cell_beyond_the_campaign(resident):
    me = resident()
    me.open(cell=7)
    assert me.heading == "找不到您的计票单元"


def test_a_keeper_who_is_not_pinned(resident, world):
    me = resident(served=world(pinned={"roll_keepers": (ed25519.public_key(bytes(32)),)}))
    me.open()
    assert me.heading == "认不出这次评议是谁办的"


def test_a_longer_log_with_many_tiles_still_proves_its_first_entry(resident, world):
    served = world()
    entries = [ManifestEntry(served.camp).encode(), *(bytes([4]) + n.to_bytes(4, "big") for n in range(700))]
    for path, content in served.log(entries).items():
        served.public(f"log/{path}", content)
    me = resident(served=served)
    me.open().sees("请您评一评")


def test_before_and_after_the_hours_by_the_servers_clock(resident, world):
    me = resident(served=world(now=NOW - timedelta(days=40)))
    assert me.open().heading == "还没有开始" and "2026年11月1日8时" in me.page.inner_text("main")
    me.world.now = NOW + timedelta(days=40)
    assert me.open().heading == "收票已经结束" and "2026年12月10日24时" in me.page.inner_text("main")


def test_a_phone_with_a_wrong_clock_goes_by_the_server(resident, world):
    me = resident(served=world())
    me.page.clock.set_fixed_time(NOW - timedelta(days=400))
    me.open().sees("请您评一评")
    me.world.now = NOW + timedelta(days=40)
    me.open().sees("您手机的时间差了约440天，我们按服务器的时间算。")


def test_without_a_connection(resident):
    me = resident()
    me.page.route("**/c/**", lambda route: route.abort())
    me.open()
    assert me.heading == "连不上网"
    me.page.unroute("**/c/**")
    me.press("再试一次").sees("请您评一评")


def test_a_page_that_is_not_the_announced_one(resident, world):
    served = world()
    served.files["/appraise.html"] = served.page + b"\n"
    me = resident(served=served)
    assert me.open().heading == "这个页面不是最新的"
    me.press("重新打开")
    me.sees("这个页面不是公布的那一版")
    assert "renewed=" in me.page.url and "#" not in me.page.url


def test_a_page_kept_too_long_is_replaced_by_the_announced_one(resident, world):
    served = world()
    served.files["/appraise.html"], announced = served.page + b"\n", served.page
    me = resident(served=served)
    me.open()
    served.files["/appraise.html"] = announced
    me.press("重新打开").sees("请您评一评")
