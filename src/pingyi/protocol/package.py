"""The published folder (protocol 11.8): its listing `package.json`, and exactly which files belong in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pingyi.ledger import tiles
from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol import cells, lists
from pingyi.protocol.fields import EXACT, Fields

FORMAT = "pingyi/v1/package"
NAME = "package.json"
SINGLE = ("manifest.json", "manifest.sigs", "questionnaire.json", "cells.jsonl", "log/checkpoint")
PATH = re.compile(
    r"manifest\.json|manifest\.sigs|questionnaire\.json|cells\.jsonl|cells/(?:0|[1-9][0-9]{0,9})\.json"
    r"|(?:roll|issuance|tags|rows)/[0-9a-f]{64}\.bin|statements/[0-9a-f]{64}\.json"
    r"|log/checkpoint|log/checkpoints/(?:0|[1-9][0-9]{0,18})"
    r"|log/tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class File:
    """One file: path in the package, SHA-256, size in bytes."""

    path: str
    sha256: bytes
    size: int


def listing(files: Iterable[File]) -> bytes:
    """Return the bytes of `package.json` for all other files, in any order; Malformed for a path that cannot be."""
    found = tuple(sorted(files))
    rows = [{"path": one.path, "sha256": one.sha256.hex(), "size": one.size} for one in found]
    content = canonical.encode({"format": FORMAT, "files": rows})
    if parse(content) != found:
        raise Malformed("package: its bytes say something else")
    return content


def parse(content: bytes) -> tuple[File, ...]:
    """Read `package.json`: files sorted by path, each once, each of a path that the format knows."""
    fields = Fields(canonical.decode(content), "package", ("format", "files"))
    fields.choice("format", FORMAT)
    found = tuple(_file(value) for value in fields.array("files"))
    if any(one.path >= other.path for one, other in pairwise(found)):
        raise Malformed("package files: not sorted by path")
    return found


def _file(value: object) -> File:
    fields = Fields(value, "package file", ("path", "sha256", "size"))
    return File(fields.matching("path", PATH), fields.octets("sha256", 32), fields.number("size", 0, EXACT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a campaign refers to so far: what decides which files its package holds."""

    cells: int
    log_size: int
    checkpoints: tuple[int, ...] = ()  # sizes of the kept ones
    statements: tuple[bytes, ...] = ()
    roll: tuple[bytes, ...] = ()  # roots: the manifest's, then those of the batches
    issuance: tuple[bytes, ...] = ()  # roots: after the close, the last of each role
    tags: tuple[bytes, ...] = ()
    rows: tuple[bytes, ...] = ()
    withdrawn: frozenset[bytes] = field(default_factory=frozenset)  # roots of files that may be absent

    def paths(self) -> Iterator[str]:
        """Yield the path of every file that must be there or may be absent as withdrawn; a path may come twice."""
        yield from SINGLE
        yield from (cells.path(index) for index in range(self.cells))
        for kind in lists.KINDS:
            yield from (lists.path(kind, root) for root in getattr(self, kind))
        yield from (statement_path(one) for one in self.statements)
        yield from (checkpoint_path(size) for size in self.checkpoints)
        yield from (f"log/{path}" for path in tiles.tiles_for(self.log_size))

    def optional(self) -> set[str]:
        """Return the paths of the files that were withdrawn."""
        return {
            lists.path(kind, root) for kind in lists.KINDS for root in getattr(self, kind) if root in self.withdrawn
        }

    def differences(self, present: Iterable[str]) -> tuple[set[str], set[str]]:
        """Return what is missing and what does not belong, given every path present (`package.json` excepted)."""
        there, expected = set(present), set(self.paths())
        return expected - there - self.optional(), there - expected


def statement_path(statement: bytes) -> str:
    """Return where the statement with this SHA-256 lies."""
    return f"statements/{statement.hex()}.json"


def checkpoint_path(size: int) -> str:
    """Return where the kept checkpoint of this size lies."""
    return f"log/checkpoints/{size}"
