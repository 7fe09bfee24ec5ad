"""A ballot without any answer voids a code, as the letter says: possible, never by accident."""

import pytest

from tests.page.world import CODES

pytestmark = pytest.mark.browser


def void_from_the_start(me):
    me.open()
    me.page.get_by_text("有人要您的码").click()
    return me.press("交空白票")


def test_nothing_is_sent_before_the_second_word(resident):
    me = void_from_the_start(resident()).sees("每题都不选，直接提交？").sees("这个码谁也不能再用")
    assert me.world.asked == []
    me.press("不交，返回").sees("请您评一评")
    assert me.world.asked == []


def test_it_is_a_ballot_like_any_other_to_whoever_looks_on(resident):
    me = void_from_the_start(resident()).press("交空白票").sees("已收到")
    [found] = me.world.opened()
    assert (found.answers, found.private) == (bytes(3), "")
    [request] = me.world.cast.values()
    assert len(request.encode()) == 2438 and "空白" not in me.page.inner_text("main")
    assert me.complaints == []


def test_whoever_chooses_nothing_and_goes_on_is_shown_the_way(resident):
    me = resident()
    me.open().begin()
    me.page.click(".go .btn:not(.second)")
    me.sees("请选一项").press("交空白票").press("交空白票").sees("已收到")
    assert me.world.opened()[0].answers == bytes(3)


def test_an_answer_once_given_is_not_thrown_away_by_that_way(resident):
    me = resident()
    me.open().begin().choose(1)
    me.page.click(".go .btn:not(.second)")
    me.sees("请选一项")
    assert me.page.get_by_role("button", name="交空白票").count() == 0


def test_the_back_key_leaves_it(resident):
    me = void_from_the_start(resident())
    me.page.go_back()
    me.sees("请您评一评").begin().answer(1, 2, 3).press("送出").sees("已收到")
    assert me.world.opened()[0].answers == bytes([1, 2, 3])


def test_a_voided_code_is_used_up(resident):
    me = void_from_the_start(resident()).press("交空白票").sees("已收到")
    me.send(1, 2, 3)
    assert me.heading == "这个码已经投过票了" and len(me.world.cast) == 1
    assert len({key for _, key in me.world.issued}) == 1 and CODES[0] not in str(me.stored())
