"""A resident's whole way, in a real browser, to what the trustees find in the box."""

import pytest

from pingyi.primitives import ed25519
from pingyi.tokens import ballots, codes
from pingyi.tokens.receipts import Receipt, parse_check_code
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import BALLOT, Token, challenge_digest
from tests.page.world import CODES, seed

pytestmark = pytest.mark.browser


def test_what_was_chosen_is_what_the_trustees_read(resident):
    me = resident().send(1, 6, 5, comment="窗口少了一个人。")
    me.sees("已收到")
    [found] = me.world.opened()
    assert (found.answers, found.private) == (bytes([1, 6, 5]), "窗口少了一个人。")
    assert me.world.asked == ["s issue", "r issue", "b cast"]
    assert me.complaints == []


def test_the_ballot_carries_a_good_token_for_its_answers(resident):
    me = resident().send(3, 3, 3)
    me.sees("已收到")
    [found] = me.world.opened()
    nonce = ballots.commitment(me.world.camp, 0, found.salt, found.answers)
    digest = challenge_digest("s.pingyi.example", "b.pingyi.example", me.world.camp, BALLOT, 0)
    key = PublicKey(bytes.fromhex(_modulus(me.world)))
    assert Token.parse(found.token).check(key, nonce, digest)


def _modulus(world):
    from pingyi.protocol.cells import CellRecord

    return CellRecord.parse_line(world.lines[0]).ballot_key.modulus.hex()


def test_the_receipt_is_the_boxs_and_shows_no_answer(resident):
    me = resident().send(1, 1, 1)
    me.sees("已收到")
    receipt = Receipt.parse(me.page.inner_text("p.text"))
    assert receipt.verify(ed25519.public_key(seed("B"))) and receipt.camp == me.world.camp
    shown = me.page.inner_text("main")
    assert not any(words in shown for words in ("很满意", "不太满意", "不了解"))
    assert me.page.locator("#check").count() == 0


def test_the_check_code_comes_with_a_second_tap_and_its_warning(resident):
    me = resident().send(2, 2, 2)
    me.sees("已收到").press("我还要计票查验码").sees("谁拿到它，公布以后就能看到您选了什么")
    [found] = me.world.opened()
    nonce = parse_check_code(me.page.inner_text("p.text.code"))
    assert nonce == ballots.commitment(me.world.camp, 0, found.salt, found.answers)
    assert me.page.evaluate("document.activeElement.id") == "check"


def test_nobody_is_asked_before_send_and_nobody_else_ever(resident):
    me = resident()
    me.open().begin().answer(1, 2, 3)
    own = f"http://localhost:{me.world.port}/"
    assert me.world.asked == [] and all(url.startswith(own) for url in me.requests)
    me.press("送出").sees("已收到")
    services = f"http://127.0.0.1:{me.world.port}/"
    assert all(url.startswith((own, services, "data:")) for url in me.requests)


def test_the_code_leaves_the_address_and_no_request_carries_it(resident):
    me = resident()
    me.open()
    assert "#" not in me.page.url and me.page.evaluate("history.length") <= 2
    me.begin().answer(1, 2, 3).press("送出").sees("已收到")
    code = codes.with_check(CODES[0])
    assert not any(code in url for url in me.requests) and code not in str(me.stored())


def test_nothing_stays_on_the_phone_and_the_code_is_used_up(resident):
    me = resident().send(1, 2, 3)
    me.sees("已收到")
    assert me.stored() == {} and me.page.evaluate("sessionStorage.length") == 0
    me.send(3, 2, 1)
    assert me.heading == "这个码已经投过票了"
    assert len(me.world.cast) == 1 and me.stored() == {}


def test_an_unanswered_question_says_so_and_takes_the_focus(resident):
    me = resident()
    me.open().begin()
    me.page.click(".go .btn:not(.second)")
    fieldset = me.page.locator("fieldset")
    assert fieldset.get_attribute("aria-describedby") == "why"
    assert me.page.inner_text("#why") == "请选一项。没遇到过，就选“不了解”。"
    assert me.page.evaluate("document.activeElement.name") == "answer"
    assert me.page.locator(".choice input:checked").count() == 0  # nothing is chosen for anybody


def test_answers_can_be_changed_from_the_look_over(resident):
    me = resident()
    me.open().begin().answer(1, 2, 3)
    me.page.get_by_role("button", name="改第2题").click()
    me.choose(5).sees("送出前看一遍").press("送出").sees("已收到")
    assert me.world.opened()[0].answers == bytes([1, 5, 3])


def test_the_phones_back_key_goes_one_question_back(resident):
    me = resident()
    me.open().begin().choose(4).choose(2)
    me.page.go_back()
    me.sees("第2题，共3题")
    me.page.go_back()
    me.sees("第1题，共3题")
    assert me.page.locator("#choice3").is_checked()


def test_a_long_remark_is_stopped_before_send_by_its_bytes(resident):
    me = resident()
    me.open().begin().choose(1).choose(1).choose(1)
    me.page.fill("textarea", "好" * 467)
    me.page.click(".go .btn:not(.second)")
    me.sees("写多了，请删去约1个字")
    me.page.fill("textarea", "好" * 466)
    me.page.click(".go .btn:not(.second)")
    me.press("送出").sees("已收到")
    assert me.world.opened()[0].private == "好" * 466


def test_everything_works_with_the_keyboard(resident):
    me = resident()
    me.open()
    me.page.get_by_role("button", name="开始评议").focus()
    keys = me.page.keyboard
    keys.press("Enter")
    for _ in range(3):
        me.page.wait_for_selector("fieldset")
        keys.press("Tab")
        keys.press("Space")
        keys.press("Enter")
        me.page.wait_for_timeout(60)
    me.sees("还有什么想说的").page.get_by_role("button", name="看一遍再送出").press("Enter")
    me.page.get_by_role("button", name="送出", exact=True).press("Enter")
    me.sees("已收到")
    assert me.world.opened()[0].answers == bytes([1, 1, 1])


def test_english_is_complete_and_switches_in_the_middle(resident):
    me = resident(locale="en-US")
    me.open()
    assert me.heading == "Please appraise Yunqiao Branch, household window"
    me.press("Begin").choose(2).press("中文").sees("第2题，共3题").press("English").sees("Question 2 of 3")
    assert me.page.evaluate("document.documentElement.lang") == "en"
    me.choose(2).choose(2)
    me.page.click(".go .btn:not(.second)")
    me.press("Send").sees("Received")


YOUNGER = """
delete Object.hasOwn; delete Object.fromEntries; delete window.structuredClone; delete Promise.any;
delete Promise.allSettled;
delete Array.prototype.at; delete Array.prototype.findLast; delete Array.prototype.toSorted;
delete String.prototype.replaceAll; delete String.prototype.matchAll; delete String.prototype.at;
delete Uint8Array.fromHex; delete Uint8Array.prototype.toHex; delete Uint8Array.fromBase64;
delete Element.prototype.replaceChildren; delete AbortSignal.timeout; delete Crypto.prototype.randomUUID;
delete window.WeakRef; delete window.speechSynthesis;
"""


def test_a_browser_of_2020_has_all_that_is_needed(resident):
    me = resident()
    me.context.add_init_script(YOUNGER)
    me.send(2, 3, 4)
    me.sees("已收到").press("我还要计票查验码").press("English").press("Larger text")
    assert me.world.opened()[0].answers == bytes([2, 3, 4]) and me.complaints == []


def test_a_browser_too_old_is_told_in_words(resident):
    me = resident()
    me.context.add_init_script("delete window.BigInt")
    me.page.goto(me.world.link())
    assert me.page.locator("#old").is_visible() and "#" not in me.page.url


def test_without_script_the_page_says_what_to_do(resident):
    me = resident(java_script_enabled=False)
    me.page.goto(me.world.link())
    assert "JavaScript" in me.page.inner_text("main")
