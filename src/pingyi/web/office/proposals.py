"""Two-person acts: what waits for a second person, and the page on which that person decides."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.accounts.actions import decide, withdraw
from pingyi.accounts.models import Proposal, Staff
from pingyi.accounts.queries import open_proposals, proposals_waiting_for
from pingyi.accounts.states import NAMES, OPEN, state_of
from pingyi.accounts.two_person import all_acts
from pingyi.web.office.access import who
from pingyi.web.office.asking import Ask, answered, done, posted, take
from pingyi.web.office.results.reading import named_evidence
from pingyi.web.office.subjects import figures_of, subjects
from pingyi.web.office.words import said
from pingyi.wording import Text

APPROVE, DECLINE, WITHDRAW = "approve", "decline", "withdraw"


class Decision(Ask):
    """What the second person says; `seen` is the digest of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=said("答复", "Answer"),
        help_text=said("不同意要写明理由，提出人会看到。", "Declining needs a reason; the proposer will see it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input short"}),
    )


def proposals(request: HttpRequest) -> HttpResponse:
    """List what waits for me and what I have proposed."""
    me, acts = who(request), all_acts()
    mine = [each for each in open_proposals().filter(proposed_by=me) if each.act in acts]
    waiting = proposals_waiting_for(me)
    about = subjects([*waiting, *mine])
    shown = {
        "waiting": [(each, acts[each.act].label, about[each.pk]) for each in waiting],
        "mine": [(each, acts[each.act].label, about[each.pk]) for each in mine],
    }
    return render(request, "office/proposals.html", shown)


def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal whole; take the decision."""
    one = get_object_or_404(Proposal.objects.select_related("proposed_by", "decided_by"), pk=pk)
    may, mine = _check_may_see(who(request), one)
    form = Decision(*posted(request), initial={"seen": one.digest})
    if take(form, lambda asked: _decided(one, request.POST.get("do", ""), asked, who(request))):
        return done(request, _told(state_of(form.outcome)), "office-proposal", pk)
    figures = figures_of(one)
    shown = {
        "proposal": one,
        "label": all_acts()[one.act].label,
        "state": NAMES[state_of(one)],
        "open": state_of(one) == OPEN,
        "mine": mine,
        "may": may and not mine,
        "subject": subjects([one])[one.pk],
        "figures": figures,
        "evidence": named_evidence(figures.result_set.evidence) if figures else (),
    }
    return answered(request, "office/proposal.html", form, shown)


def _check_may_see(me: Staff, one: Proposal) -> tuple[bool, bool]:
    """Return whether `me` may take part in the act and whether it is the own proposal; refuses all others."""
    acts = all_acts()
    may, mine = one.act in acts and acts[one.act].may(me, one.payload), one.proposed_by_id == me.pk
    if one.act not in acts or not (may or mine):
        raise PermissionDenied(one.act)
    return may, mine


def _decided(one: Proposal, what: str, asked: dict[str, Any], by: Staff) -> Proposal:
    if what == WITHDRAW:
        return withdraw(one, by=by)
    return decide(one, what == APPROVE, by=by, answer=asked["answer"], seen=asked["seen"])


def _told(state: str) -> Text:
    return Text(f"办好了：{NAMES[state].zh}。", f"Done: {NAMES[state].en.lower()}.")
