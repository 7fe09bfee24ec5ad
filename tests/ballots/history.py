"""The log of a campaign of the tests, and its witnesses."""

from collections.abc import Sequence

from pingyi.ledger import tiles, trees
from pingyi.ledger.notes import Checkpoint, Note, cosign, sign
from pingyi.protocol.manifest import Manifest
from tests.ballots.keys import seed

DAY = 1_794_000_000  # 2026-11-06


class History:
    """A log with its entries, the kept checkpoints by size, and who signs: names of seeds."""

    def __init__(self, manifest: Manifest, *, log: str = "log", witnesses: Sequence[str] | None = None) -> None:
        self.entries: list[bytes] = []
        self.kept: dict[int, bytes] = {}
        self._manifest, self._log = manifest, log
        self._witnesses = [f"W{n + 1}" for n in range(len(manifest.witnesses))] if witnesses is None else witnesses
        self._frontier = trees.Frontier()

    def append(self, entry: bytes) -> int:
        """Append an entry; return its index."""
        self.entries.append(entry)
        self._frontier.append(entry)
        return len(self.entries) - 1

    def keep(self) -> None:
        """Keep a checkpoint of the log as it is now, cosigned by all witnesses."""
        size = len(self.entries)
        text = Checkpoint(self._manifest.log.name, size, self._frontier.root()).encode()
        pairs = zip(self._witnesses, self._manifest.witnesses, strict=False)
        cosigned = [cosign(seed(name), key.name, text, DAY + size) for name, key in pairs]
        self.kept[size] = Note(text, (sign(seed(self._log), self._manifest.log.name, text), *cosigned)).encode()

    def files(self) -> dict[str, bytes]:
        """Everything below log/."""
        writer = tiles.Writer()
        found = {**dict(writer.append(self.entries)), **dict(writer.partials())}
        found |= {f"checkpoints/{size}": note for size, note in self.kept.items()}
        found["checkpoint"] = self.kept[max(self.kept)]
        return {f"log/{path}": content for path, content in found.items()}
