"""Reads about campaigns."""

from pingyi.campaigns.models import Campaign, SchemeVersion


def current_scheme(campaign: Campaign) -> SchemeVersion | None:
    """Return the newest version of the scheme."""
    return campaign.schemes.order_by("-number").first()


def frozen_scheme(campaign: Campaign) -> SchemeVersion | None:
    """Return the frozen version, if there is one."""
    return campaign.schemes.filter(frozen_at__isnull=False).first()
