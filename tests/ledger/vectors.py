"""The known answers of tests/vectors/crypto."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "vectors" / "crypto"


@cache
def vectors(name):
    """Return one file of vectors."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
