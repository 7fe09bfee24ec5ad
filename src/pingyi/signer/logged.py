"""What a signer reads in the public log: whether the close stands there and enough witnesses have seen it."""

from collections.abc import Callable

from pingyi.ledger.notes.checkpoints import kept
from pingyi.ledger.tiles.reading import Reader
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest

CLOSE = 8
AFTER_CLOSE = (5, 6, 7)  # types that may stand behind it
PORTION = 256


def witnessed_close(fetch: Callable[[str], bytes], manifest: Manifest) -> int | None:
    """Return the index of the close in the log below `fetch`, if a checkpoint with the quorum covers it, else None.

    Entries are proven against that checkpoint. Raises `Malformed` for a log that is not what it says, `OSError` for
    one that cannot be read.
    """
    signed = kept(fetch("checkpoint"), manifest.log, manifest.witnesses, manifest.quorum)
    if manifest.quorum < 1 and not manifest.demonstration:
        raise Malformed("manifest: no witness is asked for")
    reader = Reader(fetch, signed.checkpoint.size, signed.checkpoint.root)
    end = reader.size
    while end:
        start = (end - 1) // PORTION * PORTION
        for index, entry in reversed(list(enumerate(reader.entries(start, end), start))):
            if entry[0] == CLOSE:
                return index
            if entry[0] not in AFTER_CLOSE:
                return None
        end = start
    return None
