"""How many ballots there are while the appraisal is open: one number for the whole campaign, from the public log."""

from dataclasses import dataclass

from pingyi.durable.asking import fetcher
from pingyi.ledger.notes import live
from pingyi.polling.models import OnlineAppraisal
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Total:
    """Entries under the newest checkpoint, nearly all of them ballots, and how many witnesses cosigned it."""

    entries: int
    witnesses: int
    quorum: int


def total(appraisal: OnlineAppraisal) -> Total | None:
    """Return what the newest checkpoint of the public log says; None while it cannot be read or is not good."""
    if not appraisal.manifest or not appraisal.public_place:
        return None
    manifest = Manifest.parse(bytes(appraisal.manifest))
    try:
        checkpoint = fetcher(appraisal.public_place)("log/checkpoint")
        found = live(checkpoint, manifest.log, manifest.witnesses)
    except (OSError, Malformed):
        return None
    return Total(found.checkpoint.size, len(found.witnesses), manifest.quorum)
