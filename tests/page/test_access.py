"""Every screen in both themes: no axe violation, no sideways scrolling at 320 px and with text at 200 %."""

from datetime import timedelta

import pytest

from tests.browser import found_wrong, overflow
from tests.page.world import BODIES, CODES, NOW, problem

pytestmark = pytest.mark.browser


def start(me):
    me.open()
    for summary in me.page.locator("summary").all():
        summary.click()


def question(me):
    me.open().begin()
    me.page.click(".go .btn:not(.second)")


def remarks(me):
    me.open().begin().choose(1).choose(1).choose(1)
    me.page.fill("textarea", "好" * 500)
    me.page.click(".go .btn:not(.second)")


def review(me):
    me.open().begin().answer(1, 2, 3, comment="窗口少了一个人，等了两个小时。" * 8)


def received(me):
    me.send()
    me.press("我还要计票查验码").press("我还要异议凭证")


def held(me):
    received(me)
    me.press("留在这部手机里").sees("已经留下")
    me.open().sees("您的票已经收到")


def blank(me):
    start(me)
    me.press("交空白票").sees("直接提交？")


def pending(me):
    me.world.wrong["s"] = lambda _: (502, "text/plain", b"")
    me.send()


def used(me):
    me.world.wrong["s"] = lambda _: problem("used")
    me.send()


def typed(me):
    me.open(f"http://localhost:{me.world.port}/appraise.html#broken")
    me.page.fill("#code", "ABC")
    me.page.click(".btn.wide")


def compared(me):
    me.open(f"http://localhost:{me.world.port}/appraise.html")
    me.page.fill("#code", "0DVY-TBYF-GSVY-Q04Q-Q656-2")
    me.page.fill("#cell", "1")
    me.page.click(".btn.wide")


def closed(me):
    me.world.now = NOW + timedelta(days=40)
    me.open()


def looked_up(me):
    closed(me)
    me.press("查我的码用过没有").press("查一查").sees("还没有公布")


def stopped(me):
    me.world.public("log/checkpoint", b"nonsense")
    me.open()


SCREENS = [
    *(start, blank, question, remarks, review, received, held, pending, used),
    *(typed, compared, closed, looked_up, stopped),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_bars_the_way(resident, screen, scheme):
    me = resident(color_scheme=scheme, viewport={"width": 320, "height": 700})
    screen(me)
    assert found_wrong(me.page) == []
    assert overflow(me.page) == 0
    me.page.set_viewport_size({"width": 390, "height": 800})
    me.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(me.page) == 0


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_every_grade_is_readable_in_english_too(resident, world, letter):
    changed = {"demonstration": letter == "D"}
    served = world(letter=letter, changed=changed, pinned={"bodies": BODIES[letter]})
    me = resident(served=served, locale="en-GB", viewport={"width": 320, "height": 700})
    start(me)
    me.sees(f"Secrecy grade {letter}")
    assert found_wrong(me.page) == [] and overflow(me.page) == 0


def test_large_text_is_one_tap_and_stays_from_screen_to_screen(resident):
    me = resident()
    me.open().press("大字").begin()
    assert me.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"
    me.press("标准字")
    assert me.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


def test_each_screen_has_one_heading_that_takes_the_focus(resident):
    me = resident()
    me.open(code=CODES[2])
    for step in (me.begin, lambda: me.choose(1), lambda: me.choose(1), lambda: me.choose(1)):
        assert me.page.locator("h1").count() == 1
        assert me.page.evaluate("document.activeElement.id") == "heading"
        assert me.page.title().startswith(me.page.text_content("#heading"))
        step()


def test_every_choice_is_a_row_of_the_same_size(resident):
    me = resident()
    me.open().begin()
    boxes = [row.bounding_box() for row in me.page.locator(".choice label").all()]
    assert len(boxes) == 6 and len({(box["width"], box["height"]) for box in boxes}) == 1
    assert boxes[0]["height"] >= 48


def test_nothing_moves_for_whom_motion_is_too_much(resident, world):
    me = resident(served=world(wrong={"s": _slow}), reduced_motion="reduce")
    me.open().begin().answer(1, 1, 1).press("送出").sees("正在送出")
    assert me.page.evaluate("getComputedStyle(document.querySelector('.working')).animationName") == "none"


def _slow(_content):
    import time

    time.sleep(1)
