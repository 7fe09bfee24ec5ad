"""Published numbers: the same bytes everywhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.analysis.canonical import decimal_text

KNOWN = {
    84.23: "84.23",
    0.1 + 0.2: "0.3",
    1 / 3: "0.333333333",
    2 / 3: "0.666666667",
    1e-7: "0.0000001",
    123456789.5: "123456790",  # the tie goes to the even digit
    123456788.5: "123456788",
    1.5e12: "1500000000000",
    -0.0: "0",
    100.0: "100",
    -12.5: "-12.5",
    5e-324: "0." + "0" * 323 + "494065646",
}


@pytest.mark.parametrize(("number", "text"), KNOWN.items())
def test_known_numbers(number, text):
    assert decimal_text(number) == text


def test_integers_are_written_in_full():
    assert decimal_text(2**100) == "1267650600228229401496703205376"


def test_nothing_is_the_empty_text():
    assert decimal_text(None) == ""


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="cannot be published"):
        decimal_text(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_nine_digits_and_no_exponent(number):
    text = decimal_text(number)
    assert float(text) == float(f"{number:.8e}")
    assert set(text) <= set("-.0123456789")
    assert len(text.replace("-", "").replace(".", "").strip("0")) <= 9


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_writing_what_was_read_changes_nothing(number):
    text = decimal_text(number)
    assert decimal_text(float(text)) == text
