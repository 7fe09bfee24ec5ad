"""Whose turn it is. Every step asks its own checked copy of the log, so none can be taken early or twice."""

from dataclasses import dataclass, field
from pathlib import Path

from pingyi.protocol.order import Phase
from pingyi.protocol.parties import Party
from pingyi.trustee import refusals
from pingyi.trustee.keys import party_of
from pingyi.trustee.mirror.campaign import Campaign
from pingyi.trustee.mirror.logbook import Logbook, seen_at
from pingyi.wording import Text

OBJECTION_DAYS = 7
DAY = 86_400

NEXT: dict[Phase, tuple[Text, Text]] = {
    # for the outer trustee, for the inner trustee
    Phase.EMPTY: (Text("请先拉取。", "Pull first."), Text("请先拉取。", "Pull first.")),
    Phase.OPEN: (
        Text("正在投票：每天至少拉取一次（pull），并送出声明（send）。", "Voting: pull at least daily, then send."),
        Text("正在投票：还不用做什么。", "Voting: nothing to do yet."),
    ),
    Phase.CLOSED: (
        Text(
            "已封箱：断网后开外层（open），送出声明。", "Closed: go offline, open the outer layer, send the statement."
        ),
        Text(
            "已封箱：等外层开票方的声明记入日志，再断网开内层（open）。",
            "Closed: once T1's statement is in the log, go offline and open the inner layer.",
        ),
    ),
    Phase.FIRST_TAGS: (
        Text("异议期：收异议，满 7 天后处理（objection）。", "Objections: gather them; after 7 days `objection`."),
        Text("异议期：满 7 天、收到外层的异议文件后定稿（tags）。", "Objections: after 7 days and T1's file, `tags`."),
    ),
    Phase.FINAL_TAGS: (
        Text("等内层开票方公布票行。", "Wait until the inner trustee publishes the rows."),
        Text("定稿已记入日志：公布票行（rows）。", "The final list is logged: publish the rows."),
    ),
    Phase.ROWS: (
        Text("票行已公布：销毁（destroy），送出声明。", "Rows are published: destroy, then send the statement."),
        Text("票行已公布：销毁（destroy），送出声明。", "Rows are published: destroy, then send the statement."),
    ),
}


@dataclass(frozen=True, slots=True)
class Trustee:
    """A trustee at work: its folder, the campaign, which of the two it is, its identity key (32 bytes)."""

    folder: Path
    campaign: Campaign
    party: Party
    seed: bytes = field(repr=False)

    @classmethod
    def read(cls, folder: Path, campaign: Path) -> "Trustee":
        """Read both folders. Raises `Refused`."""
        known = Campaign.read(campaign)
        return cls(folder, known, *party_of(folder, known.manifest))


def next_step(party: Party, book: Logbook) -> Text:
    """Return what this trustee has to do, by the log."""
    return NEXT[book.phase][party is Party.T2]


def check_outer(trustee: Trustee, book: Logbook) -> None:
    """Refuse the outer opening before the close is witnessed, and a second one."""
    check_trustee(trustee, Party.T1)
    _check_phase(trustee, book, Phase.CLOSED)
    if book.course.opened:
        raise refusals.step_over()


def check_inner(trustee: Trustee, book: Logbook) -> None:
    """Refuse the inner opening before the outer one is stated, and after the first tags."""
    check_trustee(trustee, Party.T2)
    _check_phase(trustee, book, Phase.CLOSED)
    if not book.course.opened:
        raise refusals.step_early(next_step(trustee.party, book))


def check_objections(trustee: Trustee, book: Logbook, party: Party, now: float) -> None:
    """Refuse to end the objections before the first tags were witnessed 7 days ago (a demonstration does not wait)."""
    check_trustee(trustee, party)
    _check_phase(trustee, book, Phase.FIRST_TAGS)
    if trustee.campaign.manifest.demonstration:
        return
    seen = seen_at(trustee.campaign, book.first_tags_at or 0)
    if seen is None or now < seen + OBJECTION_DAYS * DAY:
        raise refusals.objections_open(OBJECTION_DAYS)


def check_rows(trustee: Trustee, book: Logbook) -> None:
    """Refuse rows before the final list is witnessed."""
    check_trustee(trustee, Party.T2)
    _check_phase(trustee, book, Phase.FINAL_TAGS)


def check_destroy(trustee: Trustee, book: Logbook) -> None:
    """Refuse the end before the rows are witnessed."""
    _check_phase(trustee, book, Phase.ROWS)


def check_trustee(trustee: Trustee, party: Party) -> None:
    """Refuse a step that is the other trustee's."""
    if trustee.party is not party:
        raise refusals.other_trustee(party.name)


def _check_phase(trustee: Trustee, book: Logbook, phase: Phase) -> None:
    if book.phase < phase:
        raise refusals.step_early(next_step(trustee.party, book))
    if book.phase > phase:
        raise refusals.step_over()
