"""The page of one campaign: who asks whom about what, by which rules, until when."""

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.campaigns.drafts import MOMENT_NAMES
from pingyi.campaigns.models import CampaignForm
from pingyi.campaigns.queries import campaign_page, public_campaigns
from pingyi.results.packages import public_archive
from pingyi.results.queries import published_set
from pingyi.web.site.freshness import kept_briefly
from pingyi.web.site.online import online_of
from pingyi.web.site.scheme_words import SchemeWords, scheme_words
from pingyi.web.site.stages import strip
from pingyi.web.site.vocabulary import BATCHES, CHANNELS, MODES, word
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class FormLine:
    """One questionnaire in use."""

    channel: Text
    name: Text
    number: int


@kept_briefly
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """Show one campaign."""
    one = get_object_or_404(public_campaigns(), code=code)
    page, out = campaign_page(one), published_set(one)
    words = scheme_words(page.scheme) if page.scheme else SchemeWords()
    shown = {
        "campaign": one,
        "page": page,
        "set": out,
        "online": online_of(one),
        "mode": MODES[one.mode],
        "stages": strip(one, published=out is not None),
        "moments": [(name, getattr(one, field)) for field, name in MOMENT_NAMES.items()],
        "groups": [(words.group(group), page.groups[group]) for group in words.in_order(page.groups)],
        "forms": [_line(form) for form in page.forms],
        "batches": [{**batch, "name": word(BATCHES, batch["kind"])} for batch in (out.evidence if out else [])],
    }
    return render(request, "site/campaign.html", shown)


def package(_: HttpRequest, code: str) -> FileResponse:
    """Send the published appraisal package: `pingyi recompute` on it gives the same result."""
    out = published_set(get_object_or_404(public_campaigns(), code=code))
    if out is None:
        raise Http404(code)
    archive = public_archive(out)
    return FileResponse(archive.open("rb"), as_attachment=True, filename=archive.name)


def _line(form: CampaignForm) -> FormLine:
    version = form.version
    return FormLine(word(CHANNELS, form.channel), version.questionnaire.name, version.number)
