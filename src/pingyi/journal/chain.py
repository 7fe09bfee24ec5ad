"""How entries are hashed and how they hang together. Anyone with an export of the journal can do it again."""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
COLUMNS = ("seq", "at", "actor", "act", "thing", "details", "previous")  # what the digest covers

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What following the chain found.

    `entries` counts the entries that hold and `root` is the digest of the last of them (`GENESIS` for none);
    `broken_at` is the number of the first entry that does not hold, `None` for a whole chain. `expected` tells
    whether the root that was asked for is in the chain (`None` when none was asked for).
    """

    ok: bool
    entries: int
    root: str
    broken_at: int | None = None
    expected: bool | None = None


def canonical(value: Any) -> str:
    """Return JSON with sorted keys, UTF-8 as it is and no spaces: the same text for the same content, always."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(content: Content) -> str:
    """Return SHA-256, in hexadecimal, over the canonical JSON of the columns the digest covers."""
    return hashlib.sha256(canonical({name: content[name] for name in COLUMNS}).encode()).hexdigest()


def moment_text(at: dt.datetime) -> str:
    """Return an aware moment as text: in UTC, always with microseconds."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """Return `value` as every database gives it back: text keys, lists, whole numbers as integers.

    Raises `ValueError` for what JSON or a database cannot hold (NaN, infinity, the character NUL).
    """
    if isinstance(value, dict):
        return {plain(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a number of the journal must be finite")
        return int(value) if value.is_integer() else value
    if isinstance(value, str) and "\0" in value:
        raise ValueError("text of the journal cannot hold the character NUL")
    return value


def follow(lines: Iterable[Content], expect: str | None = None) -> ChainReport:
    """Follow the chain from its beginning; each line holds the columns and the digest. Stops at the first break.

    A chain whose last entries were cut off still hangs together: whoever noted an earlier root asks for it by
    `expect`, and the chain must contain it.
    """
    entries, root, seen = 0, GENESIS, expect == GENESIS
    for line in lines:
        if not _holds(line, entries + 1, root):
            return ChainReport(False, entries, root, broken_at=entries + 1, expected=seen if expect else None)
        entries, root = entries + 1, line["digest"]
        seen = seen or root == expect
    return ChainReport(seen or not expect, entries, root, expected=seen if expect else None)


def _holds(line: Content, seq: int, previous: str) -> bool:
    if set(line) != {*COLUMNS, "digest"}:
        return False
    return (line["seq"], line["previous"], line["digest"]) == (seq, previous, digest_of(line))
