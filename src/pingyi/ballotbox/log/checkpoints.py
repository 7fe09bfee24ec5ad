"""Checkpoints: the log signed at a size, cosigned by witnesses, kept in the store, then shown."""

from collections.abc import Callable
from dataclasses import dataclass

from pingyi.ballotbox import refusals
from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.log import messages
from pingyi.ballotbox.log.publishing import Publisher
from pingyi.ballotbox.log.witnesses import Answer, Witnesses
from pingyi.ballotbox.tail import Tail
from pingyi.durable.stores import Store, Transaction
from pingyi.ledger.notes import Checkpoint, Note, assemble, kept, sign
from pingyi.wording import Text

BACKWARDS = 60  # seconds that the clock may jump back
LAST = "SELECT size, note FROM box_checkpoints ORDER BY size DESC LIMIT 1"
CHECKPOINT_SIZES = "SELECT size FROM box_checkpoints ORDER BY size"
KEEP = "INSERT INTO box_checkpoints (size, note) VALUES (?, ?) ON CONFLICT (size) DO UPDATE SET note = excluded.note"
DROP = "DELETE FROM box_checkpoints WHERE size = ?"
WITNESSED = "UPDATE box_state SET witnessed = ? WHERE one = 0"
ACTS = "SELECT count(*) FROM box_acts WHERE place < ?"


@dataclass(frozen=True, slots=True)
class Kept:
    """The last kept checkpoint: size, note, the latest time of its cosignatures, how many they are."""

    size: int = 0
    note: bytes = b""
    time: int = 0
    cosignatures: int = 0


class Checkpointer:
    """Makes checkpoints of one box. `now` is seconds since 1970; `tell` speaks to the operator."""

    def __init__(
        self,
        campaign: Campaign,
        store: Store,
        publisher: Publisher,
        witnesses: Witnesses,
        log_seed: bytes,
        *,
        now: Callable[[], float],
        tell: Callable[[Text], None],
    ) -> None:
        self._manifest = campaign.manifest
        self._store, self._publisher, self._witnesses = store, publisher, witnesses
        self._seed, self._now, self._tell = log_seed, now, tell
        self._latest = 0.0  # the latest moment seen by this process
        self._restored = False

    def ask_witnesses(self) -> None:
        """Refuse to go on when a witness knows more of this log than the store, or too few say what they know."""
        with self._store.reading() as transaction:
            tail, last = Tail.read(transaction), _last(transaction)
        if (known := self._more_is_known(tail, last)) is not None:
            raise refusals.box_behind("log/checkpoint", known, tail.size)
        answers = self._witnesses.sizes(self._signed(tail.size, tail.frontier.root()), tail.size)
        for answer in answers:
            self._refuse_other(answer, tail.size)
        heard = sum(answer.size is not None for answer in answers)
        # Any so many of them share one with every quorum that may have cosigned before.
        needed = len(answers) - self._manifest.quorum + 1 if self._manifest.quorum else 0
        if heard < needed:
            reasons = "; ".join(f"{one.witness.name}: {one.reason}" for one in answers if one.size is None)
            raise refusals.witnesses_silent(heard, needed, reasons)

    def round(self) -> bool:
        """Make and show a checkpoint of what is durable now. False when it could not be; the reason is told."""
        with self._store.reading() as transaction:
            tail, last = Tail.read(transaction), _last(transaction)
        if not self._clock_is_good(last):
            return False
        if (known := self._more_is_known(tail, last)) is not None:
            self._tell(messages.smaller(known, tail.size))
            return False
        if not self._restored:
            self._publisher.restore()
            self._restored = True
        if tail.size == last.size and last.cosignatures == len(self._manifest.witnesses):
            return True
        self._restored = False  # until this round has come to its end: a full disk leaves half of the files
        done = self._publish(tail, last)
        self._restored = True
        return done

    def _publish(self, tail: Tail, last: Kept) -> bool:
        """Write the files of the log up to `tail`, and show them once they are cosigned."""
        self._publisher.extend(tail.size)
        if self._publisher.root() != tail.frontier.root():
            self._tell(messages.DAMAGED)
            return False
        return self._cosign(tail, last)

    def _more_is_known(self, tail: Tail, last: Kept) -> int | None:
        """Return the size up to which the log was shown, if the store is older than that.

        A checkpoint is in the store before it is shown, so one that is only shown comes from a later store.
        """
        shown = self._publisher.shown()
        return max(shown, last.size) if shown > last.size or last.size > tail.size else None

    def _cosign(self, tail: Tail, last: Kept) -> bool:
        note = self._signed(tail.size, tail.frontier.root())
        answers = self._witnesses.cosign(note, tail.size, self._publisher.proof)
        given = [answer.cosignature for answer in answers if answer.cosignature]
        for answer in answers:
            if answer.cosignature is None:
                self._tell(_trouble(answer, tail.size))
        if len(given) < self._manifest.quorum:
            self._tell(messages.below_quorum(len(given), self._manifest.quorum))
            return False
        if tail.size == last.size and len(given) <= last.cosignatures:
            return True
        whole = assemble(note, given, self._manifest.witnesses)
        kept(whole, self._manifest.log, self._manifest.witnesses, self._manifest.quorum)
        self._publisher.show(whole, self._keep(tail.size, whole, last))
        return True

    def _keep(self, size: int, note: bytes, last: Kept) -> list[int]:
        """Put the checkpoint into the store; return the sizes of those that need not be kept any longer.

        One stays when an act, or the first ballot, stands between it and the next: these are what witnesses must have
        seen the log before (11.6). Nobody needs the others, and one outage of a witness would count against them.
        """
        with self._store.writing() as transaction:
            transaction.execute(KEEP, (size, note))
            transaction.execute(WITNESSED, (size,))
            superfluous = 0 < last.size < size and not _is_between(transaction, last.size, size)
            if superfluous:
                transaction.execute(DROP, (last.size,))
        return [last.size] if superfluous else []

    def _clock_is_good(self, last: Kept) -> bool:
        now = self._now()
        self._latest = max(self._latest, float(last.time))
        if now < self._latest - BACKWARDS:
            self._tell(messages.clock_back(round(self._latest - now)))
            return False
        self._latest = max(self._latest, now)
        return True

    def _signed(self, size: int, root: bytes) -> bytes:
        text = Checkpoint(self._manifest.log.name, size, root).encode()
        return Note(text, (sign(self._seed, self._manifest.log.name, text),)).encode()

    def _refuse_other(self, answer: Answer, size: int) -> None:
        if answer.size is not None and answer.size > size:
            raise refusals.box_behind(answer.witness.name, answer.size, size)
        if answer.size == size and answer.cosignature is None:
            raise refusals.box_forked(answer.witness.name, size)


def _trouble(answer: Answer, size: int) -> Text:
    if answer.size is not None and answer.size > size:
        return messages.smaller(answer.size, size)
    return messages.no_cosignature(answer.witness.name, answer.reason or f"size {answer.size}")


def _last(transaction: Transaction) -> Kept:
    rows = transaction.execute(LAST)
    if not rows:
        return Kept()
    size, note = rows[0]
    signatures = Note.parse(note).signatures[1:]
    times = [int.from_bytes(signature.content[:8], "big") for signature in signatures]
    return Kept(size, note, max(times, default=0), len(signatures))


def _is_between(transaction: Transaction, start: int, end: int) -> bool:
    """Say whether an act, or the first ballot of the log, stands from index `start` up to `end`."""
    before, upto = transaction.execute(ACTS, (start,))[0][0], transaction.execute(ACTS, (end,))[0][0]
    return bool(upto > before or (before == start and upto < end))
