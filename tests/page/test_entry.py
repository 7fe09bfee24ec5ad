"""Codes typed from the letter: mistypes are said at once, the fingerprint is compared by eye."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives.base32 import ALPHABET
from pingyi.tokens import codes
from tests.page.world import CODES

pytestmark = pytest.mark.browser
PRINTED = codes.printed(CODES[0])


def typing(me, code, cell="0"):
    me.open(f"http://localhost:{me.world.port}/appraise.html")
    me.page.fill("#code", code)
    me.page.fill("#cell", cell)
    return me


@pytest.mark.parametrize(
    "typed", [PRINTED, PRINTED.lower(), PRINTED.replace("-", "  "), f" {PRINTED} ".replace("0", "o")]
)
def test_a_code_is_read_however_it_is_typed(resident, typed):
    me = typing(resident(), typed)
    me.press("下一步").sees("对一对").press("一样").sees("请您评一评").begin().answer(1, 2, 3).press("送出").sees(
        "已收到"
    )


def test_what_a_chinese_keyboard_makes_of_it(resident):
    wide = "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in PRINTED)
    typing(resident(), wide.replace("－", "—"), "０").press("下一步").sees("对一对")


def test_a_mistyped_character_is_said_while_typing(resident):
    me = resident()
    wrong = PRINTED[:-1] + next(one for one in ALPHABET if one != PRINTED[-1])
    typing(me, wrong).sees("有一个字抄错了")
    assert me.page.get_attribute("#code", "aria-describedby") == "code-hint code-why"
    me.page.fill("#code", PRINTED)
    assert me.page.locator(".error").count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ABC", "还差18个字"),
        (PRINTED + "77", "多了2个字"),
        ("U" + PRINTED[1:], "没有U"),
        ("", "还差21个字"),
        ("<b>", "不该出现"),
    ],
)
def test_what_else_is_wrong_with_it(resident, typed, said):
    me = typing(resident(), typed)
    me.press("下一步").sees(said)
    assert me.page.evaluate("document.activeElement.id") == "code"


def test_the_number_of_the_cell_is_needed(resident):
    typing(resident(), PRINTED, "一号").press("下一步").sees("请输入信上的数字")


def test_the_first_three_groups_are_shown_and_another_letter_is_told(resident):
    me = typing(resident(), PRINTED)
    me.press("下一步")
    own = me.world.fingerprint
    assert me.page.inner_text(".groups") == " ".join((own[:4], own[4:8], own[8:12]))
    me.press("不一样").sees("指纹不一样，请不要答")
    assert not any(own + "/manifest" in url for url in me.requests)


def test_a_broken_link_leads_to_typing(resident):
    me = resident()
    me.open(me.world.link()[:-3]).sees("链接不完整，或者被改动过")
    assert "#" not in me.page.url
    code = codes.with_check(CODES[0])
    me.open(me.world.link().replace(code, code[:-1] + ("7" if code[-1] != "7" else "8"))).sees("链接不完整")


def test_a_link_of_another_campaign_finds_nothing(resident):
    me = resident()
    me.open(me.world.link()[:-26] + "0" * 26)
    assert me.heading == "找不到这次评议"


def test_a_site_with_two_campaigns_asks_which(resident, world):
    served = world()
    other = "0" * 26
    served.files["/campaigns.json"] = json.dumps([other, served.fingerprint]).encode()
    served.files[f"/c/{other}/questionnaire.json"] = served.form.replace("网络评议问卷".encode(), "去年的问卷".encode())
    me = resident(served=served)
    typing(me, PRINTED)
    me.page.get_by_label("网络评议问卷").check()
    me.press("下一步").sees(served.fingerprint[:4])


def test_a_site_without_campaigns(resident, world):
    served = world()
    served.files.pop("/campaigns.json")
    me = resident(served=served)
    assert me.open(f"http://localhost:{served.port}/appraise.html").heading == "找不到这次评议"


def test_another_square_scanned_into_the_same_page(resident):
    me = resident()
    me.open(cell=0).begin()
    me.page.evaluate("link => { location.hash = link }", me.world.link(CODES[1], 1).split("#")[1])
    me.sees("柳渡县公安局")
    assert "#" not in me.page.url


@settings(max_examples=40, deadline=None)
@given(raw=st.binary(min_size=13, max_size=13), place=st.integers(0, 20), shift=st.integers(1, 31))
def test_one_wrong_character_is_nearly_always_noticed_as_in_python(modules, raw, place, shift):
    code = codes.with_check(codes.from_random(raw))
    wrong = code[:place] + ALPHABET[(ALPHABET.index(code[place]) + shift) % 32] + code[place + 1 :]
    read = "code => { try { return Pingyi.codes.parse(code) } catch (error) { return error.name } }"
    assert modules.evaluate(read, code) == code[:20]
    try:
        expected = codes.parse(wrong)
    except ValueError:
        expected = "Malformed"
    assert modules.evaluate(read, wrong) == expected
