"""The page as people use it: own ballot, whole campaign, folder, address; every screen for everybody."""

from functools import cache

import pytest

from pingyi.page import build_verifier
from pingyi.tokens import codes
from tests.ballots.attacks import ATTACKS
from tests.ballots.plan import Plan
from tests.ballots.world import World
from tests.browser import found_wrong, overflow
from tests.verifier_page.host import PINNED, pins

pytestmark = pytest.mark.browser

PLAN = Plan(seed="page", cast=(33, 31, 5), fates={}, batches=(), sealed=False)


@cache
def world(attack=""):
    return World(PLAN, twists=ATTACKS[attack].twists if attack else {})


@pytest.fixture
def served(host):
    host.publish(world(), pinned=PINNED)
    return world()


def served_page():
    return build_verifier(pins(**PINNED))


def test_my_check_code(visitor, served):
    me = visitor().mine(served.check_code(served.ballot(0, 1)))
    me.sees("照原样算进去了").sees("云桥区公安局").sees("谁拿到计票查验码").sees("任何人都无权向您要")
    assert me.complaints == []


def test_my_receipt_finds_its_campaign_itself(visitor, served, host):
    other = World(Plan(seed="another", cast=(2,), fates={}, batches=(), step="open", sealed=False))
    host.publish(other, served)
    visitor().mine(served.receipt(served.ballots[4])).sees("票箱收到了您的票")


def test_my_code(visitor, served):
    me = visitor().mine(codes.printed(served.people[0][0].code)).sees("用过")
    me.press("再查一次").page.fill("#own", codes.printed(served.people[0][-1].code))
    me.go().sees("没有用过").sees("没有人用它投过票")


def test_nothing_typed_leaves_the_browser(visitor, served):
    fetched = []
    for cell, nth in ((0, 1), (1, 2)):
        check, code = served.check_code(served.ballot(cell, nth)), served.people[cell][nth].code
        me = visitor().mine(check).sees("照原样算进去了")
        me.press("再查一次").page.fill("#own", codes.printed(code))
        me.go().sees("用过")
        fetched.append({one for one in me.requests if not one.startswith("blob:") and "/cells/" not in one})
        assert not [one for one in me.requests if check[:8] in one or code[:8] in one or "?" in one]
        assert all(one.startswith((me.host.address, "blob:")) for one in me.requests)
        assert me.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    assert fetched[0] == fetched[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "请先填一样"), ("ABC", "看不出这是什么"), ("0" * 21, "有一个字抄错了"), ("1" * 53, "有一个字抄错了")],
)
def test_what_is_mistyped(visitor, served, typed, said):
    me = visitor().mine(typed).sees(said)
    assert me.page.evaluate("document.activeElement.id") == "own"
    assert me.page.get_attribute("#own", "aria-invalid") == "true"


def test_a_whole_campaign(visitor, served):
    me = visitor().whole(expect=served.fingerprint).sees("全部符合").sees("指纹一致").sees("保密等级A")
    assert "69" in me.verdict("entries") and "64" in me.verdict("rows")
    assert me.complaints == []
    with me.page.expect_download() as saved:
        me.press("把结果存成文件")
    assert b'"ok": true' in saved.value.path().read_bytes()


def test_a_site_cannot_vouch_for_itself(visitor, served):
    visitor().whole().sees("全部符合").sees("还没有对指纹")
    visitor().whole(where=served.fingerprint.lower()).sees("指纹一致")


def test_without_a_list_of_bodies_the_grade_is_claimed(visitor, host):
    host.publish(world())
    visitor().whole().sees("等级是主办方自己报的")


def test_a_corrupted_campaign(visitor, host):
    host.publish(world("ballot dropped after the tags"))
    me = visitor().whole().sees("1项不符").sees("公布的票有造假")
    assert "不符" in me.verdict("rows") and "没有查" in me.verdict("accounts") and "符合" in me.verdict("log")


def test_a_folder_and_what_lies_there_unlisted(visitor, served, tmp_path):
    folder = served.write(tmp_path / "campaign")
    me = visitor().whole(folder=folder, expect=served.fingerprint).sees("全部符合")
    assert "从网址核对" not in me.verdict("package")
    (folder / "rows" / "more.txt").write_text("more")
    me = visitor().whole(folder=tmp_path).sees("1项不符")
    assert "rows/more.txt" in me.verdict("package")


def test_a_copy_opened_from_a_disk(visitor, served, tmp_path):
    (tmp_path / "verify.html").write_bytes(served_page())
    folder = served.write(tmp_path / "campaign")
    me = visitor()
    me.page.goto((tmp_path / "verify.html").as_uri())
    me.page.locator(".door", has_text="核对一整次评议").click()
    me.page.set_input_files("#folder", folder)
    me.page.fill("#expect", served.fingerprint)
    me.go().sees("全部符合").sees("指纹一致")
    assert me.complaints == []


def test_an_address(visitor, served):
    address = f"{served.fingerprint}"
    me = visitor().whole(where=f"http://localhost:1/{address}/").sees("取不到公开文件")
    me.press("再查一次").page.fill("#where", f"{me.host.address}c/{address}")
    me.go().sees("全部符合")


def test_a_place_without_a_package(visitor, served):
    visitor().whole(where="0" * 26).sees("这里没有完整的评议资料")


def test_wrong_fingerprint_of_the_letter(visitor, served):
    me = visitor().whole(expect="0" * 26).sees("1项不符")
    assert "another campaign than the expected" in me.verdict("manifest")


def test_it_can_be_stopped_and_gone_back_from(visitor, served):
    me = visitor().open("核对一整次评议")
    me.page.route("**/package.json", lambda route: None)
    me.go().press("停下").sees("会取下全部公开文件")
    me.page.go_back()
    me.sees("会取下全部公开文件")
    me.page.go_back()
    me.sees("谁都可以查")


def home(me):
    me.page.goto(f"{me.host.address}verify.html")
    me.sees("谁都可以查")


def mine(me):
    me.mine("ABC").sees("看不出这是什么")


def answer(me):
    me.mine(world().check_code(world().ballot(0, 1))).sees("照原样算进去了")


def whole(me):
    me.whole(where="x").sees("请输入26个字的指纹")


def report(me):
    me.whole().sees("逐项结果")


def stopped(me):
    me.whole(where="0" * 26).sees("这里没有")


@pytest.mark.parametrize("screen", [home, mine, answer, whole, report, stopped])
def test_nothing_bars_the_way(visitor, served, screen):
    me = visitor(viewport={"width": 320, "height": 700})
    screen(me)
    assert found_wrong(me.page) == [] and overflow(me.page) == 0
    me.page.emulate_media(color_scheme="dark")
    me.press("English")
    assert found_wrong(me.page) == [] and overflow(me.page) == 0
    me.page.evaluate("document.documentElement.style.fontSize = '200%'")
    me.page.set_viewport_size({"width": 390, "height": 800})
    assert overflow(me.page) == 0


def test_keys_alone_are_enough(visitor, served):
    me = visitor()
    me.page.goto(f"{me.host.address}verify.html")
    me.page.locator(".door").first.focus()
    me.page.keyboard.press("Enter")
    me.page.wait_for_selector("form")
    assert me.page.evaluate("document.activeElement.id") == "heading"
    for _ in range(2):  # past the link to the discipline office
        me.page.keyboard.press("Tab")
    me.page.keyboard.type(served.receipt(served.ballots[0]))
    for key in ("Tab", "Tab", "Enter"):
        me.page.keyboard.press(key)
    me.sees("票箱收到了您的票")
    assert me.page.evaluate("document.activeElement.id") == "heading"
