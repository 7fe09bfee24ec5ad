"""The QR picture says exactly the link, to a reader written elsewhere."""

import zlib

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.primitives.base32 import ALPHABET
from pingyi.rollkeeper.letters.pictures import qr_modules, qr_png

CODES = st.text(ALPHABET, min_size=21, max_size=21)


def _link(code="NWD2DFZQDA3RRJ8ZYE9XZ", cell=12, page="https://pingyi.example.org/appraise"):
    return f"{page}#{code}.{cell}.PP520YCTDSKXPRBJT9ER3N5BPA"


@settings(max_examples=60, deadline=None)
@given(CODES, st.integers(0, 99999))
def test_the_modules_are_those_of_a_code_drawn_in_one_go(code, cell):
    drawn = segno.make_qr(_link(code, cell), error="m", mode="byte", mask=3, boost_error=False)
    assert qr_modules(_link(code, cell)) == ["".join(map(str, row)) for row in drawn.matrix]


def _dots(png):
    """The picture as rows of 0 and 255, read back from the PNG."""
    size = int.from_bytes(png[16:20], "big")
    content = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    width = 1 + -(-size // 8)
    rows = [int.from_bytes(content[y * width + 1 : (y + 1) * width], "big") >> (-size % 8) for y in range(size)]
    return [[255 * int(bit) for bit in f"{row:0{size}b}"] for row in rows]


@pytest.mark.parametrize("cell", [0, 7, 40_000])
def test_a_reader_finds_the_link(cell):
    zxing = pytest.importorskip("zxingcpp")
    numpy = pytest.importorskip("numpy")
    picture = numpy.pad(numpy.array(_dots(qr_png(_link(cell=cell))), dtype=numpy.uint8), 16, constant_values=255)
    assert [found.text for found in zxing.read_barcodes(picture)] == [_link(cell=cell)]


def test_a_long_address_still_fits():
    link = _link(page="https://" + "a" * 60 + ".example.org/appraise")
    drawn = segno.make_qr(link, error="m", mode="byte", mask=3, boost_error=False)
    assert len(qr_modules(link)) == len(drawn.matrix)
