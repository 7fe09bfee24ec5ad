"""What the first screen says about secrecy: the grade that the pure function gives, D before everything else."""

import pytest

from pingyi.protocol.grade import grade
from tests.page.world import BODIES, witness

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
@pytest.mark.parametrize("pinned", [True, False])
def test_the_letter_and_whether_it_is_only_claimed(resident, world, letter, pinned):
    served = world(letter=letter, pinned={"bodies": BODIES[letter] if pinned else ()})
    me = resident(served=served)
    me.open()
    assert me.page.inner_text(".grade-mark") == letter
    assert ("没有拿独立的名单核对过" in me.page.inner_text("main")) is not pinned
    keys = [witness(name).key for name in ("w1", "w2")]
    bodies = served.manifest.bodies if pinned else None
    expected = grade(served.manifest, bodies=bodies, cosigners=keys, channels=["letter"])
    assert expected.letter == letter
    if letter != "D":
        me.page.get_by_text("为什么是这个等级").click()
    for text in expected.texts():
        me.sees(text.zh)


def test_d_warns_first_with_two_equal_ways(resident, world):
    me = resident(served=world(letter="D"))
    me.open()
    first, second = me.page.locator(".verdicts .btn").all()
    one, other = first.bounding_box(), second.bounding_box()
    assert (one["width"], one["height"], one["y"]) == (other["width"], other["height"], other["y"])
    assert first.evaluate("e => getComputedStyle(e).cssText") == second.evaluate("e => getComputedStyle(e).cssText")
    warning, facts = me.page.locator(".card").bounding_box(), me.page.locator(".facts").bounding_box()
    assert warning["y"] < facts["y"] and me.page.get_by_role("button", name="开始评议").count() == 0
    me.press("不参加").sees("您没有参加")
    assert me.world.asked == [] and me.stored() == {}


def test_a_demonstration_says_so_on_every_screen(resident, world):
    me = resident(served=world(letter="D", changed={"demonstration": True}))
    me.open().sees("这是演示，不是真的评议")
    assert me.page.locator("#demo").is_visible()
    me.begin()
    assert me.page.locator("#demo").is_visible()


def test_a_body_that_appraises_itself_says_so(resident, world):
    me = resident(served=world(letter="A", changed={"kind": "internal"}, pinned={"bodies": BODIES["A"]}))
    me.open().sees("自己评自己")
    assert me.page.inner_text(".grade-mark") == "C"


def test_codes_by_sms_are_never_a(resident, world):
    me = resident(served=world(letter="A", channel="sms", pinned={"bodies": BODIES["A"]}))
    me.open()
    assert me.page.inner_text(".grade-mark") == "B"


def test_what_becomes_public_is_one_tap_away(resident):
    me = resident()
    me.open().page.get_by_text("以后会公开什么").click()
    me.sees("满30张票的单位").sees("如果所有人都选了同一项，别人也就知道了")
