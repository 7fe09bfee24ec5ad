"""The end of the signing keys: only after a witnessed close, and said in the log."""

import os
from dataclasses import dataclass
from pathlib import Path

from pingyi.durable.asking import fetcher
from pingyi.primitives.errors import Malformed
from pingyi.protocol import lists
from pingyi.protocol.entries import StatementEntry
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Destroyed
from pingyi.signer.campaign import Campaign
from pingyi.signer.days import last_day
from pingyi.signer.handing import write_whole
from pingyi.signer.keys import read_identity, read_public
from pingyi.signer.logged import witnessed_close
from pingyi.signer.refusals import close_not_witnessed, log_unreadable, records_not_published

NAME = "destroyed"


@dataclass(frozen=True, slots=True)
class Ended:
    """The statement that the keys are gone, and the log entry that names it."""

    entry: StatementEntry
    statement: bytes

    @property
    def body(self) -> bytes:
        """What the box takes: the entry, then the file."""
        return self.entry.encode() + self.statement


def check_end(folder: Path, campaign: Campaign, log: str) -> None:
    """Refuse the end of the keys before the records are published and the close is witnessed.

    `log` is the folder or URL of the public log; the records are looked for in the campaign's folder.
    """
    day = last_day(folder)
    if day is None or not (campaign.folder / lists.path("issuance", day.entry.root)).exists():
        raise records_not_published()
    try:
        close = witnessed_close(fetcher(log), campaign.manifest)
    except (OSError, Malformed) as error:
        raise log_unreadable(str(error)) from error
    if close is None:
        raise close_not_witnessed()


def destroy(folder: Path, campaign: Campaign) -> Ended:
    """Overwrite and remove all signing keys, then state it; files `destroyed.json`, `destroyed.entry` are left.

    The caller has asked `check_end` and stopped the service. A second call finishes what a first began and states the
    same.
    """
    public = read_public(folder)
    for path in sorted((folder / "keys").glob("*.der")):
        _shred(path)
    party = Party(public.role)
    role = ("ballot", "entry")[public.role - 1]
    what = (f"RSA signing keys of all {len(public.moduli)} cells, role {role}",)
    statement = Destroyed(campaign=campaign.camp, by=party, what=what)
    entry = StatementEntry(by=party, statement=statement.hash()).signed(campaign.camp, read_identity(folder))
    ended = Ended(entry, statement.encode())
    write_whole(folder / f"{NAME}.json", ended.statement)
    write_whole(folder / f"{NAME}.entry", ended.entry.encode())
    return ended


def _shred(path: Path) -> None:
    """Overwrite a file before removing it; a copy in a backup is the operator's to destroy, the guide says how."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
