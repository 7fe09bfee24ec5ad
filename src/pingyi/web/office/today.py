"""今日: where the campaigns stand, what waits for me, what happened lately."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.accounts.models import Proposal, Staff
from pingyi.accounts.queries import proposals_waiting_for
from pingyi.accounts.two_person import act_called
from pingyi.campaigns.states import State
from pingyi.directory.models import Unit
from pingyi.directory.queries.postings import current_postings, units_held
from pingyi.directory.roles import ROLES
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.web.office.access import campaigns_seen, who
from pingyi.web.office.held_files import refused_files
from pingyi.web.office.steps import SIGN, Standing, Step, standings
from pingyi.web.office.subjects import subjects
from pingyi.web.office.told import Told, tell
from pingyi.web.site.stages import StageLine, strip
from pingyi.wording import Text

MOST_LATELY, READ_BACK = 8, 200
SHOWN_ACTS = ("directory:", "questionnaires:", "campaigns:", "evidence:", "results:", "accounts:proposal:")


@dataclass(frozen=True, slots=True)
class Running:
    """A campaign on the page: its strip and its next step; `mine` when I may take that step."""

    standing: Standing
    stages: tuple[StageLine, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of my queue."""

    title: Text
    note: Text
    does: Text
    route: str
    arg: str | int
    late: bool = False


def today(request: HttpRequest) -> HttpResponse:
    """Show the day: stages, my queue, what happened."""
    me = who(request)
    running = running_campaigns(me)
    shown = {
        "day": clock.today(),
        "running": running,
        "queue": queue_of(me, running),
        "refused": refused_files(me)[:5],
        "lately": lately(me),
        "roles": [ROLES[one.role].name for one in current_postings(me) if one.role in ROLES],
        "units": Unit.objects.exists(),
    }
    return render(request, "office/today.html", shown)


def running_campaigns(me: Staff) -> list[Running]:
    """Return the campaigns I may see that are not over, the next to end first."""
    found = [one for one in standings(campaigns_seen(me)) if one.state is not State.PUBLISHED]
    found.sort(key=lambda one: one.campaign.publish_at)
    held = {verb: _codes_held(me, verb) for verb in {one.step.verb for one in found} - {""}}
    return [_running(one, held, me) for one in found]


def queue_of(me: Staff, running: list[Running]) -> list[Waiting]:
    """Return what waits for me: late first, then others' proposals, then steps of campaigns."""
    waiting = proposals_waiting_for(me)
    about = subjects(waiting)
    lines = [_to_decide(proposal, about[proposal.pk]) for proposal in waiting]
    lines += [_to_do(one.standing) for one in running if one.mine and _presses(one.standing.step)]
    return sorted(lines, key=lambda line: not line.late)


def lately(me: Staff) -> list[Told]:
    """Return the latest acts on what I may see; never sign-ins."""
    latest = JournalEntry.objects.order_by("-seq")[:READ_BACK]
    entries = [entry for entry in latest if entry.act.startswith(SHOWN_ACTS)]
    if not me.has_perm("journal.view"):
        entries = _in_scope(me, entries)
    return tell(entries[:MOST_LATELY])


def _running(one: Standing, held: dict[str, set[str]], me: Staff) -> Running:
    mine = one.campaign.formal_object.code in held.get(one.step.verb, set())
    if one.step.proposal is not None:
        mine = mine and one.step.verb == SIGN and one.step.proposal.proposed_by_id != me.pk
    return Running(one, strip(one.campaign, published=False), mine)


def _codes_held(me: Staff, verb: str) -> set[str]:
    objects = units_held(me, verb).filter(campaigns_as_object__isnull=False)
    return set(objects.values_list("code", flat=True))


def _in_scope(me: Staff, entries: list[JournalEntry]) -> list[JournalEntry]:
    codes = {entry.thing.removeprefix("unit:") for entry in entries if entry.thing.startswith("unit:")}
    units = set(units_held(me, "directory.view").filter(code__in=codes).values_list("code", flat=True))
    campaigns = set(campaigns_seen(me).values_list("code", flat=True))
    seen = {f"unit:{code}" for code in units} | {f"campaign:{code}" for code in campaigns}
    return [entry for entry in entries if entry.thing in seen or entry.actor == me.username]


def _presses(step: Step) -> bool:
    return step.presses and step.proposal is None


def _to_decide(proposal: Proposal, subject: Text) -> Waiting:
    label, days = act_called(proposal.act).label, (clock.now() - proposal.proposed_at).days
    since = Text(f"，已等{days}天", f", {days} days ago") if days else Text("，今天", ", today")
    who_ = proposal.proposed_by.name
    return Waiting(
        title=Text(f"请您复核：{label.zh}", f"For you to decide: {label.say('en')}"),
        note=Text(f"{subject.zh}，{who_}提出{since.zh}", f"{subject.say('en')}; proposed by {who_}{since.en}"),
        does=Text("去复核", "Decide"),
        route="office-proposal",
        arg=proposal.pk,
    )


def _to_do(one: Standing) -> Waiting:
    return Waiting(one.step.says, one.campaign.name, one.step.does, one.step.route, one.campaign.code, one.step.late)
