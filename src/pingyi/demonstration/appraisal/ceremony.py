"""From the last ballot to the published package: every body does its part, in the order of the protocol."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from pingyi.ballotbox import founding, listing
from pingyi.ballotbox.campaign import Campaign as BoxCampaign
from pingyi.demonstration.appraisal.bodies import Houses
from pingyi.demonstration.appraisal.loopback import Services
from pingyi.durable.identity import read_identity
from pingyi.durable.stores import open_store
from pingyi.protocol.entries import StatementEntry
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Destroyed
from pingyi.signer.campaign import Campaign as SignerCampaign
from pingyi.signer.days import publish as publish_records
from pingyi.signer.days import sign_day
from pingyi.signer.destruction import check_end
from pingyi.signer.destruction import destroy as destroy_keys
from pingyi.signer.handing import keep_receipt
from pingyi.signer.issuing import LAYOUT as SIGNER_LAYOUT
from pingyi.trustee.destruction import destroy as destroy_envelopes
from pingyi.trustee.mirror.campaign import Campaign as TrusteeCampaign
from pingyi.trustee.mirror.pulling import pull
from pingyi.trustee.opening.objections import finish, hand_on
from pingyi.trustee.opening.outer import open_outer
from pingyi.trustee.opening.rows import publish_rows
from pingyi.trustee.opening.tally import open_inner
from pingyi.trustee.outbox import send, waiting
from pingyi.trustee.steps import Trustee

DAY = 86_400


@dataclass(slots=True)
class Clock:
    """The moment of the story, in seconds since 1970; moves when told."""

    moment: float

    @classmethod
    def at(cls, moment: dt.datetime) -> "Clock":
        """Return a clock that shows `moment`."""
        return cls(moment.timestamp())

    def __call__(self) -> float:
        return self.moment

    def go(self, *, days: float) -> None:
        """Let days pass."""
        self.moment += days * DAY


class Ceremony:
    """The end of one campaign. `clock` stands after the last ballot and moves on with the steps."""

    def __init__(self, houses: Houses, services: Services, clock: Clock) -> None:
        self._houses, self._services, self._clock = houses, services, clock
        self._campaign = SignerCampaign.read(houses.public)

    def close(self) -> None:
        """Signers give their last roots, then the box closes; both publish their records; the keys go."""
        for party in (Party.S, Party.R):
            self._last_root(party)
        self._checkpoint()
        self._pull(Party.T1)
        self._clock.go(days=3)
        founding.close(BoxCampaign.read(self._houses.public), self._services.store, self._clock())
        self._checkpoint()
        for party in (Party.S, Party.R):
            self._destroy_signing_keys(party)
        self._destroy_codes()
        self._checkpoint()

    def open(self) -> None:
        """The trustees open one after the other: outer layer, first tags, objections, final tags, rows."""
        self._clock.go(days=1)
        outer = self._trustee(Party.T1)
        inner_file = open_outer(outer)
        self._say(Party.T1)
        open_inner(self._trustee(Party.T2), inner_file)
        self._say(Party.T2)
        self._clock.go(days=8)
        objections, _ = hand_on(self._trustee(Party.T1), (), now=self._clock())
        finish(self._trustee(Party.T2), objections, now=self._clock())
        self._say(Party.T2)
        publish_rows(self._trustee(Party.T2))
        self._say(Party.T2)

    def end(self) -> int:
        """What could still open a ballot is destroyed; the package is published. Returns its number of files."""
        for party in (Party.T1, Party.T2):
            destroy_envelopes(self._trustee(party))
            self._say(party)
        outbox = self._houses.folder(Party.T2) / "outbox"
        lists = sorted(path for kind in ("tags", "rows") for path in (outbox / kind).glob("*.bin"))
        campaign = BoxCampaign.read(self._houses.public)
        for path in lists:
            listing.add_list(campaign, listing.contents(campaign, self._services.store), path)
        return listing.publish(campaign, listing.contents(campaign, self._services.store))

    def _last_root(self, party: Party) -> None:
        """Sign today's root, hand it to the box, publish the records."""
        folder = self._houses.folder(party)
        store = open_store(str(self._houses.store(party)), SIGNER_LAYOUT, alone=False)
        try:
            day = sign_day(folder, self._campaign, store, role=int(party), now=self._clock)
            answer = self._services.box.append(day.entry.encode())
            keep_receipt(day.receipt, day.entry.encode(), answer, self._campaign)
            publish_records(folder, self._campaign, store, out=self._houses.public, now=self._clock)
        finally:
            store.close()

    def _destroy_signing_keys(self, party: Party) -> None:
        folder = self._houses.folder(party)
        check_end(folder, self._campaign, str(self._houses.public / "log"))
        self._services.box.append(destroy_keys(folder, self._campaign).body)

    def _destroy_codes(self) -> None:
        """The roll keeper states that the codes are gone; they went with the memory of those who cast them."""
        what = ("评议码 codes",)
        statement = Destroyed(campaign=self._campaign.camp, by=Party.M, what=what)
        seed = read_identity(self._houses.identity_of_roll_keeper)
        entry = StatementEntry(Party.M, statement.hash()).signed(self._campaign.camp, seed)
        self._services.box.append(entry.encode() + statement.encode())

    def _trustee(self, party: Party) -> Trustee:
        """Return a trustee with a fresh copy of the log."""
        self._pull(party)
        return Trustee.read(self._houses.folder(party), self._copy(party))

    def _pull(self, party: Party) -> None:
        copy = self._copy(party)
        if not copy.exists():  # a trustee begins with the manifest that it has signed
            copy.mkdir()
            shutil.copy(self._houses.public / "manifest.json", copy)
        pull(self._houses.folder(party), copy, self._services.box_url, now=self._clock())

    def _say(self, party: Party) -> None:
        """Send what waits in the outbox entry by entry, each under a checkpoint of its own."""
        campaign = TrusteeCampaign.read(self._copy(party))
        for path in waiting(self._houses.folder(party) / "outbox"):
            send(campaign, self._services.box_url, path)
            self._checkpoint()

    def _checkpoint(self) -> None:
        self._clock.go(days=1 / 1440)
        if not self._services.checkpointer.round():
            raise RuntimeError("no checkpoint")

    def _copy(self, party: Party) -> Path:
        return self._houses.folder(party) / "campaign"
