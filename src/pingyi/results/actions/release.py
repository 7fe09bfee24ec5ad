"""From a computed result set to a published one: two people sign, then it comes out on its day."""

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.accounts.two_person import Payload, two_person
from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.results import refusals
from pingyi.results.models import ResultSet
from pingyi.wording import Refused, Text

SIGN = "results.sign"


def _formal_object(payload: Payload) -> Unit | None:
    """The unit over which both must hold the right to sign."""
    found = ResultSet.objects.filter(pk=payload["result_set"]).select_related("campaign__formal_object").first()
    return found.campaign.formal_object if found else None


@two_person(SIGN, label=Text("签发评议结果", "Sign a result"), permission=SIGN, over=_formal_object)
@transaction.atomic
def sign_result_set(payload: Payload, *, proposed_by: Staff, decided_by: Staff) -> ResultSet:
    """Sign the result set that `payload` names by id and digest; runs when the second person approves."""
    result_set = ResultSet.objects.select_for_update().get(pk=payload["result_set"])
    if result_set.digest != payload["digest"] or result_set.signed_at:
        raise Refused.because(
            "result_changed",
            Text("这份结果和提出签发时不同，或已签发。", "This result is not the one proposed, or is signed already."),
            Text("请重新提出签发。", "Propose to sign it again."),
        )
    result_set.signed_at = clock.now()
    result_set.save(update_fields=["signed_at"])
    _note(result_set, decided_by, "results:set:signed", proposed_by=proposed_by.username)
    return result_set


@transaction.atomic
def publish_result_set(result_set: ResultSet, *, by: Staff | None = None) -> ResultSet:
    """Publish a signed result set, from the day of publication on."""
    if result_set.published_at:
        raise refusals.already_published()
    if not result_set.signed_at:
        raise refusals.not_signed()
    if clock.now() < result_set.campaign.publish_at:
        raise refusals.too_early(result_set.campaign.publish_at)
    result_set.published_at = clock.now()
    result_set.save(update_fields=["published_at"])
    _note(result_set, by, "results:set:published")
    return result_set


def _note(result_set: ResultSet, by: Staff | None, act: str, **details: str) -> None:
    thing = f"campaign:{result_set.campaign.code}"
    record(by.username if by else SYSTEM, act, thing, number=result_set.number, digest=result_set.digest, **details)
