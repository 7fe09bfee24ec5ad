"""What a campaign adds to the checks of a file: batches in force, the scheme's scales, the year."""

import pytest

from pingyi.evidence import actions
from pingyi.evidence.actions import import_batch
from pingyi.evidence.models import EvidenceBatch
from pingyi.wording import Refused
from tests.analysis.tables import write_csv


def row(campaign, **changes):
    """Rectification of the formal object."""
    sound = {
        "unit": campaign.formal_object.code,
        "due": 9,
        "confirmed": 8,
        "claimed": 8,
        "late": 0,
        "reopened": 0,
        "period": "2026",
    }
    return sound | changes


def refusal(*args, **options):
    """The first issue an import is refused with."""
    with pytest.raises(Refused) as caught:
        import_batch(*args, **options)
    return caught.value.issues[0]


def test_a_corrected_copy_does_not_count_twice(campaign, tmp_path):
    first = write_csv(tmp_path / "a.csv", [row(campaign), row(campaign, period="2025")])
    import_batch(campaign, "rectification", first, "甲")
    better = write_csv(tmp_path / "b.csv", [row(campaign, confirmed=7)])
    issue = refusal(campaign, "rectification", better, "甲")
    assert (issue.code, issue.row, issue.field) == ("key_in_force", 2, "unit period") and "第 1 批" in issue.what.zh
    assert import_batch(campaign, "rectification", better, "甲", replaces=1).number == 2


def test_what_was_replaced_is_not_in_force(campaign, tmp_path):
    first = write_csv(tmp_path / "a.csv", [row(campaign), row(campaign, period="2025")])
    import_batch(campaign, "rectification", first, "甲")
    import_batch(campaign, "rectification", write_csv(tmp_path / "b.csv", [row(campaign)]), "甲", replaces=1)
    rest = write_csv(tmp_path / "c.csv", [row(campaign, period="2025")])
    assert import_batch(campaign, "rectification", rest, "甲").number == 3


def test_a_batch_that_came_in_meanwhile(campaign, tmp_path, monkeypatch):
    mine = write_csv(tmp_path / "a.csv", [row(campaign)])
    theirs = write_csv(tmp_path / "b.csv", [row(campaign, confirmed=7)])

    def convert_slowly(*args):
        monkeypatch.setattr(actions, "convert", convert)
        import_batch(campaign, "rectification", theirs, "乙")
        return convert(*args)

    convert = actions.convert
    monkeypatch.setattr(actions, "convert", convert_slowly)
    assert refusal(campaign, "rectification", mine, "甲").code == "batches_changed"
    assert [batch.source for batch in EvidenceBatch.objects.all()] == ["乙"]


ASSESSED = [
    ("law", 5, None),
    ("law", 6, "level_off_scale"),
    ("law", 0, "level_off_scale"),
    ("x", 3, "criterion_unknown"),
]


@pytest.mark.parametrize(("criterion", "level", "code"), ASSESSED)
def test_assessments_follow_the_frozen_scheme(campaign, tmp_path, criterion, level, code):
    one = {"unit": campaign.formal_object.code, "criterion": criterion, "level": level, "assessor": "A1", "session": ""}
    path = write_csv(tmp_path / "a.csv", [one])
    if code is None:
        assert import_batch(campaign, "assessment", path, "甲").changed
    else:
        assert refusal(campaign, "assessment", path, "甲").code == code


DAYS = [
    ("2025-01-01", None),
    ("2027-12-31", None),
    ("2024-12-31", "day_out_of_range"),
    ("99999-01-01", "day_out_of_range"),
]


@pytest.mark.parametrize(("day", "code"), DAYS)
def test_days_lie_in_the_years_around_the_campaign(campaign, tmp_path, day, code):
    one = {
        "unit": campaign.formal_object.code,
        "service_point": "",
        "day": day,
        "channel": "qr",
        "open": 1,
        "level": 5,
        "reasons": "",
    }
    path = write_csv(tmp_path / "a.csv", [one])
    if code is None:
        assert import_batch(campaign, "ratings", path, "甲").changed
    else:
        assert refusal(campaign, "ratings", path, "甲").code == code


@pytest.mark.parametrize("source", ["调查\n总队", "a\tb", "a\x1b[31mb", "a\u202eb", "a\x00b"])
def test_a_source_with_unseen_characters(campaign, tmp_path, source):
    path = write_csv(tmp_path / "a.csv", [row(campaign)])
    assert refusal(campaign, "rectification", path, source).code == "source_not_plain"
