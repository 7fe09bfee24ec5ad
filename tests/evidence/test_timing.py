"""When evidence may come in: answers not before they are asked for, from publication on corrections only."""

import datetime as dt

import pytest

from pingyi.evidence.actions import import_batch
from pingyi.evidence.models import EvidenceBatch
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused
from tests.analysis.tables import sample_row, write_csv
from tests.evidence.conftest import CLOSED, COLLECTING, PUBLISHED

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def files(campaign, tmp_path):
    """One sound file per kind."""
    unit = campaign.formal_object.code
    rating = {"service_point": "", "day": "2026-03-02", "channel": "qr", "open": 1, "level": 5, "reasons": ""}
    counts = {"due": 3, "confirmed": 2, "claimed": 2, "late": 0, "reopened": 0, "period": "2026"}
    rows = {
        "sample": [sample_row(n) for n in range(1, 13)],
        "ballots": [{"cell": "c", "unit": unit, "grade": "B", "q_calm": 5}],
        "ratings": [{"unit": unit, **rating}],
        "rectification": [{"unit": unit, **counts}],
    }
    return {kind: write_csv(tmp_path / f"{kind}.csv", lines) for kind, lines in rows.items()}


def code_at(moment, *args, **options):
    """The code an import at `moment` is refused with; None when it is taken in."""
    try:
        with clock.frozen_at(moment):
            import_batch(*args, **options)
    except Refused as refused:
        return refused.issues[0].code
    return None


@pytest.mark.parametrize("kind", ["sample", "ballots", "ratings"])
def test_no_answers_before_they_are_asked_for(campaign, files, kind):
    assert code_at(COLLECTING - SECOND, campaign, kind, files[kind], "甲") == "collecting_not_begun"
    assert not EvidenceBatch.objects.exists() and not JournalEntry.objects.exists()
    assert code_at(COLLECTING, campaign, kind, files[kind], "甲") is None


def test_the_refusal_names_the_first_day(campaign, files):
    with clock.frozen_at(COLLECTING - SECOND), pytest.raises(Refused) as caught:
        import_batch(campaign, "sample", files["sample"], "甲")
    assert "2026-03-08" in caught.value.issues[0].what.zh


def test_other_matters_may_come_before(campaign, files):
    assert code_at(COLLECTING - SECOND, campaign, "rectification", files["rectification"], "甲") is None


@pytest.mark.parametrize("kind", ["sample", "ballots", "ratings", "rectification"])
@pytest.mark.parametrize("dry_run", [False, True])
def test_nothing_new_from_the_day_of_publication(campaign, files, kind, dry_run):
    assert code_at(PUBLISHED, campaign, kind, files[kind], "甲", dry_run=dry_run) == "campaign_past_publication"
    assert not EvidenceBatch.objects.exists()
    assert code_at(PUBLISHED - SECOND, campaign, kind, files[kind], "甲", dry_run=dry_run) is None


def test_a_correction_of_what_is_published(campaign, files, tmp_path):
    assert code_at(CLOSED, campaign, "sample", files["sample"], "甲") is None
    better = write_csv(tmp_path / "better.csv", [sample_row(n, q_calm=5) for n in range(1, 13)])
    assert code_at(PUBLISHED, campaign, "sample", better, "甲") == "campaign_past_publication"
    assert code_at(PUBLISHED, campaign, "sample", better, "甲", replaces=1) is None
    assert list(EvidenceBatch.objects.values_list("number", "replaces__number")) == [(1, None), (2, 1)]


def test_the_remedy_after_publication(campaign, files):
    with clock.frozen_at(PUBLISHED), pytest.raises(Refused) as caught:
        import_batch(campaign, "sample", files["sample"], "甲")
    assert "更正的是第几批" in caught.value.issues[0].remedy.zh
    assert "name the batch they replace" in caught.value.issues[0].remedy.en
