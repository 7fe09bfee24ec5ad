"""Known answers from outside, in a real browser: the libraries and what is built on them agree with the standards."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "vectors"
NAMES = [*sorted(f"crypto/{path.stem}" for path in (VECTORS / "crypto").glob("*.json")), "protocol", "protocol_formats"]


@pytest.mark.parametrize("name", NAMES)
def test_known_answers(modules, name):
    vectors = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    assert modules.evaluate("([name, vectors]) => runVectors(name, vectors)", [name.split("/")[-1], vectors]) == []
