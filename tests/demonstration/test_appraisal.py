"""A small trial through the real programs: six bodies, real tokens, a box, two trustees, a verified end."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import override_settings

from pingyi.demonstration.appraisal import trial
from pingyi.demonstration.build import chapters
from pingyi.demonstration.story import times
from pingyi.evidence.models import EvidenceBatch
from pingyi.foundation import clock
from pingyi.polling.models import OnlineAppraisal, VerifiedRows
from pingyi.protocol.parties import Party
from pingyi.verifier.run import verify
from pingyi.verifier.sources import Folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("held")]
TODAY = dt.date(2026, 11, 24)
BEFORE = 7  # chapters: units, staff, counters, norms, questionnaires, campaign of 2025 and its scheme


@pytest.fixture(scope="module")
def held(django_db_setup, django_db_blocker, tmp_path_factory):
    """Hold the trial with three cells and about 350 ballots; yields the public folder."""
    own = override_settings(PINGYI_VAR=tmp_path_factory.mktemp("trial"))
    with own, django_db_blocker.unblock(), transaction.atomic():
        for chapter in chapters(7, TODAY, appraisals=False)[:BEFORE]:
            with clock.frozen_at(times.at(chapter.on)):
                chapter.tell()
        with clock.frozen_at(times.at(TODAY - dt.timedelta(trial.CALLED))):
            trial.call(TODAY)
            trial.hold(7, cells=3, ballots=350)
        with clock.frozen_at(times.at(TODAY - dt.timedelta(trial.COUNTED))):
            trial.take_in()
        yield trial.houses_of(trial.CODE)
        transaction.set_rollback(True)


def test_everything_holds(held):
    report = verify(Folder(held.public), processes=1)
    assert [check.name for check in report.checks if not check.ok] == []
    assert (report.stage, str(report.grade)) == ("rows", "claimed D")


def test_the_verified_rows_are_evidence(held):
    taken = VerifiedRows.objects.get(appraisal__public_id=trial.CODE)
    batch = EvidenceBatch.objects.get(pk=taken.batch_id)
    rows = next(check for check in taken.report["checks"] if check["name"] == "rows")
    assert (batch.kind, batch.rows, taken.grade) == ("ballots", rows["figures"]["rows"], "D")
    assert batch.rows > 250


def test_the_office_knows_the_manifest_that_was_signed(held):
    appraisal = OnlineAppraisal.objects.get(public_id=trial.CODE)
    assert bytes(appraisal.manifest) == (held.public / "manifest.json").read_bytes()
    assert appraisal.cells.count() == 3


def test_what_could_open_a_ballot_is_gone(held):
    assert [path.name for party in (Party.T1, Party.T2) for path in held.folder(party).rglob("opening*")] == []
    assert [path.name for party in (Party.S, Party.R) for path in (held.folder(party) / "keys").glob("*")] == []
