"""The known answers, as tests of every package of the ballot formats read them."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "vectors"


@cache
def shared():
    """The file that JavaScript reads too."""
    return json.loads((FOLDER / "protocol.json").read_text(encoding="utf-8"))


@cache
def published(name):
    """A file of `crypto/`."""
    return json.loads((FOLDER / "crypto" / f"{name}.json").read_text(encoding="utf-8"))


def refused(layout):
    """The inputs that this layout must refuse."""
    found = [case for case in shared()["reject"] if case["layout"] == layout]
    assert found
    return found
