"""Reads worth a name."""

from django.db.models import QuerySet

from pingyi.accounts.models import Proposal, Staff
from pingyi.accounts.two_person import all_acts


def demonstration_staff() -> QuerySet[Staff]:
    """Demonstration accounts that may sign in."""
    return Staff.objects.filter(demonstration=True, is_active=True).order_by("username")


def second_factors_of(staff: Staff) -> list[str]:
    """Return the kinds of second factors of `staff` ("totp", "webauthn", "recovery_codes"), one for each."""
    from allauth.mfa.models import Authenticator

    return list(Authenticator.objects.filter(user=staff).order_by("type").values_list("type", flat=True))


def open_proposals() -> QuerySet[Proposal]:
    """Proposals that wait for a decision, oldest first."""
    return Proposal.objects.filter(decided_at=None, withdrawn_at=None).select_related("proposed_by")


def proposals_waiting_for(staff: Staff) -> list[Proposal]:
    """Open proposals that `staff` may decide: somebody else's, under a permission `staff` holds. Oldest first."""
    acts = all_acts()
    others = open_proposals().exclude(proposed_by=staff)
    return [each for each in others if each.act in acts and acts[each.act].may(staff, each.payload)]


def proposals_about(thing: str) -> QuerySet[Proposal]:
    """Every proposal about `thing`, newest first, closed ones too."""
    return Proposal.objects.filter(thing=thing).select_related("proposed_by", "decided_by").order_by("-id")
