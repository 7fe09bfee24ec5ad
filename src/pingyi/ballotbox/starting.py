"""What commands do at a box that is not theirs to serve: check a start, close, publish. Each opens and gives up all."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pingyi.ballotbox import founding, listing, refusals
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.keys import read_keys
from pingyi.ballotbox.layout import LAYOUT
from pingyi.ballotbox.running import Setting, leading
from pingyi.ballotbox.tail import Place
from pingyi.durable.stores import Store, is_postgresql, open_store


def check_start(setting: Setting, *, demonstration: bool, workers: int) -> None:
    """Refuse to serve where a box must not: other keys, another campaign, an old backup, silent witnesses."""
    if workers > 1 and not is_postgresql(setting.store):
        raise refusals.one_process()
    with _opened(setting, alone=True) as (campaign, store):
        if campaign.manifest.demonstration is not demonstration:
            raise refusals.demonstration_differs(campaign.manifest.demonstration)
        keys = read_keys(setting.keys)
        keys.check(campaign.manifest)
        setting.checkpointer(campaign, store, keys).ask_witnesses()


def checkpoint_once(setting: Setting) -> bool:
    """Ask the witnesses, then make one checkpoint; refuses while a running box makes them."""
    lock = leading(setting.keys)
    if lock < 0:
        raise refusals.box_runs()
    try:
        with _opened(setting) as (campaign, store):
            keys = read_keys(setting.keys)
            keys.check(campaign.manifest)
            checkpointer = setting.checkpointer(campaign, store, keys)
            checkpointer.ask_witnesses()
            return checkpointer.round()
    finally:
        os.close(lock)


def close_box(setting: Setting, now: float) -> Place:
    """Enter entry 8, beside a running box or without one."""
    with _opened(setting) as (campaign, store):
        return founding.close(campaign, store, now)


def add_lists(setting: Setting, files: Sequence[Path]) -> list[str]:
    """Put lists into the public folder; return their paths there."""
    with _opened(setting) as (campaign, store):
        referred = listing.contents(campaign, store)
        return [listing.add_list(campaign, referred, file) for file in files]


def publish_package(setting: Setting) -> int:
    """Write `package.json`; return how many files it lists."""
    with _opened(setting) as (campaign, store):
        return listing.publish(campaign, listing.contents(campaign, store))


@contextmanager
def _opened(setting: Setting, *, alone: bool = False) -> Iterator[tuple[Campaign, Store]]:
    campaign = Campaign.read(setting.public)
    store = open_store(setting.store, LAYOUT, alone=alone)
    try:
        with store.reading() as transaction:
            founding.check_founded(transaction, campaign)
        yield campaign, store
    finally:
        store.close()
