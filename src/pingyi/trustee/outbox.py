"""What a trustee says in public: files in `outbox/`, each one log entry and, behind a statement's, the statement.

They can be sent from here or carried to any machine that reaches the box; their names are in the order in which the log
takes them. The last file of a step is written last: where it is, the step was finished.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pingyi.durable.asking import post
from pingyi.ledger.trees import leaf_hash
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.entries import SIZES, RowsRoot, StatementEntry, TagsRoot
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Statement
from pingyi.tokens.casting import REPLY, CastReply, receipt_message
from pingyi.trustee import refusals
from pingyi.trustee.files import write, writing
from pingyi.trustee.mirror.campaign import Campaign

OPENED, COUNTED, TAGS, WITHHELD, ROWS, DESTROYED = (
    "2-opened",
    ("3-counted-first", "5-counted-final"),
    ("4-tags-first", "6-tags-final"),
    "7-withheld",
    "8-rows",
    "9-destroyed",
)
ENTRY, RECEIPT = ".entry", ".receipt"


class Outbox:
    """The folder, and the identity key that signs what is put into it."""

    def __init__(self, folder: Path, campaign: Campaign, seed: bytes) -> None:
        self.folder, self._campaign, self._seed = folder / "outbox", campaign, seed

    def has(self, name: str) -> bool:
        """Say whether this was written."""
        return (self.folder / f"{name}{ENTRY}").exists()

    def path(self, name: str) -> Path:
        """Return the file of an entry."""
        return self.folder / f"{name}{ENTRY}"

    def state(self, name: str, statement: Statement) -> None:
        """Sign and write a statement."""
        entry = StatementEntry(statement.by, statement.hash()).signed(self._campaign.camp, self._seed)
        write(self.path(name), entry.encode() + statement.encode())

    def list_tags(self, seq: int, records: Iterable[bytes]) -> None:
        """Write a tag list and the entry that names it."""
        count, root = self._list("tags", records)
        self._enter(TAGS[seq], TagsRoot(seq, count, root))

    def list_rows(self, records: Iterable[bytes]) -> None:
        """Write the rows and the entry that names them."""
        count, root = self._list("rows", records)
        self._enter(ROWS, RowsRoot(count, root))

    def _enter(self, name: str, entry: TagsRoot | RowsRoot) -> None:
        write(self.path(name), entry.signed(self._campaign.camp, self._seed).encode())

    def _list(self, kind: lists.Kind, records: Iterable[bytes]) -> tuple[int, bytes]:
        found = list(lists.ascending(records))
        root = lists.root(found)
        with writing(self.folder / lists.path(kind, root)) as file:
            file.writelines(found)
        return len(found), root


def waiting(folder: Path) -> Iterator[Path]:
    """Yield the entries of an outbox folder that have no receipt yet, in the order in which the log takes them."""
    for path in sorted(folder.glob(f"*{ENTRY}")):
        if not path.with_suffix(RECEIPT).exists():
            yield path


def send(campaign: Campaign, box: str, path: Path) -> CastReply:
    """Hand one entry to the box at the URL `box`; keep its receipt beside it. Sending again does no harm."""
    content = path.read_bytes()
    answer = post(box, "/v1/append", content, size=REPLY)
    entry = content[: SIZES.get(content[0], 0)]
    try:
        receipt = CastReply.parse(answer)
    except Malformed as error:
        raise refusals.receipt_wrong() from error
    message = receipt_message(campaign.camp, receipt.index, receipt.entry_hash)
    signed = ed25519.verify(campaign.manifest.parties[Party.B].key, message, receipt.signature)
    if not signed or receipt.entry_hash != leaf_hash(entry):
        raise refusals.receipt_wrong()
    write(path.with_suffix(RECEIPT), answer)
    return receipt
