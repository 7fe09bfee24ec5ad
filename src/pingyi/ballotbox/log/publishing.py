"""The public side of the log: tiles, statements and checkpoints as files. All of it is derived from the store."""

from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.refusals import box_damaged
from pingyi.durable.stores import Store
from pingyi.ledger import tiles
from pingyi.ledger.notes import Checkpoint, Note
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol.package import checkpoint_path, statement_path

AT_ONCE = 32_768  # entries read in one go: 13 MB
SLICE = 1024  # entries hashed in one go: casting goes on in between
CHECKPOINT = "log/checkpoint"
ENTRIES = "SELECT entry FROM box_entries WHERE place >= ? AND place < ? ORDER BY place"
STATEMENTS = "SELECT statement FROM box_acts WHERE place >= ? AND place < ? ORDER BY place"
CHECKPOINTS = "SELECT size, note FROM box_checkpoints ORDER BY size"


class Publisher:
    """Keeps the folder's `log/` and `statements/` in step with the store. One process at a time."""

    def __init__(self, folder: Folder, store: Store) -> None:
        self.folder, self._store = folder, store
        self._writer = tiles.Writer()
        self._partials: set[str] = set()  # partial files that lie in the folder now

    @property
    def size(self) -> int:
        """How many entries have their tiles."""
        return self._writer.size

    def shown(self) -> int:
        """Return the largest size of the checkpoints that lie in the folder; 0 when none can be read."""
        return max(map(self._size_of, (CHECKPOINT, *self.folder.paths("log/checkpoints"))))

    def restore(self) -> None:
        """Make the folder what it is at the last kept checkpoint, whatever was half-written, lost or damaged."""
        with self._store.reading() as transaction:
            kept = {checkpoint_path(size): (size, note) for size, note in transaction.execute(CHECKPOINTS)}
        size, note = max(kept.values(), default=(0, b""))
        self._writer, self._partials = tiles.Writer(), set()
        self.extend(size)
        for path, (_, content) in kept.items():
            self.folder.ensure(path, content)
        if note:
            self.folder.ensure(CHECKPOINT, note)
        expected = {CHECKPOINT, *kept, *(f"log/{path}" for path in tiles.tiles_for(size))}
        for path in [path for path in self.folder.paths("log") if path not in expected]:
            self.folder.remove(path)

    def extend(self, size: int) -> None:
        """Write the tiles and statements of a log grown to `size`; older partial tiles stay until `show`."""
        for start in range(self.size, size, AT_ONCE):
            self._extend(start, min(start + AT_ONCE, size))
        for path, content in self._writer.partials():
            self.folder.ensure(f"log/{path}", content)
            self._partials.add(path)

    def root(self) -> bytes:
        """Return the root of the entries as read from the store."""
        return self._writer.root()

    def proof(self, old_size: int) -> list[bytes]:
        """Return the consistency proof from `old_size` to the log as extended, from the folder's tiles."""
        reader = tiles.Reader(lambda path: self.folder.read(f"log/{path}"), self.size, self.root())
        return reader.consistency_proof(old_size) if 0 < old_size < self.size else []

    def show(self, note: bytes, dropped: list[int]) -> None:
        """Show the checkpoint of the log as extended, and only then remove what it has made superfluous."""
        self.folder.write(checkpoint_path(self.size), note, durable=True)
        self.folder.write(CHECKPOINT, note, durable=True)
        for size in dropped:
            self.folder.remove(checkpoint_path(size))
        current = set(tiles.partials_for(self.size))
        for path in self._partials - current:
            self.folder.remove(f"log/{path}")
        self._partials = current

    def _size_of(self, path: str) -> int:
        try:
            return Checkpoint.parse(Note.parse(self.folder.read(path)).text).size
        except (FileNotFoundError, Malformed):
            return 0

    def _extend(self, start: int, end: int) -> None:
        with self._store.reading() as transaction:
            entries = [entry for (entry,) in transaction.execute(ENTRIES, (start, end))]
            statements = [statement for (statement,) in transaction.execute(STATEMENTS, (start, end)) if statement]
        if len(entries) != end - start:
            raise box_damaged(start, end)
        for statement in statements:
            self.folder.ensure(statement_path(sha256(statement)), statement)
        for place in range(0, len(entries), SLICE):
            for path, content in self._writer.append(entries[place : place + SLICE]):
                self.folder.ensure(f"log/{path}", content)
