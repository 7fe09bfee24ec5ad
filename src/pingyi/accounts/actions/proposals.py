"""Two-person acts: propose, decide, withdraw."""

import json
from typing import Any

from django.db import IntegrityError, transaction

from pingyi.accounts import refusals
from pingyi.accounts.models import Proposal, Staff
from pingyi.accounts.states import OPEN, state_of
from pingyi.accounts.two_person import Act, Payload, act_called, digest_of_proposal
from pingyi.foundation import clock
from pingyi.journal.actions import record
from pingyi.journal.chain import canonical, plain

MOST_WORDS = 500  # characters of a reason or an answer


@transaction.atomic
def propose(act: str, thing: str, payload: Payload, *, by: Staff, reason: str = "") -> Proposal:
    """Propose that the registered `act` be done to `thing` ("kind:code") with `payload` (JSON).

    Refused where `by` lacks the permission, or where the same act on the same thing waits already.
    """
    registered = act_called(act)
    proposal = Proposal(act=act, thing=thing, payload=_kept(payload), reason=_clean("reason", reason), proposed_by=by)
    _check_may(registered, _as_of_now(by), proposal.payload)
    proposal.proposed_at = clock.now()
    proposal.digest = digest_of_proposal(proposal)
    _save_as_the_only_open(proposal)
    record(by.username, "accounts:proposal:made", thing, **_named(proposal))
    return proposal


@transaction.atomic
def decide(proposal: Proposal, approve: bool, *, by: Staff, answer: str = "", seen: str | None = None) -> Proposal:
    """Approve or decline; approving does the act in this same transaction. Declining needs an `answer`.

    `proposal` is the row as it was shown; where a page showed it earlier, `seen` is the digest it showed. Refused
    unless that, the stored digest and the stored payload agree, `by` is another person than the proposer, and both
    (for an approval) still hold the permission.
    """
    answer = _clean("answer", answer)
    if not (approve or answer):
        raise refusals.answer_missing()
    registered = act_called(proposal.act)
    stored = _locked(proposal)
    _check_undecided_and_unchanged(stored, digest_of_proposal(proposal), seen)
    _check_two_people(registered, stored, by, approve)
    _close(stored, approved=approve, decided_by=by, answer=answer)
    if approve:
        registered.run(stored.payload, proposed_by=stored.proposed_by, decided_by=by)
    told = "approved" if approve else "declined"
    record(
        by.username, f"accounts:proposal:{told}", stored.thing, **_named(stored), proposer=stored.proposed_by.username
    )
    return stored


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Staff) -> Proposal:
    """Take an open proposal back; only its proposer may."""
    stored = _locked(proposal)
    if stored.proposed_by_id != by.pk:
        raise refusals.another_s_proposal()
    if state_of(stored) != OPEN:
        raise refusals.proposal_closed()
    stored.withdrawn_at = clock.now()
    stored.save(update_fields=["withdrawn_at"])
    record(by.username, "accounts:proposal:withdrawn", stored.thing, **_named(stored))
    return stored


def _locked(proposal: Proposal) -> Proposal:
    """Return the row as it is now, held until the end of the transaction (SQLite holds the whole database)."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal.pk)


def _check_undecided_and_unchanged(stored: Proposal, shown: str, seen: str | None) -> None:
    if state_of(stored) != OPEN:
        raise refusals.proposal_closed()
    if {stored.digest, digest_of_proposal(stored), shown, stored.digest if seen is None else seen} != {stored.digest}:
        raise refusals.payload_differs()


def _check_two_people(act: Act, stored: Proposal, by: Staff, approve: bool) -> None:
    if stored.proposed_by_id == by.pk:
        raise refusals.own_proposal()
    _check_may(act, _as_of_now(by), stored.payload)
    if approve:
        _check_may(act, stored.proposed_by, stored.payload)


def _check_may(act: Act, staff: Staff, payload: Payload) -> None:
    if not act.may(staff, payload):
        raise refusals.not_permitted(act.label, staff.name)


def _as_of_now(staff: Staff) -> Staff:
    """Return the account as it is stored: it may have been deactivated since the request began."""
    return Staff.objects.get(pk=staff.pk)


def _close(proposal: Proposal, *, approved: bool, decided_by: Staff, answer: str) -> None:
    proposal.approved, proposal.decided_by, proposal.answer = approved, decided_by, answer
    proposal.decided_at = clock.now()
    proposal.save(update_fields=["approved", "decided_by", "answer", "decided_at"])


def _save_as_the_only_open(proposal: Proposal) -> None:
    """Let the database decide between two who propose the same at once."""
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as taken:
        raise refusals.proposal_open() from taken


def _kept(payload: Payload) -> Payload:
    """Return the payload as the database gives it back, so that its digest stays true."""
    try:
        kept: Payload = json.loads(canonical(plain(payload)))
    except (ValueError, TypeError) as problem:
        raise refusals.payload_unfit(problem) from problem
    return kept


def _clean(field: str, text: str) -> str:
    text = text.strip()
    if len(text) > MOST_WORDS:
        raise refusals.too_long(field, MOST_WORDS)
    return text


def _named(proposal: Proposal) -> dict[str, Any]:
    """Return what the journal keeps of a proposal: no payload and no free text, which could name a resident."""
    return {"proposal": proposal.pk, "of": proposal.act, "digest": proposal.digest}
