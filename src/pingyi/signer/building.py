"""Putting a signer together from its folders: checked once before the start, then built in every worker."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pingyi.durable.application import Application, Request, Route
from pingyi.durable.committing import Committer
from pingyi.durable.limits import AddressLimit
from pingyi.durable.replies import Reply, octets
from pingyi.durable.stores import Store, open_store, shown
from pingyi.protocol import lists
from pingyi.signer import issuing
from pingyi.signer.campaign import Campaign
from pingyi.signer.days import last_day
from pingyi.signer.issuing import LAYOUT, Asked, Signer
from pingyi.signer.keys import read_keys, read_public
from pingyi.signer.refusals import records_are_published, role_differs, store_of_another, store_older
from pingyi.signer.rolls import Rolls
from pingyi.tokens.issuing import REQUEST

THREADS = 24  # signing is work, not waiting: more threads only queue for the interpreter (measured on two cores)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a signer finds its things, and how it is reached. `limit` 0 counts nobody's requests."""

    folder: Path
    campaign: Path
    store: str
    role: int
    limit: int = 0
    proxies: int = 0


def check(setting: Setting) -> Campaign:
    """Refuse whatever would keep the signer from working: keys, campaign, roll, store. Returns the campaign."""
    campaign = check_campaign(setting)
    read_keys(setting.folder, range(campaign.manifest.cells))
    Rolls(campaign, setting.folder / "batches")
    store = open_store(setting.store, LAYOUT)
    try:
        if not issuing.claim(store, campaign, setting.role):
            raise store_of_another(shown(setting.store))
        _check_not_older(setting, store)
    finally:
        store.close()
    return campaign


def build(setting: Setting, *, now: Callable[[], float] = time.time) -> Application:
    """Return the application of a signer that `check` let pass: `POST /v1/issue` and `GET /v1/health`."""
    campaign = check_campaign(setting)
    store = open_store(setting.store, LAYOUT)
    committer: Committer[Asked, Asked] = Committer(store, issuing.write)
    signer = Signer(
        campaign,
        role=setting.role,
        keys=read_keys(setting.folder, range(campaign.manifest.cells)),
        rolls=Rolls(campaign, setting.folder / "batches", checked=True),
        committer=committer,
        now=now,
    )

    def close() -> None:
        committer.close()
        store.close()

    return Application(
        [Route("POST", "/v1/issue", partial(_issued, signer), smallest=REQUEST, largest=REQUEST)],
        healthy=committer.healthy,
        limit=AddressLimit(setting.limit, now=time.monotonic) if setting.limit else None,
        proxies=setting.proxies,
        close=close,
    )


def _check_not_older(setting: Setting, store: Store) -> None:
    """Refuse a store with fewer records than we have signed for: from an old backup it would issue tokens twice.

    Once the records are published nothing more is issued either, whatever the clock says.
    """
    day = last_day(setting.folder)
    if day is not None and (setting.campaign / lists.path("issuance", day.entry.root)).exists():
        raise records_are_published()
    with store.reading() as transaction:
        [(count,)] = transaction.execute("SELECT count(*) FROM issuances")
    if day is not None and count < day.entry.size:
        raise store_older(count, day.entry.size)


def _issued(signer: Signer, request: Request) -> Reply:
    return octets(signer.issue(request.body))


def check_campaign(setting: Setting) -> Campaign:
    """Read the campaign and refuse a folder whose keys it does not name for this role."""
    public = read_public(setting.folder)
    if public.role != setting.role:
        raise role_differs()
    campaign = Campaign.read(setting.campaign)
    campaign.check_keys(public)
    return campaign
