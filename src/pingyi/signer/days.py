"""What a signer says once a day, and what it publishes once at the end: roots of its records, then the records.

In the signer's folder, `days/DAY.entry` is the signed log entry of a day (UTC days since 1970) and `days/DAY.receipt`
the box's answer to it. Nothing else leaves before the close: nobody sees live turnout per cell or anybody's hour.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pingyi.durable.stores import Store
from pingyi.ledger import trees
from pingyi.primitives.errors import Malformed
from pingyi.protocol import entries, lists
from pingyi.protocol.entries import IssuanceRoot
from pingyi.signer.campaign import Campaign
from pingyi.signer.handing import write_whole
from pingyi.signer.issuing import records
from pingyi.signer.keys import read_identity
from pingyi.signer.refusals import day_not_receipted, day_unreadable, not_closed_yet, not_the_last_root

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Day:
    """A signed day: the entry, and the files it and the box's receipt for it lie in."""

    entry: IssuanceRoot
    path: Path

    @property
    def receipt(self) -> Path:
        """Where the box's answer lies once there is one."""
        return self.path.with_suffix(".receipt")


def sign_day(folder: Path, campaign: Campaign, store: Store, *, role: int, now: Callable[[], float]) -> Day:
    """Sign size and root of all records for today and keep the entry; the same again if today was signed already."""
    number = int(now() // SECONDS_PER_DAY)
    path = folder / "days" / f"{number}.entry"
    if path.exists():
        return read_day(path)
    with store.reading() as transaction:
        tree = trees.Frontier()
        tree.extend(records(transaction, role))
    unsigned = IssuanceRoot(role=role, day=number, size=tree.size, root=tree.root())
    entry = unsigned.signed(campaign.camp, read_identity(folder))
    path.parent.mkdir(exist_ok=True)
    write_whole(path, entry.encode())
    return Day(entry, path)


def read_day(path: Path) -> Day:
    """Return a day that was signed before. Raises `Refused`."""
    try:
        entry = entries.parse(path.read_bytes())
    except (OSError, Malformed) as error:
        raise day_unreadable(path) from error
    if not isinstance(entry, IssuanceRoot):
        raise day_unreadable(path)
    return Day(entry, path)


def last_day(folder: Path) -> Day | None:
    """Return the last day that was signed."""
    paths = sorted((folder / "days").glob("*.entry"), key=lambda path: int(path.stem))
    return read_day(paths[-1]) if paths else None


def publish(folder: Path, campaign: Campaign, store: Store, *, out: Path, now: Callable[[], float]) -> Path:
    """Write all records as `issuance/ROOT.bin` below `out`, once: after the close, and only what was last logged.

    Raises `Refused` before the close, without the box's receipt for the last day, or where the records have another
    root than that day's (then sign the next day first).
    """
    if now() < campaign.closes:
        raise not_closed_yet(campaign.manifest.closes)
    day = last_day(folder)
    if day is None or not day.receipt.exists():
        raise day_not_receipted()
    path = out / lists.path("issuance", day.entry.root)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    tree = trees.Frontier()
    with store.reading() as transaction, part.open("wb") as file:
        tree.extend(_written(file, records(transaction, day.entry.role)))
    if (tree.size, tree.root()) != (day.entry.size, day.entry.root):
        part.unlink()
        raise not_the_last_root(tree.size, day.entry.size)
    part.chmod(0o644)  # for everybody, whatever the umask of this process keeps private
    part.replace(path)
    return path


def _written(file: BinaryIO, rows: Iterable[bytes]) -> Iterator[bytes]:
    for row in rows:
        file.write(row)
        yield row
