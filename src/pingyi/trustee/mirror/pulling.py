"""T1's daily work: bring the copy of the log up to date, fetch the envelopes that are not held, state what is."""

import http.client
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pingyi.durable.asking import fetcher, post_for_any
from pingyi.ledger import tiles
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import message, sha256
from pingyi.primitives.integers import u32, u64
from pingyi.protocol import lists
from pingyi.protocol.entries import IssuanceRoot
from pingyi.protocol.order import Phase
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Held
from pingyi.tokens.envelopes import ENVELOPE
from pingyi.trustee import refusals
from pingyi.trustee.files import Progress, alone, unseen, write
from pingyi.trustee.keys import IDENTITY, party_of
from pingyi.trustee.mirror import logbook
from pingyi.trustee.mirror.campaign import FRAME, Campaign
from pingyi.trustee.mirror.envelopes import NAME, Envelopes
from pingyi.trustee.mirror.logbook import Logbook
from pingyi.trustee.mirror.updating import update
from pingyi.trustee.outbox import OPENED, Outbox

PORTION = 1024  # log entries of one request: some 2 MB of envelopes
RECORD = 12 + ENVELOPE
DAY = 86_400
EVIDENCE = "contradictions"


@dataclass(slots=True)
class Ballots:
    """Every ballot of the log in order: index, cell, hash of the envelope; 44 bytes each."""

    indices: "array[int]" = field(default_factory=lambda: array("Q"))
    cells: "array[int]" = field(default_factory=lambda: array("I"))
    hashes: bytearray = field(default_factory=bytearray)

    def add(self, index: int, cell: int, envelope_hash: bytes) -> None:
        """Take the next one."""
        self.indices.append(index)
        self.cells.append(cell)
        self.hashes += envelope_hash

    def __len__(self) -> int:
        return len(self.indices)

    def hash(self, slot: int) -> bytes:
        """Return the hash of the n-th ballot's envelope."""
        return bytes(self.hashes[32 * slot : 32 * slot + 32])

    def slot(self, index: int) -> int | None:
        """Return which ballot stands at a log index, None when something else does."""
        slot = bisect_left(self.indices, index)
        return slot if slot < len(self) and self.indices[slot] == index else None


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull has come to: entries and ballots of the log, envelopes not held (indices), a statement written.

    `missing` is None where no envelopes are kept.
    """

    size: int
    ballots: int
    missing: tuple[int, ...] | None
    stated: Path | None


def read_with_ballots(campaign: Campaign) -> tuple[Logbook, Ballots]:
    """Check the whole copy of the log; return it with all its ballots."""
    ballots = Ballots()
    return logbook.read(campaign, ballots.add), ballots


def take_frame(folder: Path, fetch: tiles.Fetch) -> Campaign:
    """Return the campaign in `folder`, after fetching those of its fixed files that are not there.

    `manifest.json` must be there: it is what this trustee has signed.
    """
    lacking = [name for name in FRAME[1:] if not (folder / name).exists()]
    fetched = {name: _fetched(fetch, name) for name in lacking}
    try:
        parts = [fetched[name] if name in fetched else (folder / name).read_bytes() for name in FRAME]
        campaign = Campaign.parse(folder, *parts)
    except Malformed as error:
        raise refusals.campaign_unreadable(error.what) from error
    for name, content in fetched.items():  # only what is good, so that the next pull can fetch it again
        write(folder / name, content)
    return campaign


def _fetched(fetch: tiles.Fetch, name: str) -> bytes:
    try:
        return fetch(name)
    except FileNotFoundError as error:
        raise refusals.campaign_unreadable(f"{name}: not there") from error
    except (OSError, http.client.HTTPException) as error:
        raise refusals.source_unreachable(str(error)) from error


def pull(folder: Path, campaign_folder: Path, box: str, *, now: float, progress: Progress = unseen) -> Pulled:
    """Do one day's work for the trustee in `folder`; `box` is the box's URL, or a folder with a copy of its files.

    T2, and a folder without an identity key, only keep a copy of the log. T1 fetches envelopes until it opens; what it
    lacks then stays lacking, unless somebody objects. Can be stopped at any moment and run again.
    """
    with alone(folder):
        return _pull(folder, campaign_folder, box, now, progress)


def _pull(folder: Path, campaign_folder: Path, box: str, now: float, progress: Progress) -> Pulled:
    fetch = fetcher(box)
    campaign = take_frame(campaign_folder, fetch)
    party, seed = party_of(folder, campaign.manifest) if (folder / IDENTITY).exists() else (None, b"")
    update(campaign, fetch, folder / EVIDENCE, progress)
    book, ballots = read_with_ballots(campaign)
    _take_issuance(campaign, book, fetch)
    if party is not Party.T1:
        return Pulled(book.size, len(ballots), None, None)
    outbox = Outbox(folder, campaign, seed)
    is_opened = outbox.has(OPENED) or book.course.opened is not None
    missing = _Gathering(folder, campaign, seed, ballots).gather("" if is_opened else box, progress)
    lacking = tuple(ballots.indices[slot] for slot in missing)
    stated = None if is_opened else _state(outbox, campaign, book, lacking, now)
    return Pulled(book.size, len(ballots), lacking, stated)


def pull_request(seed: bytes, camp: bytes, start: int, count: int) -> bytes:
    """Return the signed request for the envelopes among `count` log entries from `start` on."""
    asked = (camp, u64(start), u32(count))
    return b"".join((*asked, ed25519.sign(seed, message(b"pull", *asked))))


class _Gathering:
    """Fetches what is not held."""

    def __init__(self, folder: Path, campaign: Campaign, seed: bytes, ballots: Ballots) -> None:
        self._path, self._campaign, self._seed, self._ballots = folder / NAME, campaign, seed, ballots

    def gather(self, box: str, progress: Progress) -> list[int]:
        """Return the slots that are still not held; a folder in the place of a box has no envelopes to give."""
        with Envelopes(self._path, create=True) as envelopes:
            hashes = (self._ballots.hash(slot) for slot in range(len(self._ballots)))
            missing = envelopes.missing(hashes)
            if not box.startswith(("https://", "http://")):
                return missing
            wanted, lacking = set(missing), len(missing)
            for start in _starts(self._ballots.indices[slot] for slot in missing):
                for slot, envelope in self._ask(box, start):
                    if slot in wanted:
                        envelopes.put(slot, envelope)
                        wanted.discard(slot)
                envelopes.flush()
                progress(lacking - len(wanted), lacking)
        return sorted(wanted)

    def _ask(self, box: str, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield slot and envelope of those that the box gives and the log names."""
        body = pull_request(self._seed, self._campaign.camp, start, PORTION)
        answer = post_for_any(box, "/v1/envelopes", body, largest=PORTION * RECORD)
        for place in range(0, len(answer) - RECORD + 1, RECORD):
            record = answer[place : place + RECORD]
            slot, envelope = self._ballots.slot(int.from_bytes(record[:8], "big")), record[12:]
            if slot is not None and sha256(envelope) == self._ballots.hash(slot):
                yield slot, envelope


def _starts(indices: Iterator[int]) -> Iterator[int]:
    """Yield where to begin requests so that each index lies in one."""
    end = 0
    for index in indices:
        if index >= end:
            yield index
            end = index + PORTION


def _take_issuance(campaign: Campaign, book: Logbook, fetch: tiles.Fetch) -> None:
    """Take the records of the entry signer once they are published; the count of withheld cells needs them."""
    last = book.course.order.issued.get(Party.R)
    if last is None or book.phase < Phase.CLOSED or issuance_path(campaign, last).exists():
        return
    try:
        content = fetch(lists.path("issuance", last.root))
        if lists.root(lists.split(content, lists.ISSUANCE)) == last.root:
            write(issuance_path(campaign, last), content)
    except (OSError, http.client.HTTPException, Malformed):
        return  # not published yet; `rows` asks for it


def issuance_path(campaign: Campaign, root: IssuanceRoot) -> Path:
    """Return where the list of a signer lies in the campaign's folder."""
    return campaign.folder / lists.path("issuance", root.root)


def _state(outbox: Outbox, campaign: Campaign, book: Logbook, missing: tuple[int, ...], now: float) -> Path | None:
    """State once a day what is held, and once more after the close; return the file, None where today's is there."""
    day = int(now // DAY)
    name = f"1-held-{day:06d}-{'closed' if book.phase >= Phase.CLOSED else 'a'}"
    if outbox.has(name):
        return None
    outbox.state(name, Held(campaign=campaign.camp, by=Party.T1, size=book.size, missing=missing))
    return outbox.path(name)
