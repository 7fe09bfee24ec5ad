"""Packages made to break the verifier: always an answer, never a traceback, never much memory."""

import json
import os
import resource
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from pingyi.primitives import canonical
from pingyi.protocol import package
from pingyi.verifier import sources
from pingyi.verifier.report import LONGEST_DETAIL
from tests.ballots.world import World, write
from tests.verifier.checking import SMALL, checked, failing, found
from tests.verifier.test_bytes import listed_again

MEMORY = 900 << 20  # bytes of address space that a hostile package may make the verifier take


@cache
def files() -> dict[str, bytes]:
    return World(SMALL).package()


def listing(*rows) -> bytes:
    return canonical.encode({"format": "pingyi/v1/package", "files": list(rows)})


def row(path="manifest.json", size=1):
    return {"path": path, "sha256": "0" * 64, "size": size}


LISTINGS = {
    "nothing": b"",
    "no JSON": b"\xff\xfe",
    "a number": b"1\n",
    "another format": canonical.encode({"format": "pingyi/v2/package", "files": []}),
    "empty": listing(),
    "a path upwards": listing(row("../manifest.json")),
    "an absolute path": listing(row("/etc/passwd")),
    "a path with dots": listing(row("cells/../manifest.json")),
    "a path with a backslash": listing(row("cells\\0.json")),
    "a zero byte in a path": listing(row("manifest.json\x00")),
    "another width of digits": listing(row("cells/０.json")),
    "itself": listing(row("package.json")),
    "a path twice": listing(row(), row()),
    "not sorted": listing(row("manifest.sigs"), row("manifest.json")),
    "a huge size": listing(row(size=2**53 - 1)),
    "too large a number": b'{"files":[{"path":"manifest.json","sha256":"' + b"0" * 64 + b'","size":' + b"9" * 5000,
    "deep": b"[" * 200_000 + b"]" * 200_000 + b"\n",
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n",
    "a key twice": b'{"files":[],"files":[],"format":"pingyi/v1/package"}\n',
    "blanks": b'{"files": [],"format":"pingyi/v1/package"}\n',
    "keys in another order": b'{"format":"pingyi/v1/package","files":[]}\n',
    "a lone surrogate": b'{"files":[],"format":"\\ud800"}\n',
    "a letter that is none": '{"files":[],"format":"𝒑"}\n'.encode(),
    "very many files that are not there": listing(*[row(f"cells/{n}.json") for n in range(1000, 9999)]),
}


@pytest.mark.parametrize("name", LISTINGS)
def test_listings(name, tmp_path):
    report = checked(write({**files(), package.NAME: LISTINGS[name]}, tmp_path))
    assert failing(report)[0] == "package"


def test_a_listing_alone(tmp_path):
    report = checked(write({package.NAME: listing()}, tmp_path))
    assert failing(report) == ["package", "manifest"] or failing(report) == ["manifest"]


def as_json(content: bytes) -> dict:
    return json.loads(content)


CHANGES = {
    "manifest: blanks": ("manifest.json", lambda old: old.replace(b":", b": ", 1)),
    "manifest: no newline": ("manifest.json", lambda old: old[:-1]),
    "manifest: two newlines": ("manifest.json", lambda old: old + b"\n"),
    "manifest: a key twice": ("manifest.json", lambda old: old.replace(b'{"batch_max"', b'{"batch_max":1,"batch_max"')),
    "manifest: an unknown key": ("manifest.json", lambda old: canonical.encode(as_json(old) | {"more": 1})),
    "manifest: a long unknown key": ("manifest.json", lambda old: canonical.encode(as_json(old) | {"a" * 99999: 1})),
    "manifest: too many cells": ("manifest.json", lambda old: canonical.encode(as_json(old) | {"cells": 2**32 - 1})),
    "manifest: a null": ("manifest.json", lambda old: old.replace(b'"relays":[', b'"relays":[null,')),
    "manifest: deep": ("manifest.json", lambda old: b"[" * 100_000),
    "signatures: one more": ("manifest.sigs", lambda old: old + bytes(64)),
    "cells: one more": ("cells.jsonl", lambda old: old + old.splitlines(keepends=True)[0]),
    "cells: an endless line": ("cells.jsonl", lambda old: b" " * (3 << 20)),
    "cells: no last newline": ("cells.jsonl", lambda old: old[:-1]),
    "cells: an empty line": ("cells.jsonl", lambda old: old + b"\n"),
    "proof: another path": ("cells/0.json", lambda old: canonical.encode(as_json(old) | {"proof": []})),
    "proof: of another cell": ("cells/0.json", lambda old: files()["cells/1.json"]),
    "checkpoint: not UTF-8": ("log/checkpoint", lambda old: b"\xff" + old),
    "checkpoint: of nothing": ("log/checkpoint", lambda old: b""),
    "checkpoint: an older one": (
        "log/checkpoint",
        lambda old: files()[min(path for path in files() if path.startswith("log/checkpoints/"))],
    ),
    "bundle: cut": ("log/tile/entries/000.p/128", lambda old: old[:-10]),
    "bundle: lengths that lie": ("log/tile/entries/000.p/128", lambda old: b"\xff\xff" + old[2:]),
    "bundle: an entry of no type": ("log/tile/entries/000.p/128", lambda old: old[:36] + b"\x09" + old[37:]),
    "tile: cut": ("log/tile/0/000.p/128", lambda old: old[:-1]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_contents(name, tmp_path):
    path, change = CHANGES[name]
    path = path if path in files() else next(one for one in files() if one.startswith(path.partition(".p/")[0]))
    report = checked(write(listed_again({**files(), path: change(files()[path])}), tmp_path))
    assert failing(report)
    assert all(len(check.detail) <= LONGEST_DETAIL and check.detail.isprintable() for check in report.checks)


@pytest.mark.parametrize("kind", ["roll", "issuance", "tags", "rows"])
@pytest.mark.parametrize("change", ["cut", "doubled", "turned over", "more", "nothing"])
def test_lists(kind, change, tmp_path):
    path = max((path for path in files() if path.startswith(f"{kind}/")), key=lambda path: len(files()[path]))
    old = files()[path]
    new = {
        "cut": old[:-1],
        "doubled": old[:36] + old,
        "turned over": old[::-1],
        "more": old + b"\xff" * 1000,
        "nothing": b"",
    }[change]
    report = checked(write(listed_again({**files(), path: new}), tmp_path))
    assert failing(report)[0] == kind


@pytest.mark.parametrize("path", ["manifest.json", "package.json", "cells.jsonl", "log/checkpoint"])
@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "link to nothing"])
def test_what_is_no_plain_file(path, kind, tmp_path):
    folder = write(files(), tmp_path / "package")
    place = folder / path
    place.rename(tmp_path / "away")
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(tmp_path / ("away" if kind == "link" else "nowhere"))
    assert failing(checked(folder))[0] == "package"


def test_a_linked_folder(tmp_path):
    folder = write(files(), tmp_path / "package")
    (folder / "log").rename(tmp_path / "log")
    (folder / "log").symlink_to(tmp_path / "log")
    assert failing(checked(folder)) == ["package"]


def test_a_link_that_goes_round(tmp_path):
    folder = write(files(), tmp_path)
    (folder / "cells" / "round").symlink_to(folder)
    assert failing(checked(folder)) == ["package"]


def test_folders_without_end(tmp_path):
    folder = write(files(), tmp_path / "package")
    place, deep = folder / "cells", "d/" * 500
    for _ in range(3):  # deeper than Python recurses
        subprocess.run(["mkdir", "-p", deep], cwd=place, check=True)
        place = place / deep
    assert failing(checked(folder)) == ["package"]
    subprocess.run(["rm", "-rf", folder / "cells"], check=True)


def test_an_empty_folder_is_no_file(tmp_path):
    folder = write(files(), tmp_path)
    (folder / "later").mkdir()
    assert checked(folder).ok


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read(tmp_path):
    folder = write(files(), tmp_path)
    (folder / "cells").chmod(0)
    assert failing(checked(folder))[0] == "package"
    (folder / "cells").chmod(0o700)


def test_terminal_codes_do_not_reach_the_terminal(tmp_path):
    """A note may be signed under a name with a control character that terminals obey."""
    old = files()["manifest.json"].decode()
    report = checked(write({**files(), "manifest.json": old.replace('"rated":', '"ra\x9b31mted":').encode()}, tmp_path))
    assert all(check.detail.isprintable() for check in report.checks)


BOMBS = {
    "very many values": lambda: b'{"files":[' + b"[]," * 20_000_000 + b'[]],"format":""}\n',
    "very many objects": lambda: b'{"files":[' + b"{}," * 20_000_000 + b'{}],"format":""}\n',
    "one long text": lambda: b'{"files":[],"format":"' + "𝒑".encode() * 25_000_000 + b'"}\n',
    "larger than any": lambda: bytes(sources.LARGEST_LISTING + 1),
}
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from pingyi.cli.root import main
main(["verify", sys.argv[1], "--json"])
"""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_in_little_memory(name, tmp_path):
    place = write({"package.json": BOMBS[name]()}, tmp_path)
    run = [sys.executable, "-c", LIMITED.format(memory=MEMORY), str(place)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["checks"][0]["ok"] is False


def test_a_sparse_file_of_a_terabyte(tmp_path):
    """A size that the listing does not give is not read; one that it gives for a manifest is too large."""
    folder = write(files(), tmp_path)
    with (folder / "manifest.json").open("r+b") as file:
        file.truncate(1 << 40)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert failing(checked(folder)) == ["package", "manifest"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert "larger" in found(checked(folder), "manifest").detail


def test_the_folder_given_may_be_a_link(tmp_path):
    write(files(), tmp_path / "package")
    (tmp_path / "link").symlink_to(tmp_path / "package")
    assert checked(Path(tmp_path / "link")).ok
