"""Reads of campaigns: what is going on now, and everything the page of one campaign says."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from pingyi.campaigns.models import Campaign, CampaignForm, ExternalResult, SchemeVersion
from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.journal.memory import until_the_next_act
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign as anybody may see it."""

    campaign: Campaign
    organiser: Text
    covered: int  # units by which the formal object is judged
    groups: dict[str, int]  # ranking group -> how many units stand in it
    forms: tuple[CampaignForm, ...]
    scheme: SchemeVersion | None  # the frozen one


def public_campaigns() -> QuerySet[Campaign]:
    """Return the campaigns whose mobilisation has begun, the latest first: earlier they are the office's own matter."""
    begun = Campaign.objects.filter(mobilise_at__lte=clock.now())
    return begun.select_related("formal_object").order_by("-mobilise_at", "-pk")


def current_campaign() -> Campaign | None:
    """Return the campaign that began last; None when there is none yet."""
    now = clock.now()
    return next((one for one in _latest_first() if one.mobilise_at <= now), None)


def organiser_of(campaign: Campaign) -> Text:
    """Return the name of the party that organises `campaign`."""
    return Text(campaign.organiser_zh, campaign.organiser_en)


@until_the_next_act
def frozen_scheme(campaign: Campaign) -> SchemeVersion | None:
    """Return the scheme version by which `campaign` is scored; None before it is frozen."""
    return SchemeVersion.objects.filter(campaign=campaign, frozen_at__isnull=False).first()


def campaign_page(campaign: Campaign) -> CampaignPage:
    """Return everything the page of `campaign` says, in three queries."""
    groups = dict(campaign.covered.values_list("group").annotate(n=Count("pk")).order_by("group"))
    forms = tuple(campaign.forms.select_related("version__questionnaire").order_by("channel"))
    covered = sum(groups.values())
    return CampaignPage(campaign, organiser_of(campaign), covered, groups, forms, frozen_scheme(campaign))


def external_results(unit: Unit) -> tuple[ExternalResult, ...]:
    """Return what other bodies said of `unit` in earlier years, the latest first."""
    return tuple(ExternalResult.objects.filter(unit=unit).order_by("-year", "body_zh"))


def current_scheme(campaign: Campaign) -> SchemeVersion | None:
    """Return the newest version of the scheme of `campaign`, frozen or not."""
    return SchemeVersion.objects.filter(campaign=campaign).order_by("-number").first()


@until_the_next_act
def _latest_first() -> tuple[Campaign, ...]:
    return tuple(Campaign.objects.select_related("formal_object").order_by("-mobilise_at", "-pk"))
