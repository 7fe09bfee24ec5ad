"""The listing, and exactly which files belong in a package."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import package
from pingyi.protocol.package import Contents, File
from tests.protocol.samples import changed, raw, refusals, vectors

GOOD = raw(vectors()["package"]["bytes"])
HASH = "ab" * 32
KNOWN = (
    *("manifest.json", "manifest.sigs", "questionnaire.json", "cells.jsonl", "cells/0.json", "cells/4294967295.json"),
    *(f"roll/{HASH}.bin", f"issuance/{HASH}.bin", f"tags/{HASH}.bin", f"rows/{HASH}.bin", f"statements/{HASH}.json"),
    *("log/checkpoint", "log/checkpoints/0", "log/checkpoints/50000000", "log/tile/0/000", "log/tile/entries/255.p/7"),
    *("log/tile/1/x001/x234/067", "log/tile/63/000.p/255"),
)


def file(path):
    return File(path, bytes(32), 1)


def test_parse_and_listing_are_inverse_in_any_order():
    found = package.parse(GOOD)
    assert package.listing(reversed(found)) == GOOD
    for path, content in vectors()["package"]["files"].items():
        assert File(path, sha256(raw(content)), len(raw(content))) in found


@pytest.mark.parametrize("path", KNOWN)
def test_paths_that_may_be(path):
    assert package.parse(package.listing([file(path)])) == (file(path),)


@pytest.mark.parametrize("path", ["package.json", "roll/../manifest.json", "x"])
def test_paths_that_may_not_are_not_listed(path):
    with pytest.raises(Malformed):
        package.listing([file(path)])


def test_files_stand_once_and_sorted():
    rows = canonical.decode(GOOD)["files"]
    for bad in (rows[::-1], [rows[0], *rows], [*rows, {"path": "cells.jsonl"}], {"files": rows}):
        with pytest.raises(Malformed):
            package.parse(changed(GOOD, "files", to=bad))


@pytest.mark.parametrize("case", refusals("package"), ids=str)
def test_what_is_out_of_range_is_refused(case):
    with pytest.raises(Malformed):
        package.parse(changed(GOOD, *case["path"], to=case["value"]))


@given(st.data())
def test_a_changed_byte_gives_another_listing_or_none(data):
    other = bytearray(GOOD)
    other[data.draw(st.integers(0, len(other) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(Malformed):
        assert package.parse(bytes(other)) != package.parse(GOOD)


CONTENTS = Contents(
    cells=2,
    log_size=300,
    checkpoints=(1, 300),
    statements=(b"\1" * 32,),
    roll=(b"\2" * 32, b"\3" * 32),
    issuance=(b"\4" * 32, b"\4" * 32),
    tags=(b"\5" * 32,),
    withdrawn=frozenset([b"\3" * 32]),
)
PRESENT = {
    *package.SINGLE,
    *("cells/0.json", "cells/1.json", "log/checkpoints/1", "log/checkpoints/300", f"statements/{'01' * 32}.json"),
    *(f"roll/{'02' * 32}.bin", f"roll/{'03' * 32}.bin", f"issuance/{'04' * 32}.bin", f"tags/{'05' * 32}.bin"),
    *(
        "log/tile/0/000",
        "log/tile/0/001.p/44",
        "log/tile/1/000.p/1",
        "log/tile/entries/000",
        "log/tile/entries/001.p/44",
    ),
}


def test_exactly_the_files_referred_to():
    assert CONTENTS.differences(PRESENT) == (set(), set())
    assert all(package.PATH.fullmatch(path) for path in CONTENTS.paths())


@pytest.mark.parametrize("path", sorted(PRESENT))
def test_a_missing_file_is_missed_unless_withdrawn(path):
    missing, odd = CONTENTS.differences(PRESENT - {path})
    assert missing == ({path} if path != f"roll/{'03' * 32}.bin" else set()) and not odd


@pytest.mark.parametrize(
    "path", ["log/tile/0/001", "log/tile/0/001.p/43", f"rows/{'05' * 32}.bin", "cells/2.json", "x"]
)
def test_a_file_nobody_refers_to_does_not_belong(path):
    assert CONTENTS.differences(PRESENT | {path}) == (set(), {path})


def test_an_open_log_without_entries_has_no_tiles():
    empty = replace(CONTENTS, log_size=0)
    assert not any(path.startswith("log/tile") for path in empty.paths())
