"""When evidence may come in.

Reports arrive after collecting has closed, that is usual. From the day of publication only corrections are taken in,
so that nobody adds to what a published result was computed from.
"""

from typing import Final

from pingyi.campaigns.models import Campaign
from pingyi.evidence import refusals
from pingyi.foundation import clock

ANSWERS: Final = ("sample", "ballots", "ratings")  # what people say, and say only while they are asked


def check_moment(campaign: Campaign, kind: str, *, correction: bool) -> None:
    """Refuse answers before collecting begins, and from the day of publication whatever corrects no batch."""
    now = clock.now()
    if kind in ANSWERS and now < campaign.collect_at:
        raise refusals.not_collecting_yet(campaign.collect_at)
    if now >= campaign.publish_at and not correction:
        raise refusals.published_already()
