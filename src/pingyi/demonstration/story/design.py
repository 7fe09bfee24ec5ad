"""Designing a campaign: questionnaires, the campaign itself, its scheme, its covered units; then frozen."""

from typing import Final

from pingyi.campaigns.actions import add_scheme, attach_form, cover_units, create_campaign, freeze_scheme
from pingyi.campaigns.drafts import Draft, Moments
from pingyi.campaigns.models import Campaign
from pingyi.demonstration.story.ground import staff_called
from pingyi.demonstration.world.places import DEPARTMENT
from pingyi.questionnaires.actions import release_version, start_from_template
from pingyi.questionnaires.models import QuestionnaireVersion
from pingyi.questionnaires.templates import CODES
from pingyi.scoring.presets import preset_text
from pingyi.wording import Text

DRAFTED: Final = {  # part of the recommended scheme as it now stands: what the first draft of 2025 said instead
    "online_service = 25, ratings = 20, supervision = 15": "online_service = 30, ratings = 10, supervision = 20",
}
ORGANISER: Final = Text("云岭省群众评议委员会", "Yunling Public Appraisal Commission")


def campaign_code(year: int) -> str:
    """Return the code of the campaign of `year`."""
    return f"yunling-{year}"


def campaign_of(year: int) -> Campaign:
    """Return the campaign of `year`."""
    return Campaign.objects.get(code=campaign_code(year))


def write_questionnaires() -> None:
    """Start the five questionnaires from their templates and release them."""
    organiser = staff_called("organiser")
    for code in CODES:
        release_version(start_from_template(code, code=code, by=organiser), by=organiser)


def first_draft() -> str:
    """Return the scheme as it was first drafted for 2025."""
    text = preset_text("recommended")
    for now, then in DRAFTED.items():
        text = text.replace(now, then)
    return text


def call_campaign(year: int, moments: Moments, scheme: str) -> None:
    """Create the campaign of `year` with its questionnaires, a first scheme and the units it covers."""
    organiser = staff_called("organiser")
    draft = Draft(
        code=campaign_code(year),
        year=year,
        name=Text(f"云岭省{year}年群众评议公安机关作风", f"Yunling {year}: public appraisal of police conduct"),
        organiser=ORGANISER,
        formal_object=DEPARTMENT,
        mode="independent",
        moments=moments,
        demonstration=True,
    )
    campaign = create_campaign(draft, by=organiser)
    for channel in CODES:
        attach_form(campaign, channel, released(channel), by=organiser)
    add_scheme(campaign, scheme, by=organiser)
    cover_units(campaign, by=organiser)


def settle(year: int) -> None:
    """Make the recommended scheme the newest one of the campaign of `year` and freeze it."""
    version = add_scheme(campaign_of(year), preset_text("recommended"), by=staff_called("organiser"))
    freeze_scheme(version, by=staff_called("organiser2"))


def released(channel: str) -> QuestionnaireVersion:
    """Return the released version of the questionnaire of a channel."""
    return QuestionnaireVersion.objects.get(questionnaire__code=channel, released_at__isnull=False)
