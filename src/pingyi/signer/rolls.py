"""Who may ask: the roll of the manifest and the batches added since, looked up in the files themselves.

A batch is a log entry of type 2 (137 bytes, signed by the roll keeper) in the folder `batches`, called *.entry, and the
list file ROOT.bin beside it or in `roll`. Batches are found while the service runs.
"""

import mmap
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

from pingyi.ledger import trees
from pingyi.primitives.errors import Malformed
from pingyi.primitives.integers import u32
from pingyi.protocol import entries, lists
from pingyi.protocol.entries import RollBatch
from pingyi.protocol.parties import Party
from pingyi.signer.campaign import Campaign
from pingyi.signer.refusals import roll_wrong
from pingyi.wording import Refused

LOOK_AGAIN = 10.0  # seconds between two looks for new batches


class RollFile:
    """A list file of `cell‖pk` records, searched where it lies; only pages that are touched come into memory."""

    def __init__(self, path: Path, *, root: bytes, count: int, checked: bool = False) -> None:
        try:
            with path.open("rb") as file:
                self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if count else b""
        except (OSError, ValueError) as error:
            raise roll_wrong(path) from error
        if len(self._content) != count * lists.ROLL or not (checked or self._is(root)):
            raise roll_wrong(path)

    def __len__(self) -> int:
        return len(self._content) // lists.ROLL

    def __getitem__(self, place: int) -> bytes:
        return self._content[place * lists.ROLL : (place + 1) * lists.ROLL]

    def holds(self, cell: int, key: bytes) -> bool:
        """Tell whether `key` stands on this roll for `cell`."""
        wanted = u32(cell) + key
        place = bisect_left(self, wanted)
        return place < len(self) and self[place] == wanted

    def _is(self, root: bytes) -> bool:
        try:
            return trees.root(lists.ascending(self[place] for place in range(len(self)))) == root
        except Malformed:
            return False


class Rolls:
    """All keys that may ask, of the manifest and of the batches."""

    def __init__(
        self, campaign: Campaign, batches: Path, *, checked: bool = False, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._campaign, self._batches, self._now = campaign, batches, now
        roll = campaign.manifest.roll
        path = campaign.folder / lists.path("roll", roll.root)
        self._files = [RollFile(path, root=roll.root, count=roll.count, checked=checked)]
        self._known: set[Path] = set()
        self._looking = threading.Lock()
        self._looked = now()
        self._look()

    def holds(self, cell: int, key: bytes) -> bool:
        """Tell whether `key` may ask in `cell`. A key nobody knows makes us look for new batches, now and then."""
        if any(file.holds(cell, key) for file in self._files):
            return True
        return self._look_again() and any(file.holds(cell, key) for file in self._files)

    def _look_again(self) -> bool:
        """Look for new batches unless that was done a moment ago or another thread is at it; tell whether any came."""
        if self._now() - self._looked < LOOK_AGAIN or not self._looking.acquire(blocking=False):
            return False
        try:
            self._looked = self._now()
            return self._look()
        finally:
            self._looking.release()

    def _look(self) -> bool:
        before = len(self._files)
        for path in sorted(self._batches.glob("*.entry")):
            file = None if path in self._known else self._batch(path)
            if file is not None:
                self._known.add(path)
                self._files = [*self._files, file]
        return len(self._files) > before

    def _batch(self, path: Path) -> RollFile | None:
        """Return the roll of a batch; None for a forged entry, and while its file is not there or not whole yet."""
        try:
            entry = entries.parse(path.read_bytes())
            key = self._campaign.manifest.parties[Party.M].key
            if not isinstance(entry, RollBatch) or not entry.is_signed(self._campaign.camp, key):
                return None
            name = f"{entry.root.hex()}.bin"
            beside = self._batches / name
            place = beside if beside.exists() else self._campaign.folder / "roll" / name
            return RollFile(place, root=entry.root, count=entry.count)
        except (OSError, Malformed, Refused):
            return None
