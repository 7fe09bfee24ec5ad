"""What parties and the box itself enter into the log beside ballots: judged by the order of the protocol (11.5, 11.7).

Acts are few (a handful a day), so the whole course of the log is read again for each: nothing kept in memory can differ
from what is durable, and several processes may serve one store.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pingyi.ballotbox.campaign import Campaign
from pingyi.ballotbox.tail import Place, Refusal, Tail
from pingyi.durable.stores import Transaction
from pingyi.ledger.trees import leaf_hash
from pingyi.primitives.errors import Malformed
from pingyi.protocol import entries, statements
from pingyi.protocol.course import Course

ENTER = "INSERT INTO box_entries (place, entry, envelope) VALUES (?, ?, ?)"
ENTERED = "INSERT INTO box_acts (place, statement) VALUES (?, ?)"
ALL = "SELECT place, entry, statement FROM box_acts JOIN box_entries USING (place) ORDER BY place"
LONGEST_REASON = 160
SHORTEST = min(entries.SIZES[kind] for kind in (2, 3, 5, 6, 7))
LONGEST = 16 * 2**20  # bytes: counts of half a million cells
STATEMENT = entries.SIZES[5]
FIRST = 4096  # bytes of a body that are read from anybody; beyond them whoever sends it must have signed


@dataclass(frozen=True, slots=True)
class Act:
    """An entry that is no ballot, read; with the bytes of its file when it is a statement, else none."""

    entry: entries.Entry
    statement: bytes = b""


def read_act(content: bytes) -> Act:
    """Read the body of `POST /v1/append`: an entry of a party, and behind a statement entry its file."""
    kind = content[0] if content else 0
    if kind not in (2, 3, 5, 6, 7):
        raise Malformed("log entry: not of a party")
    size = entries.SIZES[kind]
    if kind != 5 and len(content) > size:
        raise Malformed(f"log entry {kind}: wrong length")
    return Act(entries.parse(content[:size]), content[size:])


def acts_of(transaction: Transaction) -> Iterator[tuple[int, Act]]:
    """Yield every act with its index, in order."""
    for place, entry, statement in transaction.execute(ALL):
        yield place, Act(entries.parse(entry), statement)


class ActsOfLog:
    """Judges and enters acts of one campaign."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign

    def enter(self, transaction: Transaction, tail: Tail, act: Act) -> Place | Refusal:
        """Enter `act` as the next entry. One that stands already keeps its place."""
        entered, content = list(acts_of(transaction)), act.entry.encode()
        for index, known in entered:
            if known.entry == act.entry:
                return Place(index, leaf_hash(content))
        course = self.course(entered, tail.size)
        if refused := _judge(course, tail, act):
            return refused
        place = tail.extend([content])[0]
        transaction.execute(ENTER, (place.index, content, b""))
        transaction.execute(ENTERED, (place.index, act.statement))
        tail.closed = tail.closed or isinstance(act.entry, entries.Close)
        return place

    def course(self, entered: Iterable[tuple[int, Act]], size: int) -> Course:
        """Return the course of a log of `size` with these acts; everything else in it is ballots."""
        course = Course(self._campaign.manifest, self._campaign.camp)
        for place, act in entered:
            course.take_ballots(place - course.order.size)
            course.take(act.entry, _statement(act))
        course.take_ballots(size - course.order.size)
        return course


def _judge(course: Course, tail: Tail, act: Act) -> Refusal | None:
    """Say why `act` may not come next, or nothing."""
    try:
        statement = _statement(act)
        since = course.witnessed_since(act.entry, statement)
        course.take(act.entry, statement)
    except Malformed as error:
        return Refusal("malformed", error.what[:LONGEST_REASON])
    if since is not None and tail.witnessed <= since:
        return Refusal("not_open", "witnesses have not yet seen the entry before")
    if isinstance(act.entry, entries.Close) and course.order.unissued():
        return Refusal("not_open", "a signer has not logged its issuance root")
    return None


def _statement(act: Act) -> statements.Statement | None:
    return statements.parse(act.statement) if isinstance(act.entry, entries.StatementEntry) else None
