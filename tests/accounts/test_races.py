"""Two people at the same moment."""

import threading

import pytest
from django.db import connection

from pingyi.accounts.actions import add_staff, decide, propose, withdraw
from pingyi.accounts.models import Proposal, Staff
from pingyi.accounts.states import state_of
from pingyi.journal.queries import verify_chain
from pingyi.wording import Refused
from tests.accounts.conftest import PASSWORD, grant

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all acts in threads that start together; return what each returned or raised, in order."""
    start, outcomes = threading.Barrier(len(acts)), {}

    def run(place, act):
        try:
            start.wait(timeout=20)
            outcomes[place] = act()
        except Exception as failure:
            outcomes[place] = failure
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[place] for place in range(len(acts))]


def codes(outcomes):
    """Return the codes of the refusals."""
    return sorted(issue.code for each in outcomes if isinstance(each, Refused) for issue in each.issues)


def test_two_deciders_at_once_do_the_act_once(bell, lan, zhu):
    mei = grant(add_staff("mei", name="梅", password=PASSWORD, by=None))
    proposal = propose("bell.ring", "bell:north", {}, by=lan)
    outcomes = at_once(*[lambda who=who: decide(proposal, True, by=who) for who in (zhu, mei, zhu, mei)])
    assert codes(outcomes) == ["proposal_closed"] * 3
    assert len(bell.rung) == 1
    assert verify_chain().ok


def test_approval_and_withdrawal_at_once_leave_one_outcome(bell, lan, zhu):
    proposal = propose("bell.ring", "bell:north", {}, by=lan)
    outcomes = at_once(lambda: decide(proposal, True, by=zhu), lambda: withdraw(proposal, by=lan))
    assert codes(outcomes) == ["proposal_closed"]
    assert len(bell.rung) == (state_of(Proposal.objects.get()) == "approved")


def test_two_proposers_at_once_leave_one_open_proposal(bell, lan, zhu):
    outcomes = at_once(*[lambda who=who: propose("bell.ring", "bell:north", {}, by=who) for who in (lan, zhu) * 2])
    assert codes(outcomes) == ["proposal_open"] * 3
    assert Proposal.objects.count() == 1


def test_one_username_is_given_once():
    outcomes = at_once(*[lambda: add_staff("mei", name="梅", password=PASSWORD, by=None)] * 3)
    assert codes(outcomes) == ["username_taken"] * 2
    assert Staff.objects.filter(username="mei").count() == 1
    assert verify_chain().entries == 1
