"""A batch is taken in once, whole, with its entry in the journal; or it is not taken in at all."""

import pytest

from pingyi.analysis.fingerprints import evidence_digest
from pingyi.evidence import actions
from pingyi.evidence.actions import import_batch
from pingyi.evidence.models import EvidenceBatch
from pingyi.evidence.queries import (
    batches_in_force,
    damaged_batches,
    evidence_index,
    path_of,
    paths_in_force,
)
from pingyi.foundation.places import var_folder
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused
from tests.analysis.tables import plain_digest, sample_row, write_csv, write_parquet
from tests.evidence.conftest import campaign_over

ROWS = [sample_row(n) for n in range(1, 13)]
FIXED = list(ROWS[0])[:7]


@pytest.fixture
def file(tmp_path):
    return write_csv(tmp_path / "answers.csv", ROWS)


def files_of(campaign):
    return sorted(path.name for path in var_folder("evidence", campaign.code).rglob("*") if path.is_file())


def refused(*args, **options):
    """The codes an import is refused with."""
    with pytest.raises(Refused) as caught:
        import_batch(*args, **options)
    return [issue.code for issue in caught.value.issues]


def test_a_batch_has_a_row_a_file_and_an_entry(campaign, file):
    report = import_batch(campaign, "sample", file, "省调查总队")
    (batch,) = EvidenceBatch.objects.all()
    assert (batch.number, batch.rows, batch.source) == (1, 12, "省调查总队")
    assert batch.digest == report.digest == plain_digest(ROWS, FIXED)
    assert path_of(batch).is_file() and damaged_batches(campaign) == []
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.actor, entry.thing) == ("evidence:batch:imported", "system", f"campaign:{campaign.code}")
    assert entry.details["digest"] == batch.digest


def test_the_same_rows_twice_change_nothing(campaign, file, tmp_path):
    first = import_batch(campaign, "sample", file, "甲")
    again = import_batch(campaign, "sample", write_parquet(tmp_path / "again.parquet", file), "乙")
    assert (first.changed, again.changed, again.number) == (True, False, 1)
    assert EvidenceBatch.objects.count() == JournalEntry.objects.count() == len(files_of(campaign)) == 1


def test_a_dry_run_keeps_nothing(campaign, file):
    report = import_batch(campaign, "sample", file, "甲", dry_run=True)
    assert (report.changed, report.dry_run, report.number, report.rows) == (False, True, 1, 12)
    assert not EvidenceBatch.objects.exists() and not JournalEntry.objects.exists() and files_of(campaign) == []


def test_a_correction_takes_the_place_of_a_batch(campaign, file, tmp_path):
    import_batch(campaign, "sample", file, "甲")
    better = write_csv(tmp_path / "better.csv", [sample_row(n, q_calm=5) for n in range(1, 13)])
    report = import_batch(campaign, "sample", better, "甲", replaces=1)
    assert (report.number, report.replaces) == (2, 1)
    assert [batch.number for batch in batches_in_force(campaign)] == [2]
    assert [path.stem for path in paths_in_force(campaign, "sample")] == [report.digest]
    assert EvidenceBatch.objects.count() == 2 == len(files_of(campaign))


def test_what_was_corrected_stays_corrected(campaign, file, tmp_path):
    import_batch(campaign, "sample", file, "甲")
    better = write_csv(tmp_path / "better.csv", [sample_row(n, q_calm=5) for n in range(1, 13)])
    import_batch(campaign, "sample", better, "甲", replaces=1)
    third = write_csv(tmp_path / "third.csv", [sample_row(n, q_calm=4) for n in range(1, 13)])
    assert refused(campaign, "sample", third, "甲", replaces=1) == ["batch_not_in_force"]
    assert refused(campaign, "sample", file, "甲") == ["batch_replaced_before"]


def test_a_bad_file_leaves_nothing(campaign, tmp_path):
    bad = write_csv(tmp_path / "bad.csv", [*ROWS, sample_row(13, weight_e6=0), sample_row(14, q_calm=7)])
    assert refused(campaign, "sample", bad, "甲") == ["design_weight_not_positive", "answer_off_scale"]
    assert not EvidenceBatch.objects.exists() and files_of(campaign) == []


def test_a_cut_before_the_end_leaves_no_row(campaign, file, monkeypatch):
    def cut(waiting, place):
        raise OSError("disk full")

    monkeypatch.setattr(actions, "_put_into_place", cut)
    with pytest.raises(OSError, match="disk full"):
        import_batch(campaign, "sample", file, "甲")
    assert not EvidenceBatch.objects.exists() and not JournalEntry.objects.exists() and files_of(campaign) == []


def test_a_file_without_a_row_does_no_harm(campaign, file):
    report = import_batch(campaign, "sample", file, "甲", dry_run=True)
    (var_folder("evidence", campaign.code, "sample") / f"{report.digest}.parquet").write_bytes(b"half")
    import_batch(campaign, "sample", file, "甲")
    assert damaged_batches(campaign) == []


def test_damage_is_found(campaign, file, tmp_path):
    import_batch(campaign, "sample", file, "甲")
    (path,) = paths_in_force(campaign, "sample")
    other = write_csv(tmp_path / "other.csv", [sample_row(n) for n in range(1, 14)])
    import_batch(campaign, "sample", other, "甲", replaces=1)
    (better,) = paths_in_force(campaign, "sample")
    better.write_bytes(path.read_bytes())
    assert [batch.number for batch in damaged_batches(campaign)] == [2]
    better.unlink()
    assert [batch.number for batch in damaged_batches(campaign)] == [2]


def test_several_batches_of_several_kinds(campaign, file, tmp_path):
    import_batch(campaign, "sample", file, "甲")
    later = write_csv(tmp_path / "later.csv", [sample_row(n) for n in range(20, 32)])
    import_batch(campaign, "sample", later, "乙")
    row = {"cell": "c", "unit": ROWS[0]["unit"], "grade": "B", "q_calm": 5}
    import_batch(campaign, "ballots", write_csv(tmp_path / "ballots.csv", [row] * 3), "票箱")
    index = evidence_index(campaign)
    assert [(b["kind"], b["number"], b["rows"]) for b in index] == [
        ("ballots", 1, 3),
        ("sample", 1, 12),
        ("sample", 2, 12),
    ]
    assert len(evidence_digest(index)) == 64 and evidence_digest(index) != evidence_digest(index[1:])


def test_a_stratum_may_be_completed_by_a_later_batch(campaign, file, tmp_path):
    alone = write_csv(tmp_path / "alone.csv", [sample_row(n, psu="new") for n in range(20, 23)])
    assert refused(campaign, "sample", alone, "甲") == ["single_psu"] * 3
    import_batch(campaign, "sample", file, "甲")
    assert import_batch(campaign, "sample", alone, "甲").changed


REQUESTS = [
    ({"kind": "gossip"}, "kind_unknown"),
    ({"source": "  "}, "source_missing"),
    ({"source": "长" * 201}, "source_missing"),
    ({"replaces": 3}, "batch_not_in_force"),
]


@pytest.mark.parametrize(("change", "code"), REQUESTS)
def test_requests_that_make_no_sense(campaign, file, change, code):
    asked = {"kind": "sample", "source": "甲", "replaces": None} | change
    assert refused(campaign, asked["kind"], file, asked["source"], replaces=asked["replaces"]) == [code]


def test_no_evidence_before_the_scheme_is_frozen(campaign, file):
    campaign.schemes.update(frozen_at=None)
    assert refused(campaign, "sample", file, "甲") == ["scheme_not_frozen"]


def test_results_of_other_bodies_need_no_scheme(units, tmp_path):
    row = {"unit": units[0].code, "year": 2025, "body": "考评办", "grade": "", "score_e2": 9150, "document": ""}
    file = write_csv(tmp_path / "marks.csv", [row])
    assert import_batch(campaign_over(units[-1], "external-only"), "external", file, "考评办").rows == 1


def test_a_channel_without_a_questionnaire(campaign, file):
    campaign.forms.all().delete()
    assert refused(campaign, "sample", file, "甲") == ["channel_without_form"]


def test_a_larger_file_than_the_office_allows(campaign, file, settings):
    settings.PINGYI_EVIDENCE_LIMIT = 100
    assert refused(campaign, "sample", file, "甲") == ["unreadable_too_large"]


def test_notices_tell_what_does_not_count(campaign, tmp_path):
    rows = [{name: cell for name, cell in row.items() if name != "q_calm"} for row in ROWS]
    report = import_batch(campaign, "sample", write_csv(tmp_path / "a.csv", rows), "甲")
    assert [issue.code for issue in report.notices] == ["items_not_asked", "units_not_covered"]
    assert "q_calm" in report.notices[0].what.zh and "530111" in report.notices[1].what.en
