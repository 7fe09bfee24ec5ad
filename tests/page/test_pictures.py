"""The pictures that people save say to a reader written elsewhere what stands beside them."""

import base64

import numpy as np
import pytest
import zxingcpp

pytestmark = pytest.mark.browser

GREY = """
image => {
  const pen = Object.assign(document.createElement("canvas"), {
    width: image.naturalWidth, height: image.naturalHeight }).getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data, width } = pen.getImageData(0, 0, image.naturalWidth, image.naturalHeight);
  const grey = Array.from({ length: data.length / 4 }, (_, at) => String.fromCharCode(data[4 * at]));
  return [width, btoa(grey.join(""))];
}
"""


def read(picture):
    width, pixels = picture.evaluate(GREY)
    grey = np.frombuffer(base64.b64decode(pixels), dtype=np.uint8).reshape(-1, width)
    return [found.text for found in zxingcpp.read_barcodes(grey)]


def test_receipt_and_check_code_can_be_read_from_their_pictures(resident):
    me = resident().send(1, 2, 3).sees("已收到").press("我还要计票查验码")
    receipt, check = me.page.locator("img.qr").all()
    assert read(receipt) == [me.page.inner_text("p.text:not(.code)")]
    assert read(check) == [me.page.inner_text("p.text.code").replace("-", "")]
