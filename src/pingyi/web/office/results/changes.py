"""What the organiser does with results: score, propose to sign, publish."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pingyi.accounts.actions import propose
from pingyi.accounts.models import Proposal
from pingyi.campaigns.queries import frozen_scheme
from pingyi.evidence.queries import batches_in_force
from pingyi.results.actions import SIGN, publish_result_set, score_campaign
from pingyi.results.models import ResultSet
from pingyi.web.office.access import campaign_held, who
from pingyi.web.office.asking import Ask, Confirm, answered, done, posted, sheet, take
from pingyi.web.office.results.reading import named_evidence, set_seen, thing_of
from pingyi.web.office.words import said
from pingyi.wording import Text


class Reason(Ask):
    """Why the result is ready."""

    reason = forms.CharField(
        label=said("给复核人的话", "A word to the second person"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input short"}),
    )


def score(request: HttpRequest, code: str) -> HttpResponse:
    """Show what will be frozen; compute when confirmed."""
    one = campaign_held(request, code, "results.run")
    form = Confirm(*posted(request))
    if take(form, lambda _: score_campaign(one, by=who(request))):
        told = Text("已计分。请看诊断，再提出签发。", "Scored. Read the diagnostics, then propose to sign.")
        return done(request, told, "office-result", code, form.outcome.number)
    index = named_evidence(batches_in_force(one).values("kind", "number", "rows", "digest"))
    return answered(request, "office/score.html", form, {"campaign": one, "index": index, "scheme": frozen_scheme(one)})


def sign(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Propose to sign a result; another person decides."""
    one = campaign_held(request, code, "results.sign")
    result_set = set_seen(request, one, number)
    form = Reason(*posted(request))
    if take(form, lambda asked: _proposed(request, result_set, asked)):
        told = Text("已提出。要由另一位有权限的人复核签发。", "Proposed. Another person has to decide.")
        return done(request, told, "office-result", code, number)
    lead = (
        Text("签发要两个人：您提出，另一位有权限的人复核。", "Signing takes two: you propose, another decides."),
        Text(f"结果指纹：{result_set.digest}", f"Digest of the result: {result_set.digest}"),
    )
    title = Text(f"提出签发第{number}次结果", f"Propose to sign result {number}")
    return sheet(request, form, title, Text("提出签发", "Propose"), lead=lead, back=_back(code, number))


def publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Publish a signed result."""
    one = campaign_held(request, code, "results.sign")
    result_set = set_seen(request, one, number)
    form = Confirm(*posted(request))
    if take(form, lambda _: publish_result_set(result_set, by=who(request))):
        told = Text("已公布，群众现在就能看到。", "Published: residents can see it now.")
        return done(request, told, "office-result", code, number)
    lead = (Text("公布以后不能收回；有错只能另出更正的一版。", "It cannot be taken back; a mistake needs a new set."),)
    title = Text(f"公布第{number}次结果", f"Publish result {number}")
    return sheet(request, form, title, Text("公布", "Publish"), lead=lead, back=_back(code, number))


def _proposed(request: HttpRequest, result_set: ResultSet, asked: dict[str, Any]) -> Proposal:
    payload = {"result_set": result_set.pk, "digest": result_set.digest}
    return propose(SIGN, thing_of(result_set), payload, by=who(request), reason=asked["reason"])


def _back(code: str, number: int) -> str:
    return reverse("office-result", args=[code, number])
