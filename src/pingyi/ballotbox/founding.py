"""Setting a box up: entry 0 and what belongs beside it; and closing it with entry 8."""

from datetime import UTC, datetime, timedelta

from pingyi.ballotbox import refusals
from pingyi.ballotbox.acts import Act, ActsOfLog
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.keys import Keys
from pingyi.ballotbox.layout import LAYOUT, TOGETHER
from pingyi.ballotbox.log.publishing import CHECKPOINT
from pingyi.ballotbox.tail import Place, Tail
from pingyi.durable.stores import Store, Transaction, create_store, open_store
from pingyi.ledger.trees import Frontier
from pingyi.protocol import cells
from pingyi.protocol.entries import Close, Entry, ManifestEntry, StatementEntry
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Demonstration

LATE = timedelta(hours=48)  # late envelopes and relays, after the signers have closed
CAMP = "SELECT camp FROM box_state"
FOUND = "INSERT INTO box_state (one, camp, frontier, closed, witnessed) VALUES (0, ?, ?, 0, 0)"


def found(campaign: Campaign, address: str, keys: Keys) -> bool:
    """Make the store at `address` with entry 0; write the proofs of all cells. False when the box was there already.

    Refuses a campaign that is not whole, keys that are not the manifest's, and beginning anew beside a published log.
    """
    campaign.check_whole()
    keys.check(campaign.manifest)
    create_store(address, LAYOUT)
    store = open_store(address, LAYOUT, alone=False)
    try:
        with store.writing() as transaction:
            if store.kind == "postgresql":
                transaction.execute(TOGETHER)
            fresh = _enter_first(transaction, campaign, keys)
    finally:
        store.close()
    folder, lines = Folder(campaign.folder), campaign.cells
    for path, content in cells.proofs([lines.line(index) for index in range(len(lines))]):
        folder.ensure(path, content)
    return fresh


def check_founded(transaction: Transaction, campaign: Campaign) -> None:
    """Refuse a store that is not the box of this campaign."""
    rows = transaction.execute(CAMP)
    if not rows:
        raise refusals.box_not_set_up()
    if rows[0][0] != campaign.camp:
        raise refusals.box_of_another()


def close(campaign: Campaign, store: Store, now: float) -> Place:
    """Enter entry 8. Refuses before 48 hours after `closes`, unless this is a demonstration. Again: the same place."""
    manifest = campaign.manifest
    until = datetime.fromisoformat(manifest.closes) + LATE
    if now < until.timestamp() and not manifest.demonstration:
        raise refusals.close_too_early(until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    with store.writing() as transaction:
        check_founded(transaction, campaign)
        tail = Tail.locked(transaction)
        place = ActsOfLog(campaign).enter(transaction, tail, Act(Close()))
        if not isinstance(place, Place):
            raise refusals.act_refused(place.code, place.why)
        tail.write(transaction)
    return place


def _enter_first(transaction: Transaction, campaign: Campaign, keys: Keys) -> bool:
    if transaction.execute(CAMP):
        check_founded(transaction, campaign)
        return False
    if (campaign.folder / CHECKPOINT).exists():
        raise refusals.box_lost()
    transaction.execute(FOUND, (campaign.camp, Frontier().encode()))
    tail = Tail.locked(transaction)
    for act in _first_acts(campaign, keys):
        place = ActsOfLog(campaign).enter(transaction, tail, act)
        if not isinstance(place, Place):
            raise refusals.act_refused(place.code, place.why)
    tail.write(transaction)
    return True


def _first_acts(campaign: Campaign, keys: Keys) -> list[Act]:
    """Return entry 0, and behind it the box's statement where the manifest says that this is a demonstration."""
    acts = [Act(ManifestEntry(campaign.camp))]
    if campaign.manifest.demonstration:
        statement = Demonstration(campaign=campaign.camp, by=Party.B)
        entry: Entry = StatementEntry(Party.B, statement.hash()).signed(campaign.camp, keys.identity)
        acts.append(Act(entry, statement.encode()))
    return acts
