"""Base32 in Crockford's alphabet: one text for each content, and nothing else is read."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives import base32
from pingyi.primitives.errors import Malformed

RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def crockford(content):
    """The same bits through the standard library, whose alphabet is another."""
    text = base64.b32encode(content).decode().rstrip("=")
    return text.translate(str.maketrans(RFC4648, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"))


@given(st.binary(max_size=40))
def test_encodes_the_bits_of_rfc_4648_in_the_other_alphabet(content):
    assert base32.encode(content) == crockford(content)


@given(st.binary(max_size=40))
def test_reads_what_it_wrote(content):
    assert base32.decode(base32.encode(content), len(content)) == content


@given(st.text(base32.ALPHABET + "ILOUilou-= \u0131", max_size=8), st.integers(0, 5))
def test_each_text_is_refused_or_the_only_one(text, size):
    try:
        content = base32.decode(text, size)
    except Malformed:
        return
    assert base32.encode(content) == text


@pytest.mark.parametrize("text", ["ZZ", "0", "000", "0o", "00=", "00 "])
def test_refuses_spare_bits_other_lengths_and_other_characters(text):
    with pytest.raises(Malformed):
        base32.decode(text, 1)


def test_the_check_character_sees_most_slips():
    """One slip in 32 stays unseen, not more; taken over all single changes of one code."""
    code = "7ZK2MX0QH4T9R5WB3CEJ"
    right = base32.check_character(code)
    changed = [code[:n] + c + code[n + 1 :] for n in range(20) for c in base32.ALPHABET if c != code[n]]
    seen = sum(base32.check_character(text) != right for text in changed)
    assert seen / len(changed) > 0.94


def test_the_check_character_is_for_ascii():
    with pytest.raises(Malformed):
        base32.check_character("Ａ")
