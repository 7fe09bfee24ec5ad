"""The online appraisal of a campaign on one page; its cells; its poster; files to hand on."""

import segno
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import organiser_of
from pingyi.forms.writing import canonical_bytes
from pingyi.polling.agreement import differences
from pingyi.polling.keepers import claimed_grade, keepers
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.queries import RESPONSES, USUAL, appraisal_of, deeds, manifest_of, online_form, outlook
from pingyi.polling.totals import Total, total
from pingyi.web.office.access import campaign_held, who
from pingyi.web.office.polling.commands import fingerprint_of
from pingyi.web.office.polling.steps import Course

SECONDS = 60  # the box makes a checkpoint a minute
NOTHING = "nothing"


def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the steps in order, the one to do now, and the total while it is open."""
    one = campaign_held(request, code, "polling.view")
    appraisal = appraisal_of(one)
    found = _total(appraisal) if appraisal else None
    steps = Course(one, appraisal, deeds(one), found).steps()
    manifest = manifest_of(appraisal) if appraisal else None
    shown = {
        "campaign": one,
        "appraisal": appraisal,
        "steps": steps,
        "now": next((step for step in steps if step.kind == "now"), None),
        "total": found,
        "fingerprint": groups(fingerprint_of(appraisal)) if appraisal else "",
        "keepers": keepers(manifest) if manifest else (),
        "grade": claimed_grade(manifest, _channels(appraisal)) if manifest and appraisal else None,
        "differs": differences(appraisal, manifest) if manifest and appraisal else [],
        "asks": online_form(one) is not None,
        "may_change": who(request).has_perm("polling.change", one.formal_object),
    }
    return render(request, "office/polling/overview.html", shown)


def cells(request: HttpRequest, code: str) -> HttpResponse:
    """Show the cells with what each can tell at a response rate that the reader chooses."""
    one, appraisal = appraisal_held(request, code, "polling.view")
    asked = request.GET.get("response", "")
    percent = int(asked) if asked in map(str, RESPONSES) else USUAL
    shown = {
        "campaign": one,
        "appraisal": appraisal,
        "percent": percent,
        "responses": RESPONSES,
        "outlook": outlook(appraisal, percent),
        "may_change": who(request).has_perm("polling.change", one.formal_object) and not appraisal.manifest,
    }
    return render(request, "office/polling/cells.html", shown)


def poster(request: HttpRequest, code: str) -> HttpResponse:
    """Show a poster to print: what it is about, until when, where, with a picture of the address."""
    one, appraisal = appraisal_held(request, code, "polling.view")
    if not appraisal.page_address:
        raise Http404(code)
    shown = {
        "campaign": one,
        "organiser": organiser_of(one),
        "appraisal": appraisal,
        "picture": picture(appraisal.page_address),
    }
    return render(request, "office/polling/poster.html", shown)


def questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out `questionnaire.json`, the exact bytes whose hash the manifest names."""
    form = online_form(campaign_held(request, code, "polling.view"))
    if form is None:
        raise Http404(code)
    return attachment(canonical_bytes(form), "questionnaire.json", "application/json")


def manifest_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the manifest as it was taken in, byte for byte."""
    _, appraisal = appraisal_held(request, code, "polling.view")
    if not appraisal.manifest:
        raise Http404(code)
    return attachment(bytes(appraisal.manifest), "manifest.json", "application/json")


def appraisal_held(request: HttpRequest, code: str, verb: str) -> tuple[Campaign, OnlineAppraisal]:
    """Return campaign and online appraisal; refuses where `verb` does not reach, not found where none is prepared."""
    one = campaign_held(request, code, verb)
    appraisal = appraisal_of(one)
    if appraisal is None:
        raise Http404(code)
    return one, appraisal


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def groups(text: str) -> tuple[str, ...]:
    """Return the fingerprint in groups of four, as letters print it and people read it out."""
    return tuple(text[place : place + 4] for place in range(0, len(text), 4))


def picture(text: str) -> str:
    """Return the QR picture of a text as SVG, black on what is behind it."""
    found: str = segno.make_qr(text, error="q").svg_inline(omitsize=True, svgclass="qr", lineclass=None)
    return found


def _channels(appraisal: OnlineAppraisal) -> set[str]:
    return set(appraisal.cells.values_list("channel", flat=True).distinct().order_by())


def _total(appraisal: OnlineAppraisal) -> Total | None:
    """Return the total, asked for at most once a minute: a silent server makes only one reader wait."""
    key = f"polling-total:{appraisal.pk}:{appraisal.public_place}"
    if (kept := cache.get(key)) is None:
        found = total(appraisal)
        kept = NOTHING if found is None else found
        cache.set(key, kept, SECONDS)
    return None if kept == NOTHING else kept
