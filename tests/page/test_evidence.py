"""Evidence for an objection: the page gives what the outer trustee reads, and the phone keeps it only if asked."""

import json
import re
from datetime import timedelta

import pytest

from pingyi.primitives.hashing import sha256
from pingyi.trustee.opening.evidence import RECORD, read_evidence
from tests.page.world import CODES, NOW

pytestmark = pytest.mark.browser


def received(me):
    me.send(1, 2, 6, comment="秘密")
    return me.sees("已收到").press("我还要异议凭证")


def saved(me):
    """The file as the phone saves it: its name and its records."""
    with me.page.expect_download() as waiting:
        me.page.get_by_role("link", name="存成文件").click()
    return waiting.value.suggested_filename, read_evidence(waiting.value.path())


def again(me, *, days=0, code=CODES[0]):
    """Scan the letter again, some days later."""
    me.world.now = NOW + timedelta(days=days)
    return me.open(code=code)


def test_the_file_holds_the_envelope_in_the_box_and_its_place(resident):
    me = received(resident())
    name, records = saved(me)
    [envelope] = me.world.cast
    assert name == "objection-1.bin" and [(index, sha256(content)) for index, content in records] == [(1, envelope)]
    assert me.complaints == []


def test_whoever_objects_is_told_first_and_nothing_is_kept_unasked(resident):
    me = received(resident()).sees("经手的人可能认得出").sees("留在这部手机里").sees("公用的电脑，请不要留")
    assert me.stored() == {} and me.page.evaluate("document.activeElement.id") == "evidence"


def test_what_is_kept_says_nothing_without_the_code_and_is_found_with_it(resident):
    me = received(resident()).press("留在这部手机里").sees("已经留下")
    [(name, value)] = me.stored().items()
    assert re.fullmatch(r"pingyi/v1/evidence/[0-9a-f]{32}", name) and re.fullmatch(r"[A-Za-z0-9_-]+", value)
    again(me, code=CODES[1]).sees("请您评一评")
    text = again(me).sees("您的票已经收到").sees("第1号").page.inner_text("main")
    assert not any(words in text for words in ("很满意", "不了解", "秘密", "计票查验码"))
    assert saved(me)[1][0][0] == 1


def test_after_the_close_it_is_taken_out_and_deleted(resident):
    me = received(resident()).press("留在这部手机里")
    again(me, days=40).sees("您的票已经收到")
    assert len(saved(me)[1][0][1]) == RECORD - 8
    me.press("从这部手机里删掉").sees("什么也没有留")
    assert me.stored() == {}
    again(me, days=40).sees("收票已经结束")


def test_a_browser_that_keeps_nothing_still_saves_the_file(resident):
    me = resident()
    me.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    received(me).press("留在这部手机里").sees("请存成文件")
    assert saved(me)[1][0][0] == 1


WATCH = """
const encrypt = crypto.subtle.encrypt;
window.sealedTexts = [];
SubtleCrypto.prototype.encrypt = function (way, key, plain) {
  window.sealedTexts.push(new TextDecoder().decode(plain));
  return encrypt.call(this, way, key, plain);
};
"""


def test_only_the_envelope_and_the_receipt_are_sealed_for_keeping(resident):
    me = resident()
    me.context.add_init_script(WATCH)
    received(me)
    last = json.loads(me.page.evaluate("window.sealedTexts[window.sealedTexts.length - 1]"))
    assert last.keys() == {"index", "entryHash", "signature", "envelope"}


def test_in_wechat_files_are_not_promised(resident):
    me = received(resident(user_agent="Mozilla/5.0 (Linux; Android 12) Chrome/107.0 MicroMessenger/8.0.49"))
    me.sees("微信里多半存不了文件")
