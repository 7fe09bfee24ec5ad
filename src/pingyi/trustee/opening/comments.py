"""What residents wrote besides their answers: sealed for the organiser's readers, never beside a row.

Only of released ballots. Every comment goes into exactly one file, that of the nearest unit above its cell whose file
then stands for 100 ballots or more; so no two files can be subtracted from each other. Where not even the highest unit
comes to 100 the comments are dropped. Within a file they are shuffled. Files are encrypted under a passphrase that the
readers get another way (`paper`).
"""

import hashlib
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.fields import Fields
from pingyi.trustee import paper, refusals
from pingyi.trustee.files import write

LEAST = 100
FORMAT = "pingyi/v1/comments"
FOLDER = "comments"
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)


class Remark(NamedTuple):
    """A released ballot: its cell, and what was written in it, often nothing."""

    cell: int
    comment: str


class Pool(NamedTuple):
    """One file to be: the unit, how many ballots it stands for, the comments in them."""

    unit: str
    ballots: int
    comments: tuple[str, ...]


def pools(remarks: Iterable[Remark], cells: Sequence[CellRecord]) -> list[Pool]:
    """Put every ballot into the pool of the nearest unit above it that comes to 100, from the lowest level up."""
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for remark in remarks:
        waiting[cells[remark.cell].parents].append(remark.comment)
    found = []
    while waiting:
        path = max(waiting, key=lambda one: (len(one), one))
        ballots = waiting.pop(path)
        if path and len(ballots) >= LEAST:
            found.append(Pool(path[0], len(ballots), tuple(text for text in ballots if text.strip())))
        elif path:
            waiting[path[1:]] += ballots
    return sorted(found)


def write_pools(folder: Path, found: Iterable[Pool], passphrase: str, *, cost: int = paper.COST) -> list[Path]:
    """Write one sealed file for each pool that has comments; return them."""
    written = []
    for place, pool in enumerate(one for one in found if one.comments):
        comments = list(pool.comments)
        secrets.SystemRandom().shuffle(comments)
        content = canonical.encode({"format": FORMAT, "unit": pool.unit, "ballots": pool.ballots, "comments": comments})
        path = folder / FOLDER / f"{place + 1:04d}-{_name(pool.unit)}.sealed"
        write(path, paper.seal(content, passphrase, cost=cost))
        written.append(path)
    return written


def read_pool(content: bytes, passphrase: str) -> Pool:
    """Open one sealed file. Raises `Refused`."""
    try:
        fields = Fields(canonical.decode(paper.open_(content, passphrase)), "comments", ("format", *Pool._fields))
        fields.choice("format", FORMAT)
        return Pool(fields.text("unit"), fields.number("ballots", LEAST, 2**32), fields.texts("comments"))
    except Malformed as error:
        raise refusals.backup_wrong(error.what) from error


def _name(unit: str) -> str:
    return unit if _PLAIN.fullmatch(unit) else hashlib.sha256(unit.encode()).hexdigest()[:16]
