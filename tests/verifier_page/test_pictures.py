"""A saved picture of a square code: read where the browser has a reader, offered nowhere else.

Chromium has such a reader on phones and on some desktops, never on Linux: there a reader written elsewhere (ZXing)
stands in for it, behind the browser's own interface, and gets the pixels that the page hands over.
"""

import base64
import io

import numpy as np
import pytest
import segno
import zxingcpp

from tests.verifier_page.test_page import served  # noqa: F401

pytestmark = pytest.mark.browser

STAND_IN = """
window.BarcodeDetector = class {
  constructor({ formats }) { this.formats = formats; }
  async detect(bitmap) {
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    pen.drawImage(bitmap, 0, 0);
    const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
    const grey = Array.from({ length: data.length / 4 }, (_, at) => String.fromCharCode(data[4 * at]));
    const found = await window.readSquare(bitmap.width, btoa(grey.join("")), this.formats);
    return found.map((rawValue) => ({ rawValue }));
  }
};
"""


def read_square(width, pixels, formats):
    assert formats == ["qr_code"]
    grey = np.frombuffer(base64.b64decode(pixels), dtype=np.uint8).reshape(-1, width)
    return [found.text for found in zxingcpp.read_barcodes(grey)]


@pytest.fixture
def reading(visitor, served):  # noqa: F811
    """Somebody whose browser reads square codes."""
    me = visitor()
    me.page.expose_function("readSquare", read_square)
    me.page.add_init_script(STAND_IN)
    return me.open("查我自己的票")


def picture(text):
    content = io.BytesIO()
    segno.make_qr(text, error="m").save(content, kind="png", scale=4)
    return {"name": "receipt.png", "mimeType": "image/png", "buffer": content.getvalue()}


def test_a_saved_receipt_fills_the_field_and_is_checked(reading, served):  # noqa: F811
    receipt = served.receipt(served.ballots[4])
    reading.page.set_input_files("#picture", picture(receipt))
    reading.page.wait_for_function("text => document.getElementById('own').value === text", arg=receipt)
    reading.go().sees("票箱收到了您的票")
    assert not [one for one in reading.requests if "pyr1" in one]
    assert reading.complaints == []


def test_a_saved_check_code(reading, served):  # noqa: F811
    check = served.check_code(served.ballot(0, 1))
    reading.page.set_input_files("#picture", picture(check))
    reading.page.wait_for_function("() => document.getElementById('own').value !== ''")
    reading.go().sees("照原样算进去了")


@pytest.mark.parametrize("content", [b"no picture at all", None])
def test_a_picture_without_a_code_says_so(reading, served, content):  # noqa: F811
    empty = io.BytesIO()
    segno.make_qr("x").save(empty, kind="png", dark="white")
    given = {"name": "x.png", "mimeType": "image/png", "buffer": content or empty.getvalue()}
    reading.page.set_input_files("#picture", given)
    reading.page.get_by_text("没有认出二维码").wait_for()
    assert reading.page.input_value("#own") == "" and reading.complaints == []


def test_a_browser_without_a_reader_offers_none(visitor, served):  # noqa: F811
    me = visitor()
    me.page.add_init_script("delete window.BarcodeDetector")
    me.open("查我自己的票")
    assert me.page.locator("#picture").count() == 0 and me.page.locator("#own").is_visible()
