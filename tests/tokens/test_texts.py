"""What people type and keep: codes, links, receipts, check codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives import base32, ed25519
from pingyi.primitives.errors import Malformed
from pingyi.tokens import codes, receipts, typed
from tests.tokens.vectors import refused, shared

STORY = shared()["ballots"][1]
CODES = st.binary(min_size=13, max_size=13).map(codes.from_random)
PARSERS = {
    "code": codes.parse,
    "fragment": codes.parse_fragment,
    "check_code": receipts.parse_check_code,
    "receipt": receipts.Receipt.parse,
}


@pytest.mark.parametrize("case", shared()["typed"], ids=lambda case: case["text"])
def test_codes_are_read_as_people_type_them(case):
    assert codes.parse(case["text"]) == case["code"]


def test_links_and_check_codes_are_read_as_people_type_them():
    for case in shared()["typed_fragments"]:
        assert codes.parse_fragment(case["text"]) == (case["code"], case["cell"], case["fingerprint"])
    for case in shared()["typed_check_codes"]:
        assert receipts.parse_check_code(case["text"]).hex() == case["commitment"]


@pytest.mark.parametrize("story", shared()["ballots"], ids=lambda story: story["name"])
def test_the_texts_of_a_letter(story):
    code = codes.from_random(bytes.fromhex(story["code_random"]))
    assert code == story["code"]
    assert (codes.with_check(code), codes.printed(code)) == (story["code_with_check"], story["code_printed"])
    assert codes.seed(code, story["campaign"]).hex() == story["seed"]
    assert codes.link(story["base"], code, story["cell"], story["fingerprint"]) == story["link"]
    assert codes.parse_fragment(story["link"].split("#")[1]) == (code, story["cell"], story["fingerprint"])


@pytest.mark.parametrize("layout", PARSERS)
def test_spoiled_texts_are_refused(layout):
    for case in refused(layout):
        with pytest.raises(Malformed):
            PARSERS[layout](case["text"])


@given(CODES, st.booleans(), st.lists(st.integers(0, 26), max_size=6), st.sampled_from("- "))
def test_case_gaps_and_lookalikes_do_not_matter(code, lower, places, gap):
    text = codes.printed(code)
    for place in places:
        text = text[:place] + gap + text[place:]
    text = text.lower() if lower else text
    assert codes.parse(text.replace("1", "l").replace("0", "o")) == codes.parse(text.replace("1", "I")) == code


@given(CODES, st.integers(0, 20), st.sampled_from(base32.ALPHABET))
def test_what_is_read_carries_its_check_character(code, place, character):
    whole = codes.with_check(code)
    changed = whole[:place] + character + whole[place + 1 :]
    try:
        read = codes.parse(changed)
    except Malformed:
        return
    assert codes.with_check(read) == changed  # one slip in 32 makes another whole code


@given(st.text(max_size=60) | st.text(base32.ALPHABET + "-. ilo#ıſ", max_size=60))
def test_any_text_is_read_or_refused(text):
    for parse in PARSERS.values():
        try:
            parse(text)
        except Malformed as refusal:
            assert refusal.what


@pytest.mark.parametrize("letter", ["ı", "ſ", "Ａ", "０", "\u200b"])
def test_letters_that_become_others_in_upper_case_are_refused(letter):
    with pytest.raises(Malformed):
        typed.characters(letter * 4, 4)


def test_what_is_wrong_is_said():
    good = STORY["code_with_check"]
    wrong = {good[:-1]: "length", good[:-1] + "U": "character", good[1] + good[0] + good[2:]: "check character"}
    for text, word in wrong.items():
        with pytest.raises(Malformed, match=word):
            codes.parse(text)


@pytest.mark.parametrize("size", [0, 12, 14])
def test_a_code_needs_13_random_bytes(size):
    with pytest.raises(Malformed):
        codes.from_random(bytes(size))


def test_a_code_is_another_key_in_another_campaign():
    code = STORY["code"]
    assert codes.seed(code, "one-2026") != codes.seed(code, "two-2026")
    assert codes.seed(code.lower(), "one-2026") == codes.seed(code, "one-2026")
    with pytest.raises(Malformed):
        codes.seed(code + "0", "one-2026")


@pytest.mark.parametrize("story", shared()["ballots"], ids=lambda story: story["name"])
def test_receipts(story):
    receipt = receipts.Receipt.parse(story["receipt"])
    key = bytes.fromhex(shared()["keys"]["parties"]["B"]["public"])
    assert receipt.text() == story["receipt"]
    assert (receipt.camp.hex(), receipt.reply.index) == (story["camp"], story["index"])
    assert receipt.reply.encode().hex() == story["cast_reply"]
    assert receipt.verify(key)
    assert not receipt.verify(ed25519.public_key(bytes(32)))


@given(st.integers(5, 186), st.sampled_from("ABCDabcd0189-_"))
def test_no_changed_character_of_a_receipt_verifies(place, character):
    text = STORY["receipt"]
    changed = text[:place] + character + text[place + 1 :]
    try:
        receipt = receipts.Receipt.parse(changed)
    except Malformed:
        return
    key = bytes.fromhex(shared()["keys"]["parties"]["B"]["public"])
    assert receipt.verify(key) is (changed == text)


@given(st.binary(min_size=32, max_size=32))
def test_check_codes(commitment):
    code = receipts.check_code(commitment)
    assert len(code) == 53
    assert receipts.parse_check_code(code.lower().replace("1", "i")) == commitment


def test_check_codes_of_the_shared_file():
    for story in shared()["ballots"]:
        assert receipts.check_code(bytes.fromhex(story["commitment"])) == story["check_code"]


def test_a_check_code_has_no_bits_after_its_end():
    """52 characters carry 260 bits; the last four are zero or it is none, even with a fitting check character."""
    body = "0" * 51 + "1"
    with pytest.raises(Malformed):
        receipts.parse_check_code(body + base32.check_character(body))
