"""The campaign of tests/vectors/protocol_formats.json, and variations of it."""

import json
from functools import cache
from pathlib import Path

from pingyi.primitives import canonical
from pingyi.protocol.manifest import Manifest

FOLDER = Path(__file__).parents[1] / "vectors"


@cache
def vectors():
    """The whole file."""
    return json.loads((FOLDER / "protocol_formats.json").read_text(encoding="utf-8"))


@cache
def shared():
    """The file of single layouts, with the keys."""
    return json.loads((FOLDER / "protocol.json").read_text(encoding="utf-8"))


def raw(text):
    """Hex as bytes."""
    return bytes.fromhex(text)


def manifest_bytes():
    return raw(vectors()["manifest"]["bytes"])


def manifest():
    return Manifest.parse(manifest_bytes())


def camp():
    return raw(vectors()["manifest"]["camp"])


def seed(party):
    """The identity key of a party, by its letter."""
    return raw(shared()["keys"]["parties"][party]["seed"])


def lines():
    """The lines of cells.jsonl, without newlines."""
    return raw(vectors()["cells_jsonl"]).split(b"\n")[:-1]


def proof(index):
    return raw(vectors()["proofs"][index]["bytes"])


def changed(content, *path, to=..., line=False):
    """Canonical bytes like `content` with the value at `path` replaced, or taken away."""
    value = canonical.decode_line(content) if line else canonical.decode(content)
    *above, last = path
    inner = value
    for key in above:
        inner = inner[key]
    if to is ...:
        del inner[last]
    else:
        inner[last] = to
    return canonical.encode_line(value) if line else canonical.encode(value)


def refusals(layout):
    """The changes that a reader of this layout must refuse."""
    found = [case for case in vectors()["refuse"] if case["layout"].startswith(layout)]
    assert found
    return found
