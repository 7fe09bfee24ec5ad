"""Campaigns: the list with states, and one campaign with everything that is settled about it."""

import datetime as dt

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.campaigns.drafts import MOMENT_NAMES
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import campaign_page, current_scheme, external_results
from pingyi.campaigns.states import NAMES
from pingyi.web.office.access import campaign_seen, campaigns_seen, who
from pingyi.web.office.steps import standings
from pingyi.web.site.scheme_words import SchemeWords, scheme_words
from pingyi.web.site.stages import strip
from pingyi.web.site.vocabulary import CHANNELS, MODES
from pingyi.wording import Text


def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns with their state and their next step."""
    seen = campaigns_seen(who(request))
    covered = dict(seen.annotate(n=Count("covered")).values_list("pk", "n"))
    found = sorted(standings(seen), key=lambda one: one.campaign.mobilise_at, reverse=True)
    rows = [(one, NAMES[one.state], covered[one.campaign.pk]) for one in found]
    return render(request, "office/campaigns.html", {"rows": rows})


def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """Show one campaign: parties, units, questionnaires, scheme, evidence, other bodies' results."""
    one = campaign_seen(request, code)
    page, newest, standing = campaign_page(one), current_scheme(one), standings([one])[0]
    words = scheme_words(newest) if newest else SchemeWords()
    shown = {
        "campaign": one,
        "page": page,
        "standing": standing,
        "stages": strip(one, published=standing.state == "published"),
        "mode": MODES[one.mode],
        "moments": [_moment(one, column) for column in MOMENT_NAMES],
        "sees_object": who(request).has_perm("directory.view", one.formal_object),
        "groups": [(words.group(group), n) for group, n in page.groups.items()],
        "forms": [(CHANNELS[form.channel], form.version) for form in page.forms],
        "newest": newest,
        "external": external_results(one.formal_object),
        **permitted(request, one),
    }
    return render(request, "office/campaign.html", shown)


def _moment(one: Campaign, column: str) -> tuple[Text, dt.datetime, bool]:
    """Return the name of a moment, the moment, and whether it is an end: said as the last day, not the next."""
    name = MOMENT_NAMES[column]
    return Text(name.zh, name.en.capitalize()), getattr(one, column), column == "close_at"


def permitted(request: HttpRequest, one: Campaign) -> dict[str, bool]:
    """Return what the person may do to a campaign, as words of a template."""
    me = who(request)
    verbs = {
        "may_change": "campaigns.change",
        "may_freeze": "campaigns.freeze",
        "may_see_polling": "polling.view",
        "may_see_evidence": "evidence.view",
        "may_import": "evidence.import",
        "may_run": "results.run",
        "may_sign": "results.sign",
    }
    return {word: me.has_perm(verb, one.formal_object) for word, verb in verbs.items()}
