"""The first page: what is going on, where to look, what was put right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.campaigns.queries import current_campaign
from pingyi.campaigns.states import NAMES, State, state_at
from pingyi.charts import nest
from pingyi.demonstration.appraisal.running import running_appraisal
from pingyi.foundation import clock
from pingyi.results.facts import Facts
from pingyi.results.queries import latest_published, result_of
from pingyi.web.site.freshness import kept_briefly
from pingyi.web.site.stages import days_left, strip
from pingyi.web.site.vocabulary import ASSURANCE


@kept_briefly
def home(request: HttpRequest) -> HttpResponse:
    """Show the campaign that is going on and the doors from here."""
    campaign, out = current_campaign(), latest_published()
    if campaign is None:
        return render(request, "site/home_empty.html")
    published = out is not None and out.campaign_id == campaign.pk
    state = state_at(campaign, clock.now(), published=published)
    facts = Facts.read(result_of(out, out.campaign.formal_object).facts) if out else Facts()
    mended = facts.rectification
    shown = {
        "campaign": campaign,
        "set": out,
        "state": NAMES[state],
        "published": published,
        "collecting": state is State.COLLECTING,
        "appraising": campaign.demonstration and state is State.COLLECTING and running_appraisal() is not None,
        "left": days_left(campaign.close_at),
        "stages": strip(campaign, published=published),
        "mended": mended,
        "nest": nest(mended.due, mended.claimed, mended.confirmed) if mended else None,
        "assurance": facts.ballots_grade,
        "assurance_says": ASSURANCE.get(facts.ballots_grade),
    }
    return render(request, "site/home.html", shown)
