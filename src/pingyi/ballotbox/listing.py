"""The package: lists of the parties put in, and `package.json` over exactly the files that the campaign refers to."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pingyi.ballotbox import refusals
from pingyi.ballotbox.acts import ActsOfLog, acts_of
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.log.checkpoints import CHECKPOINT_SIZES
from pingyi.durable.stores import Store
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists, package
from pingyi.protocol.entries import RollBatch, RowsRoot, StatementEntry, TagsRoot

CHUNK_RECORDS = 10_000


def contents(campaign: Campaign, store: Store) -> package.Contents:
    """Return what the campaign refers to, as far as the last kept checkpoint covers the log."""
    with store.reading() as transaction:
        sizes = tuple(size for (size,) in transaction.execute(CHECKPOINT_SIZES))
        size = max(sizes, default=0)
        covered = [(place, act) for place, act in acts_of(transaction) if place < size]
    course = ActsOfLog(campaign).course(covered, size)
    found = [act.entry for _, act in covered]
    issued = course.order.issued.values() if course.order.stage != "open" else ()
    return package.Contents(
        cells=campaign.manifest.cells,
        log_size=size,
        checkpoints=sizes,
        statements=tuple(entry.statement for entry in found if isinstance(entry, StatementEntry)),
        roll=(campaign.manifest.roll.root, *(entry.root for entry in found if isinstance(entry, RollBatch))),
        issuance=tuple(entry.root for entry in issued),
        tags=tuple(entry.root for entry in found if isinstance(entry, TagsRoot)),
        rows=tuple(entry.root for entry in found if isinstance(entry, RowsRoot)),
        withdrawn=frozenset(course.withdrawn),
    )


def add_list(campaign: Campaign, referred: package.Contents, file: Path) -> str:
    """Copy a list of a party into the public folder, if the campaign names its root; return its path there."""
    for kind in lists.KINDS:
        root = _root(file, lists.record_size(kind, campaign.manifest.questions))
        if root and root in getattr(referred, kind):
            path = lists.path(kind, root)
            Folder(campaign.folder).copy(file, path)
            return path
    raise refusals.list_unknown(str(file))


def publish(campaign: Campaign, referred: package.Contents) -> int:
    """Write `package.json`; return how many files it lists. Refuses when one is missing or does not belong."""
    folder = Folder(campaign.folder)
    present = set(folder.paths()) - {package.NAME}
    missing, unlisted = referred.differences(present)
    if missing or unlisted:
        raise refusals.package_differs(sorted(missing), sorted(unlisted))
    files = [_listed(folder, path) for path in present]
    folder.write(package.NAME, package.listing(files), durable=True)
    return len(files)


def _root(file: Path, size: int) -> bytes | None:
    """Return the root of a list of records of `size` bytes, or None when the file is none; memory stays flat."""
    try:
        with file.open("rb") as opened:
            return lists.root(lists.ascending(_records(opened, size)))
    except Malformed:
        return None


def _records(opened: BinaryIO, size: int) -> Iterator[bytes]:
    while chunk := opened.read(size * CHUNK_RECORDS):
        yield from lists.split(chunk, size)


def _listed(folder: Folder, path: str) -> package.File:
    with (folder.root / path).open("rb") as opened:
        return package.File(path, hashlib.file_digest(opened, "sha256").digest(), os.fstat(opened.fileno()).st_size)
