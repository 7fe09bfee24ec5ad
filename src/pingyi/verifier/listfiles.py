"""Reading a list file as a stream: whole records, strictly ascending, under the root that names the file."""

from collections.abc import Iterator
from itertools import pairwise

from pingyi.ledger.trees import Frontier
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.verifier.sources import Folder

AT_ONCE = 4096  # records


def records(folder: Folder, kind: lists.Kind, root: bytes, questions: int) -> Iterator[list[bytes]]:
    """Yield the records of a list in pieces. Malformed for what is no such list; nothing is proven before the end."""
    size, last, frontier = lists.record_size(kind, questions), b"", Frontier()
    path = lists.path(kind, root)
    with folder.open(path) as file:
        while content := file.read(size * AT_ONCE):
            piece = list(lists.split(content, size))
            if piece[0] <= last or any(one >= other for one, other in pairwise(piece)):
                raise Malformed(f"{path}: records do not ascend strictly")
            last = piece[-1]
            frontier.extend(piece)
            yield piece
    if frontier.root() != root:
        raise Malformed(f"{path}: not the list that its name says")


def is_there(folder: Folder, kind: lists.Kind, root: bytes) -> bool:
    """Say whether the list lies in the package; one that was withdrawn may be absent."""
    return (folder.root / lists.path(kind, root)).exists()
