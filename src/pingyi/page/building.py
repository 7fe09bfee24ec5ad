"""From the committed bundle and the pins to the one file that is served."""

import json
from functools import cache
from importlib.resources import files

from pingyi.page.pins import Pins

BUNDLE = "appraise.html"
_PINS, _REACH = "<!--pins-->", "<!--reach-->"
_LOOPBACK = " http://localhost:* http://127.0.0.1:*"


def build(pins: Pins) -> bytes:
    """Return the page with its pins; the same bytes for the same pins on every machine."""
    written = json.dumps(pins.listed(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Inside a script element only </script and <!-- mean something; without < there is neither.
    written = written.replace("<", "\\u003c")
    reach = _LOOPBACK if pins.loopback else ""
    return _template().replace(_REACH, reach, 1).replace(_PINS, written, 1).encode()


@cache
def _template() -> str:
    return files("pingyi.page").joinpath(BUNDLE).read_text(encoding="utf-8")
