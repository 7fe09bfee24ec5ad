"""The online appraisal that is open: part of this year's campaign, at six windows, served on this machine."""

import random
from typing import Final

from django.conf import settings

from pingyi.campaigns.models import Campaign
from pingyi.demonstration.appraisal.bodies import RATED
from pingyi.demonstration.appraisal.founding import found
from pingyi.demonstration.appraisal.trial import houses_of, settle, terms_of
from pingyi.demonstration.story.ground import staff_called
from pingyi.demonstration.world.windows import counters, guided_window
from pingyi.foundation import clock
from pingyi.polling.actions import prepare
from pingyi.polling.models import OnlineAppraisal
from pingyi.protocol.manifest import fingerprint
from pingyi.protocol.parties import Party
from pingyi.rollkeeper.invitations import Invitation, stored
from pingyi.tokens import codes

WINDOWS: Final = 6
INVITED: Final = 200


def begin(campaign: Campaign) -> None:
    """Found the online appraisal of the running campaign; its services start with the site."""
    appraisal = prepare(campaign, campaign.code, RATED, by=staff_called("organiser"))
    windows = [guided_window(), *(one for one in counters().units if one != guided_window())][:WINDOWS]
    houses = houses_of(campaign.code)
    settle(appraisal, houses, found(houses, terms_of(appraisal, dict.fromkeys(windows, INVITED))))


def running_appraisal() -> OnlineAppraisal | None:
    """Return the demonstration's online appraisal that is open now; None where there is none."""
    if settings.PRODUCTION:
        return None
    now = clock.now()
    among = OnlineAppraisal.objects.filter(campaign__demonstration=True, manifest__isnull=False)
    return among.filter(campaign__collect_at__lte=now, campaign__close_at__gt=now).select_related("campaign").first()


def any_code(appraisal: OnlineAppraisal) -> Invitation | None:
    """Return one of the codes of a demonstration, by lot; it may have been used before. None where they are gone."""
    path = houses_of(appraisal.public_id).folder(Party.M) / "desk/rolls/0/secret/codes.bin"
    return random.SystemRandom().choice(list(stored(path))) if path.exists() else None


def link_of(appraisal: OnlineAppraisal, invitation: Invitation, page: str) -> str:
    """Return the link that a letter would carry; `page` is the address of the page up to the #."""
    return codes.link(page, invitation.code, invitation.cell, fingerprint(bytes.fromhex(appraisal.camp)))
