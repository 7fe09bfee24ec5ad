"""Reading a list file as a stream: whole records, strictly ascending, under the root that names the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import ge

from pingyi.ledger.trees import Frontier
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.verifier.facts import Facts
from pingyi.verifier.sources import Folder

AT_ONCE = 2048  # records


@dataclass(frozen=True, slots=True)
class List:
    """A list of the package: roll, issuance, tags or rows, named by its root."""

    folder: Folder
    kind: lists.Kind
    root: bytes
    size: int  # bytes of one record

    @classmethod
    def of(cls, folder: Folder, facts: Facts, kind: lists.Kind, root: bytes) -> "List":
        """Name the list of this kind with this root."""
        return cls(folder, kind, root, lists.record_size(kind, facts.manifest.questions))

    @property
    def path(self) -> str:
        """Where it lies."""
        return lists.path(self.kind, self.root)

    def is_gone(self, facts: Facts) -> bool:
        """Say whether it was withdrawn, so that nothing can or need be read."""
        return self.root in facts.log.course.withdrawn and not self.folder.has(self.path)

    def pieces(self) -> Iterator[list[bytes]]:
        """Yield the records in pieces. Malformed for what is no such list; nothing is proven before the end."""
        last, frontier = b"", Frontier()
        with self.folder.open(self.path) as file:
            while content := file.read(self.size * AT_ONCE):
                piece = list(lists.split(content, self.size))
                if piece[0] <= last or any(map(ge, piece, piece[1:])):
                    raise Malformed(f"{self.path}: records do not ascend strictly")
                last = piece[-1]
                frontier.extend(piece)
                yield piece
        if frontier.root() != self.root:
            raise Malformed(f"{self.path}: not the list that its name says")

    def __iter__(self) -> Iterator[bytes]:
        """Yield the records one by one."""
        return chain.from_iterable(self.pieces())
