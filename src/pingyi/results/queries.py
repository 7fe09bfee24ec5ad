"""Reads of result sets, for pages and files."""

from pingyi.campaigns.models import Campaign
from pingyi.results.models import ResultSet


def published_set(campaign: Campaign) -> ResultSet | None:
    """Return the result set of `campaign` that stands, the last one published; None before publication."""
    published = ResultSet.objects.filter(campaign=campaign, published_at__isnull=False)
    return published.select_related("campaign", "scheme").order_by("-number").first()


def latest_published() -> ResultSet | None:
    """Return the result set published for the latest campaign; None when nothing is out."""
    published = ResultSet.objects.filter(published_at__isnull=False).select_related("campaign", "scheme")
    return published.order_by("-campaign__mobilise_at", "-number").first()
