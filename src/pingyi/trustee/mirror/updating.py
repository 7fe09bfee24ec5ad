"""Keeping a copy of the public log: only what continues the copy is taken, and two histories are shouted.

New entries are appended to the copy's own tree. When its root comes out as the new checkpoint says, everything new is
proven, and so is that nothing old was changed. Only then does the copy show the new checkpoint.
"""

import http.client
import os
from pathlib import Path

from pingyi.ledger import tiles
from pingyi.ledger.notes import Checkpoint
from pingyi.ledger.trees import EMPTY_ROOT, span_hash, verify_consistency
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import entries, package
from pingyi.trustee import refusals
from pingyi.trustee.files import Progress, unseen, write
from pingyi.trustee.mirror.campaign import Campaign
from pingyi.trustee.mirror.logbook import checkpoint, fetch_local, parse_checkpoint

CHECKPOINT = "log/checkpoint"
ATTEMPTS = 5  # the box may show a newer log, and drop partial tiles of the older, while we read
STATEMENT = 5


def update(campaign: Campaign, fetch: tiles.Fetch, evidence: Path, progress: Progress = unseen) -> Checkpoint:
    """Bring the copy in `campaign.folder` up to what `fetch(path)` shows; return its checkpoint. Raises `Refused`.

    Where the log shown contradicts the copy, both checkpoints are kept in the folder `evidence` and nothing is taken.
    """
    for _ in range(ATTEMPTS):
        try:
            return _Update(campaign, fetch, evidence, progress).run()
        except FileNotFoundError:
            continue
        except Malformed as error:
            raise refusals.source_damaged(error.what) from error
        except (OSError, http.client.HTTPException) as error:
            raise refusals.source_unreachable(str(error)) from error
    raise refusals.source_damaged("files of the log are not there")


class _Update:
    """One attempt."""

    def __init__(self, campaign: Campaign, fetch: tiles.Fetch, evidence: Path, progress: Progress) -> None:
        self._campaign, self._fetch, self._evidence, self._progress = campaign, fetch, evidence, progress
        self._log = campaign.folder / "log"

    def run(self) -> Checkpoint:
        """Check, take, show."""
        content = self._fetch(CHECKPOINT)
        new = parse_checkpoint(self._campaign, content).checkpoint
        held = checkpoint(self._campaign)
        old = held.checkpoint if held else Checkpoint(new.origin, 0, EMPTY_ROOT)
        self._check_continues(old, new, content)
        if new.size > old.size:
            self._take(old, new)
        if new.size >= old.size:
            os.sync()  # tiles and statements are on the disk before anything says that they are there
            write(self._log / "checkpoints" / str(new.size), content)
            write(self._log / "checkpoint", content)
            for path in tiles.superseded(old.size, new.size):
                (self._log / path).unlink(missing_ok=True)
        return new

    def _check_continues(self, old: Checkpoint, new: Checkpoint, content: bytes) -> None:
        """Compare both trees at the smaller size; what is compared is proven under each checkpoint."""
        if old.size == 0:
            return
        if new.size <= old.size:
            mine = tiles.Reader(fetch_local(self._campaign), old.size, old.root)
            if span_hash(mine.subtree, 0, new.size) != new.root:
                raise self._contradiction(old, new, content)
            if new.size < old.size:
                raise refusals.log_went_back(old.size, new.size)
            return
        shown = tiles.Reader(self._remote, new.size, new.root)
        there = span_hash(shown.subtree, 0, old.size)
        if not verify_consistency(old.size, new.size, shown.consistency_proof(old.size), there, new.root):
            raise Malformed("tiles: not those of the checkpoint")
        if there != old.root:
            raise self._contradiction(old, new, content)

    def _contradiction(self, old: Checkpoint, new: Checkpoint, content: bytes) -> Exception:
        """Keep both signed checkpoints as evidence, and say so as loudly as a command can."""
        write(self._evidence / f"held-{old.size}", (self._log / "checkpoint").read_bytes())
        write(self._evidence / f"shown-{new.size}-{new.root.hex()[:16]}", content)
        return refusals.two_histories(self._evidence)

    def _take(self, old: Checkpoint, new: Checkpoint) -> None:
        """Append the new entries; once more without what an earlier attempt left, should that be what is wrong."""
        try:
            self._append(old, new, self._cached)
        except Malformed:
            self._append(old, new, self._remote)

    def _append(self, old: Checkpoint, new: Checkpoint, fetch: tiles.Fetch) -> None:
        writer, stated = self._writer(old), []
        while writer.size < new.size:
            index = writer.size // tiles.WIDTH
            first, width = index * tiles.WIDTH, min(tiles.WIDTH, new.size - index * tiles.WIDTH)
            bundle = tiles.parse_bundle(fetch(tiles.bundle_path(index, width)), width)
            piece = bundle[writer.size - first :]
            stated += [entry for entry in piece if entry[:1] == bytes((STATEMENT,))]
            for path, content in writer.append(piece):
                write(self._log / path, content, durable=False)
            self._progress(writer.size, new.size)
        if writer.root() != new.root:
            raise Malformed("log: entries and checkpoint do not agree")
        for path, content in writer.partials():
            write(self._log / path, content, durable=False)
        self._take_statements(stated)

    def _writer(self, old: Checkpoint) -> tiles.Writer:
        """Return the writer at the end of the copy; at the start where the copy's files are gone or damaged."""
        try:
            writer = tiles.Writer.resume(old.size, fetch_local(self._campaign))
        except (Malformed, FileNotFoundError):
            return tiles.Writer()
        return writer if writer.root() == old.root else tiles.Writer()

    def _take_statements(self, stated: list[bytes]) -> None:
        for content in stated:
            entry = entries.parse(content)
            if not isinstance(entry, entries.StatementEntry):
                continue
            path = package.statement_path(entry.statement)
            if not (self._campaign.folder / path).exists():
                found = self._fetch(path)
                if sha256(found) != entry.statement:
                    raise Malformed(f"{path}: another file")
                write(self._campaign.folder / path, found, durable=False)

    def _remote(self, path: str) -> bytes:
        return self._fetch(f"log/{path}")

    def _cached(self, path: str) -> bytes:
        """Return a full bundle that an interrupted attempt has left, else what the box shows."""
        file = self._log / path
        return file.read_bytes() if ".p/" not in path and file.exists() else self._remote(path)
