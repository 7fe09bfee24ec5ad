"""What came of a campaign: scored, signed by two people, published."""

from pingyi.accounts.actions import decide, propose
from pingyi.demonstration.story.design import campaign_of
from pingyi.demonstration.story.ground import staff_called
from pingyi.results.actions import SIGN, publish_result_set, score_campaign
from pingyi.results.models import ResultSet


def score(year: int) -> None:
    """Freeze the evidence of the campaign of `year` and compute its results."""
    score_campaign(campaign_of(year), by=staff_called("organiser"))


def sign(year: int) -> None:
    """Let one organiser propose the newest results and another sign them."""
    result_set = _newest(year)
    payload = {"result_set": result_set.pk, "digest": result_set.digest}
    thing = f"campaign:{result_set.campaign.code}"
    proposal = propose(SIGN, thing, payload, by=staff_called("organiser"), reason="异议期已满，没有未决异议。")
    decide(proposal, True, by=staff_called("organiser2"))


def publish(year: int) -> None:
    """Publish the signed results."""
    publish_result_set(_newest(year), by=staff_called("organiser"))


def _newest(year: int) -> ResultSet:
    return ResultSet.objects.filter(campaign=campaign_of(year)).order_by("-number")[0]
