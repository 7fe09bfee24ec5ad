"""Acts that need two people: what happens, and everything that is refused."""

import pytest
from django.db import IntegrityError, connection, transaction

from pingyi.accounts import two_person as register
from pingyi.accounts.actions import deactivate_staff, decide, propose, withdraw
from pingyi.accounts.models import Proposal, Staff
from pingyi.accounts.queries import open_proposals, proposals_about, proposals_waiting_for
from pingyi.accounts.states import NAMES, state_of
from pingyi.accounts.two_person import act_called, all_acts, two_person
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused, Text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell")]


def ask(by, times=3, thing="bell:north"):
    """Propose to ring."""
    return propose("bell.ring", thing, {"times": times}, by=by, reason="正点")


def refused(code, act, *args, **kwargs):
    """Whether the act is refused with this code."""
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return [issue.code for issue in refusal.value.issues] == [code]


def test_what_one_proposes_another_does(bell, lan, zhu):
    closed = decide(ask(lan), True, by=zhu, answer="同意")
    assert bell.rung == [({"times": 3}, "lan", "zhu")]
    assert (state_of(closed), closed.decided_by, closed.answer, closed.reason) == ("approved", zhu, "同意", "正点")


def test_the_journal_names_both_and_keeps_no_free_text(lan, zhu):
    decide(ask(lan), True, by=zhu, answer="同意")
    made, _, approved = JournalEntry.objects.filter(seq__gt=JournalEntry.objects.get(thing="staff:zhu").seq)
    assert (made.actor, made.act, made.thing) == ("lan", "accounts:proposal:made", "bell:north")
    assert (approved.actor, approved.act, approved.thing) == ("zhu", "accounts:proposal:approved", "bell:north")
    assert approved.details["proposer"] == "lan"
    assert approved.details["digest"] == made.details["digest"]
    assert not any("正点" in str(entry.details) or "同意" in str(entry.details) for entry in (made, approved))


def test_declining_does_nothing_but_says_why(bell, lan, zhu):
    closed = decide(ask(lan), False, by=zhu, answer="钟坏了")
    assert bell.rung == []
    assert (state_of(closed), closed.answer) == ("declined", "钟坏了")
    assert JournalEntry.objects.last().act == "accounts:proposal:declined"


def test_declining_without_a_word_is_refused(lan, zhu):
    assert refused("answer_missing", decide, ask(lan), False, by=zhu, answer="  ")


def test_nobody_decides_his_own(bell, lan):
    for approve in (True, False):
        assert refused("own_proposal", decide, ask(lan, thing=f"bell:{approve}"), approve, by=lan, answer="好")
    assert bell.rung == []


def test_who_lacks_the_right_neither_proposes_nor_decides(bell, lan, ju):
    assert refused("not_permitted", ask, ju)
    assert refused("not_permitted", decide, ask(lan), True, by=ju)
    assert refused("not_permitted", decide, proposals_about("bell:north").get(), False, by=ju, answer="不")
    assert bell.rung == []


def test_a_proposer_who_lost_the_right_meanwhile_cannot_be_approved_only_declined(bell, lan, zhu):
    proposal = ask(lan)
    lan.user_permissions.clear()
    assert refused("not_permitted", decide, proposal, True, by=zhu)
    assert state_of(decide(proposal, False, by=zhu, answer="提出人已调离")) == "declined"
    assert bell.rung == []


@pytest.mark.parametrize("gone", ["lan", "zhu"])
def test_a_deactivated_account_takes_no_part_whatever_the_request_holds(bell, lan, zhu, gone):
    proposal = ask(lan)
    deactivate_staff(Staff.objects.get(username=gone), by=None)  # the object held by the request is not told
    assert refused("not_permitted", decide, proposal, True, by=zhu)
    assert bell.rung == []


def test_a_second_open_proposal_for_the_same_thing_is_refused(lan, zhu):
    first = ask(lan)
    assert refused("proposal_open", ask, zhu, times=5)
    ask(zhu, thing="bell:south")
    decide(first, False, by=zhu, answer="太早")
    assert ask(zhu, times=5).pk


@pytest.mark.parametrize("how", ["approve", "decline", "withdraw"])
def test_a_closed_proposal_takes_no_second_decision(bell, lan, zhu, how):
    proposal = ask(lan)
    if how == "withdraw":
        withdraw(proposal, by=lan)
    else:
        decide(proposal, how == "approve", by=zhu, answer="好")
    rung = list(bell.rung)
    assert refused("proposal_closed", decide, proposal, True, by=zhu)
    assert refused("proposal_closed", withdraw, proposal, by=lan)
    assert bell.rung == rung


def test_withdrawing_is_the_proposer_s_and_leaves_a_trace(lan, zhu):
    proposal = ask(lan)
    assert refused("another_s_proposal", withdraw, proposal, by=zhu)
    assert state_of(withdraw(proposal, by=lan)) == "withdrawn"
    assert JournalEntry.objects.last().act == "accounts:proposal:withdrawn"


def test_a_payload_changed_behind_our_back_is_not_executed(bell, lan, zhu):
    shown = ask(lan)
    with connection.cursor() as cursor:
        cursor.execute(f"update {Proposal._meta.db_table} set payload = %s", ['{"times": 300}'])
    assert refused("payload_differs", decide, shown, True, by=zhu)
    assert refused("payload_differs", decide, Proposal.objects.get(), True, by=zhu)
    assert bell.rung == []


def test_what_is_executed_is_what_the_page_showed(bell, lan, zhu):
    proposal = ask(lan)
    assert refused("payload_differs", decide, proposal, True, by=zhu, seen="0" * 64)
    decide(proposal, True, by=zhu, seen=proposal.digest)
    assert len(bell.rung) == 1


def test_an_act_that_fails_undoes_the_decision_too(bell, lan, zhu):
    proposal, bell.fails = ask(lan), True
    entries = JournalEntry.objects.count()
    with pytest.raises(RuntimeError, match="rope"):
        decide(proposal, True, by=zhu)
    assert state_of(Proposal.objects.get()) == "open"
    assert Staff.objects.get(username="lan").name == "兰"
    assert JournalEntry.objects.count() == entries


def test_the_database_itself_refuses_one_person_in_both_places(lan):
    ask(lan)
    with pytest.raises(IntegrityError, match="proposal_decided_by_another"), transaction.atomic():
        Proposal.objects.update(decided_by=lan, decided_at=clock.now(), approved=True)


def test_the_database_itself_refuses_half_a_decision(lan, zhu):
    ask(lan)
    with pytest.raises(IntegrityError, match="proposal_decision_whole"), transaction.atomic():
        Proposal.objects.update(decided_by=zhu)


def test_an_act_nobody_registered_is_refused(lan):
    assert refused("act_unknown", propose, "bell.melt", "bell:north", {}, by=lan)


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="registered already"):
        two_person("bell.ring", label=Text("", ""), permission="")(lambda payload, **_: None)
    assert list(all_acts()) == ["bell.ring"]


@pytest.mark.parametrize("words", [{"reason": "长" * 501}, {"reason": " " + "长" * 501}])
def test_words_too_long_are_refused(lan, words):
    assert refused("too_long", propose, "bell.ring", "bell:north", {}, by=lan, **words)


@pytest.mark.parametrize("payload", [{"x": object()}, {"x": float("nan")}, {"x": "\0"}])
def test_a_payload_that_cannot_be_kept_is_refused(lan, payload):
    assert refused("payload_unfit", propose, "bell.ring", "bell:north", payload, by=lan)


def test_the_digest_survives_the_database(bell, lan, zhu):
    payload = {"times": 3.0, "share": 0.1, "big": 1e16, 7: "七", "深": [{"a": None}, True]}
    propose("bell.ring", "bell:north", payload, by=lan)
    decide(Proposal.objects.get(), True, by=zhu)
    assert bell.rung[0][0] == {"times": 3, "share": 0.1, "big": 10**16, "7": "七", "深": [{"a": None}, True]}


def test_the_right_is_asked_over_what_the_payload_touches(monkeypatch, lan, zhu):
    asked = []
    monkeypatch.setattr(Staff, "has_perm", lambda self, perm, obj=None: asked.append((perm, obj)) or obj != zhu)
    over = {"name": "bell.move", "label": Text("移钟", "Move the bell"), "permission": "bell.move"}
    two_person(**over, over=lambda payload: {"lan": lan, "zhu": zhu}.get(payload["where"]))(lambda payload, **_: None)
    propose("bell.move", "bell:north", {"where": "lan"}, by=zhu)
    assert refused("not_permitted", propose, "bell.move", "bell:south", {"where": "zhu"}, by=zhu)
    assert refused("not_permitted", propose, "bell.move", "bell:south", {"where": "nowhere"}, by=zhu)
    assert asked == [("bell.move", lan), ("bell.move", zhu)]


def test_what_waits_for_whom(lan, zhu, ju):
    proposal = ask(lan)
    assert proposals_waiting_for(zhu) == [proposal]
    assert proposals_waiting_for(lan) == []
    assert proposals_waiting_for(ju) == []
    withdraw(proposal, by=lan)
    assert list(open_proposals()) == []


def test_an_act_whose_package_is_gone_waits_for_nobody(monkeypatch, lan, zhu):
    ask(lan)
    monkeypatch.setattr(register, "_acts", {})
    assert proposals_waiting_for(zhu) == []


def test_every_state_and_act_has_a_name_in_both_languages():
    texts = [*NAMES.values(), act_called("bell.ring").label]
    assert all(text.zh and text.en for text in texts)
    assert set(NAMES) == {"open", "approved", "declined", "withdrawn"}
