"""From a committed bundle and the pins to the one file that is served."""

import json
from functools import cache
from importlib.resources import files

from pingyi.page.pins import Pins

BUNDLE = "appraise.html"
VERIFIER = "verify.html"
_PINS, _REACH = "<!--pins-->", "<!--reach-->"
_LOOPBACK = " http://localhost:* http://127.0.0.1:*"


def build(pins: Pins) -> bytes:
    """Return the resident's page with its pins; the same bytes for the same pins on every machine."""
    return _built(BUNDLE, pins)


def build_verifier(pins: Pins) -> bytes:
    """Return the page on which anybody checks a ballot or a whole campaign, with the same pins.

    It uses the organiser's name, the list of bodies (without one every grade is only claimed), the links, and `home`,
    where `campaigns.json` and the campaigns lie for a copy opened from a disk.
    """
    return _built(VERIFIER, pins)


def _built(bundle: str, pins: Pins) -> bytes:
    written = json.dumps(pins.listed(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Inside a script element only </script and <!-- mean something; without < there is neither.
    written = written.replace("<", "\\u003c")
    reach = _LOOPBACK if pins.loopback else ""
    return _template(bundle).replace(_REACH, reach, 1).replace(_PINS, written, 1).encode()


@cache
def _template(bundle: str) -> str:
    return files("pingyi.page").joinpath(bundle).read_text(encoding="utf-8")
