"""How it stands with the public files: one number for the whole campaign, and how far they have come."""

from dataclasses import dataclass

from pingyi.durable.asking import fetcher
from pingyi.ledger.notes import live
from pingyi.polling.models import OnlineAppraisal
from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.protocol.manifest import Manifest

SECONDS = 4  # a page waits no longer than this for somebody else's server


@dataclass(frozen=True, slots=True)
class Total:
    """Entries under the newest checkpoint, nearly all of them ballots, and how many witnesses cosigned it.

    `rows` says whether rows are listed as published: then they can be taken in.
    """

    entries: int
    witnesses: int
    quorum: int
    rows: bool


def total(appraisal: OnlineAppraisal) -> Total | None:
    """Return what the newest checkpoint of the public log says; None while it cannot be read or is not good."""
    if not appraisal.manifest or not appraisal.public_place:
        return None
    manifest = Manifest.parse(bytes(appraisal.manifest))
    fetch = fetcher(appraisal.public_place, within=SECONDS)
    try:
        found = live(fetch("log/checkpoint"), manifest.log, manifest.witnesses)
    except (OSError, Malformed):
        return None
    try:
        files = package.parse(fetch(package.NAME))
    except (OSError, Malformed):
        files = ()
    rows = any(file.path.startswith("rows/") for file in files)
    return Total(found.checkpoint.size, len(found.witnesses), manifest.quorum, rows)
