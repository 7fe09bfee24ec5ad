"""A running box: routes, the committer behind them, and once a minute a checkpoint by one process of them all."""

import fcntl
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pingyi.ballotbox.acts import FIRST, LONGEST, SHORTEST
from pingyi.ballotbox.box import PULL, Box
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.folder import Folder
from pingyi.ballotbox.keys import Keys, read_keys
from pingyi.ballotbox.layout import LAYOUT
from pingyi.ballotbox.log import messages
from pingyi.ballotbox.log.checkpoints import Checkpointer
from pingyi.ballotbox.log.publishing import Publisher
from pingyi.ballotbox.log.witnesses import Witnesses
from pingyi.ballotbox.static import file_reply
from pingyi.durable.application import Application, Route
from pingyi.durable.limits import AddressLimit
from pingyi.durable.replies import octets
from pingyi.durable.stores import Busy, Store, open_store
from pingyi.protocol.package import NAME, SINGLE
from pingyi.tokens.casting import REQUEST
from pingyi.wording import Refused, Text

EVERY = 60.0  # seconds between checkpoints
LEADER = "checkpointer.lock"
FOLDERS = ("/cells/", "/roll/", "/issuance/", "/tags/", "/rows/", "/statements/", "/log/")


@dataclass(frozen=True)
class Setting:
    """Where a box finds what is its own; can be handed to worker processes."""

    store: str
    public: Path
    keys: Path
    addresses: Path | None = None
    language: str = "zh"
    limit: int = 0  # requests per address in ten minutes; 0 is no limit
    proxies: int = 0
    every: float = EVERY

    def checkpointer(self, campaign: Campaign, store: Store, keys: Keys) -> Checkpointer:
        """Return the checkpointer of this box."""
        return Checkpointer(
            campaign,
            store,
            Publisher(Folder(self.public), store),
            Witnesses(campaign.manifest.witnesses, self.addresses),
            keys.log,
            now=time.time,
            tell=self.tell,
        )

    def tell(self, text: Text) -> None:
        """Say something to the operator."""
        sys.stderr.write(text.say(self.language) + "\n")
        sys.stderr.flush()


class Minutes(threading.Thread):
    """Makes checkpoints while this process is the one that may: a lock file in the key folder says which."""

    def __init__(self, setting: Setting, make: Callable[[], bool]) -> None:
        super().__init__(name="checkpoints", daemon=True)
        self._setting, self._make = setting, make
        self._stopping, self._lock = threading.Event(), -1

    def run(self) -> None:
        """Make one at once, then one after each pause."""
        while True:
            if self._leads():
                self._try()
            if self._stopping.wait(self._setting.every):
                return

    def stop(self) -> None:
        """Wait for a round under way, and let another process lead."""
        self._stopping.set()
        if self.ident is not None:
            self.join()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _leads(self) -> bool:
        if self._lock < 0:
            self._lock = leading(self._setting.keys)
        return self._lock >= 0

    def _try(self) -> None:
        try:
            self._make()
        except Refused as refused:
            self._setting.tell(Text(refused.say("zh"), refused.say("en")))
        except (OSError, Busy) as error:
            self._setting.tell(messages.failed(str(error) or type(error).__name__))


def leading(keys: Path) -> int:
    """Take the lock of the one process that makes checkpoints; return it, or -1 while another has it."""
    lock = os.open(keys / LEADER, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return -1
    return lock


def build(setting: Setting) -> Application:
    """Open everything and return the service; runs in each worker process."""
    campaign, keys = Campaign.read(setting.public), read_keys(setting.keys)
    store = open_store(setting.store, LAYOUT)
    box = Box(campaign, store, keys.receipts(), now=time.time)
    minutes = Minutes(setting, setting.checkpointer(campaign, store, keys).round)

    def close() -> None:
        minutes.stop()
        box.close()
        store.close()

    limit = AddressLimit(setting.limit, now=time.time) if setting.limit else None
    routes = routes_of(box, Folder(setting.public))
    application = Application(routes, healthy=box.healthy, limit=limit, proxies=setting.proxies, close=close)
    minutes.start()
    return application


def routes_of(box: Box, folder: Folder) -> list[Route]:
    """Return the routes of a box over its public folder."""
    public = [*(f"/{name}" for name in (NAME, *SINGLE) if "/" not in name), *FOLDERS]
    return [
        Route("POST", "/v1/cast", lambda asked: octets(box.cast(asked.body)), REQUEST, REQUEST),
        Route(
            "POST",
            "/v1/append",
            lambda asked: octets(box.append(asked.body)),
            SHORTEST,
            LONGEST,
            first=FIRST,
            admit=box.admit,
        ),
        Route("POST", "/v1/envelopes", lambda asked: octets(box.envelopes(asked.body)), PULL, PULL, limited=False),
        *(Route("GET", path, lambda asked: file_reply(folder, asked), limited=False) for path in public),
    ]
