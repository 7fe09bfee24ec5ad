"""What is sealed survives no network, a closed tab and a broken service, and no second ballot comes of it."""

import re

import pytest

from tests.page.world import CODES, problem

pytestmark = pytest.mark.browser


def down(_content):
    return 502, "text/plain", b""


def sealed(me):
    """Everything answered, one service away, Send pressed."""
    me.send(1, 2, 3, comment="秘密")
    me.sees("还没送到")
    return me


@pytest.mark.parametrize("service", ["s", "r", "b"])
def test_a_closed_tab_goes_on_where_it_stopped(resident, world, service):
    served = world(wrong={service: down})
    me = sealed(resident(served=served))
    me.page.close()
    served.wrong.clear()
    me.page = me.new_tab()
    me.open().sees("已收到")
    [found] = served.opened()
    assert (found.answers, found.private) == (bytes([1, 2, 3]), "秘密")
    assert me.stored() == {} and len(served.issued) == 2


@pytest.mark.parametrize("service", ["s", "r", "b"])
def test_what_is_kept_is_unreadable_without_the_code(resident, world, service):
    me = sealed(resident(served=world(wrong={service: down})))
    [(name, value)] = me.stored().items()
    assert re.fullmatch(r"pingyi/v1/pending/[0-9a-f]{32}", name) and re.fullmatch(r"[A-Za-z0-9_-]+", value)
    me.open(code=CODES[1]).sees("请您评一评")  # another letter on the same phone is another ballot
    assert me.world.cast == {}


def test_the_retry_sends_the_same_blinded_message(resident, world):
    seen = []

    def lost(content):
        seen.append(content)
        return down(content) if len(seen) == 1 else None

    me = sealed(resident(served=world(wrong={"s": lost})))
    me.press("现在再试一次").sees("已收到")
    assert len(set(seen)) == 1


def test_a_reply_that_was_lost_on_its_way_is_no_second_ballot(resident, world):
    served = world()
    lost = {"s": 1, "r": 1, "b": 1}

    def losing(host):
        def answer(content):
            lost[host] -= 1
            if lost[host] < 0:
                return None
            served.issue(content) if host != "b" else served.receive(content)
            return down(content)

        return answer

    served.wrong = {host: losing(host) for host in lost}
    me = sealed(resident(served=served))
    me.press("现在再试一次")
    me.settle("正在")
    me.press("现在再试一次")
    me.settle("正在")
    me.press("现在再试一次").sees("已收到")
    assert len(served.cast) == 1 and served.opened()[0].answers == bytes([1, 2, 3])


def test_no_network_says_so_and_sends_by_itself_when_it_is_back(resident):
    me = resident()
    me.open().begin().answer(1, 2, 3)
    me.context.set_offline(True)
    me.press("送出").sees("现在没有网络").sees("2026年12月10日24时")
    me.context.set_offline(False)
    me.sees("已收到")


def test_after_three_failed_casts_the_relays_are_tried(resident, world):
    served = world(wrong={"b": down})
    me = sealed(resident(served=served))
    for _ in range(2):
        me.press("现在再试一次")
        me.settle("正在")
    assert "relay cast" not in served.asked
    me.press("现在再试一次").sees("已收到")
    assert served.asked[-2:] == ["b cast", "relay cast"]


def test_a_relay_cannot_refuse_for_the_box(resident, world):
    served = world(wrong={"b": down, "relay": lambda _: problem("closed", 410)})
    me = sealed(resident(served=served))
    for _ in range(4):
        me.press("现在再试一次")
        me.settle("正在")
    me.sees("还没送到")
    served.wrong.clear()
    me.press("现在再试一次").sees("已收到")


def test_two_tabs_send_one_ballot(resident, world):
    served = world(wrong={"s": down})
    me = resident(served=served)
    me.open().begin().answer(1, 1, 1)
    other = me.new_tab()
    first, me.page = me.page, other
    me.open().begin().answer(2, 2, 2).press("送出").sees("还没送到")
    me.page = first
    served.wrong.clear()
    me.press("送出").sees("已收到")
    assert [found.answers for found in served.opened()] == [bytes([2, 2, 2])]


def test_a_phone_that_keeps_nothing_is_told_so(resident, world):
    me = resident(served=world(wrong={"s": down}))
    me.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    me.send(1, 2, 3)
    me.sees("请不要关掉这个页面")
    me.world.wrong.clear()
    me.press("现在再试一次").sees("已收到")


def test_the_first_screen_tells_of_a_waiting_ballot(resident, world):
    me = sealed(resident(served=world(wrong={"b": down})))
    me.open(f"http://localhost:{me.world.port}/appraise.html").sees("这部手机里有一张没送到的票")
