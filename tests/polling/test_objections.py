"""Objections to the count: a place in the log, never a person."""

import pytest

from pingyi.journal.models import JournalEntry
from pingyi.polling.actions import note_objection, prepare, take_in_rows, tell_objection
from pingyi.polling.models import BallotObjection
from pingyi.wording import Refused
from tests.ballots.founding import RATED
from tests.polling import land


def test_an_objection_is_noted_once_and_told(appraisal):
    first = note_objection(appraisal, 17)
    assert note_objection(appraisal, 17) == first and BallotObjection.objects.count() == 1
    tell_objection(first, added=True)
    kept = BallotObjection.objects.get()
    assert (kept.added, kept.received_at, kept.told_at) == (True, land.COUNTED, land.COUNTED)
    acts = JournalEntry.objects.filter(act__startswith="polling:objection").order_by("seq")
    assert [entry.details for entry in acts] == [{"log_index": 17}, {"log_index": 17, "added": True}]


def test_before_the_manifest_nobody_can_object(campaign):
    with pytest.raises(Refused) as refused:
        note_objection(prepare(campaign, "a", RATED), 1)
    assert refused.value.issues[0].code == "manifest_missing"


def test_after_the_rows_are_taken_in_it_is_too_late(appraisal, published):
    take_in_rows(appraisal, str(published))
    appraisal.refresh_from_db()
    with pytest.raises(Refused) as refused:
        note_objection(appraisal, 1)
    assert refused.value.issues[0].code == "objection_late"
