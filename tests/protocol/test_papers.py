"""docs/protocol says what the code does: sizes, keys, statements, tags, reasons."""

import re
from pathlib import Path

import pytest

from pingyi.primitives import canonical
from pingyi.protocol import entries, lists, statements
from pingyi.protocol.grade import REASONS
from pingyi.tokens import ballots, casting, envelopes, issuing, tokens
from tests.protocol.samples import lines, manifest_bytes, raw, shared, vectors

ROOT = Path(__file__).parents[2]
BYTES = (ROOT / "docs/protocol/bytes.md").read_text(encoding="utf-8")
CHECKS = (ROOT / "docs/protocol/checks.md").read_text(encoding="utf-8")
VECTORS = (ROOT / "docs/protocol/vectors.md").read_text(encoding="utf-8")


def section(number):
    """The text of a numbered section."""
    return re.split(r"^## ", BYTES, flags=re.M)[number]


def first_cells(text):
    """All names in code type in the first column of the tables."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_sizes_of_log_entries():
    rows = re.findall(r"^\| (\d) \| .* \| (\d+) \|$", section(8), flags=re.M)
    assert {int(kind): int(size) for kind, size in rows} == entries.SIZES


def test_sizes_of_records():
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.+) \|$", section(9), flags=re.M))
    assert rows.pop("rows") == "391 + q"
    assert rows == {kind: str(lists.record_size(kind, 0)) for kind in ("roll", "issuance", "tags")}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("to a signer ({})", issuing.REQUEST),
        ("issuance record ({})", issuing.RECORD),
        ("to the box ({})", casting.REQUEST),
        ("reply ({})", casting.REPLY),
        ("token ({})", tokens.SIZE),
        ("input ({})", tokens.INPUT),
        ("**Plaintext**, {}:", ballots.PLAINTEXT),
        ("plaintext | {} |", envelopes.INNER),
        ("inner | {} |", envelopes.ENVELOPE),
    ],
)
def test_sizes_of_messages(text, size):
    assert text.format(f"{size:,}") in BYTES


def test_keys_of_json_files():
    assert set(canonical.decode(manifest_bytes())) <= first_cells(section(2))
    assert first_cells(section(2)) - {"closes"} <= set(canonical.decode(manifest_bytes()))
    assert first_cells(section(3)) == set(canonical.decode_line(lines()[0]))


def test_keys_of_statements():
    for one in vectors()["statements"]:
        row = next(line for line in section(10).splitlines() if line.startswith(f"| `{one['kind']}` | "))
        said = statements.parse(raw(one["bytes"]))
        assert set(said.keys) == set(re.findall(r"`([a-z_]+)`", row.split("|")[3])) and one["by"] in row.split("|")[2]


def test_tags_of_hashes():
    told = set(re.findall(r"`([a-z-]+)`", BYTES.split("**Tags in use**")[1].split(" in `T`")[0]))
    assert told | {"inner", "outer"} == {one["tag"] for one in shared()["hashes"]}


def test_reasons_of_the_grade():
    told = set(re.findall(r"`([a-z_]+)`", CHECKS.split("## Grade")[1].split("## Which check")[0]))
    assert set(REASONS) - {"independent"} <= told


def test_everything_in_the_vectors_is_explained():
    assert set(vectors()) - {"format", "about"} == first_cells(VECTORS.split("## protocol_formats.json")[1])


def test_links_lead_somewhere():
    for page in (ROOT / "docs/protocol").glob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists()
