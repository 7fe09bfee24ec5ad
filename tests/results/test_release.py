"""From a scored campaign to a published package: two people sign, the package recomputes, a changed byte is found."""

import shutil
from contextlib import suppress

import pytest

from pingyi.accounts.actions import add_staff, decide, propose
from pingyi.analysis.recompute import PUBLIC, ROWS, recompute
from pingyi.campaigns.models import Campaign
from pingyi.directory.actions.postings import grant_posting
from pingyi.evidence.actions import import_batch
from pingyi.evidence.queries import paths_in_force
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.results.actions import SIGN, publish_result_set, score_campaign
from pingyi.results.models import ResultSet
from pingyi.results.packages import export_appraisal
from pingyi.wording import Refused
from tests.results.schools import at, campaign_with, sample_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(tmp_path):
    path = sample_file("apistrat", tmp_path, stratum=lambda row: row["stype"], psu=lambda _, number: number)
    return campaign_with(path)


@pytest.fixture
def result_set(campaign):
    with clock.frozen_at(at(42)):
        return score_campaign(campaign)


@pytest.fixture
def people(db):
    """Two organisers and a liaison."""
    made = {name: add_staff(name, name=name, password=None, by=None) for name in ("alan", "bei", "chen")}
    with clock.frozen_at(at(0)):
        for name, role in (("alan", "organiser"), ("bei", "organiser"), ("chen", "liaison")):
            grant_posting(made[name], role)
    return made


def code_of(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return caught.value.issues[0].code


def test_the_package_recomputes_from_public_sums_and_from_rows(result_set, tmp_path):
    export_appraisal("schools-2000", tmp_path / "public")
    export_appraisal("schools-2000", tmp_path / "sealed", rows=True)
    public, sealed = recompute(tmp_path / "public"), recompute(tmp_path / "sealed")
    assert (public.ok, public.level) == (True, PUBLIC)
    assert (sealed.ok, sealed.level) == (True, ROWS)
    assert len(sealed.files) > len(public.files)
    _finds_every_change(tmp_path)


def _finds_every_change(tmp_path):
    for name in ("results/scores.csv", "evidence/sample/sums.csv", "scheme.toml", "units.csv", "method.zh.md"):
        copy = tmp_path / "copy"
        shutil.copytree(tmp_path / "public", copy)
        content = bytearray((copy / name).read_bytes())
        content[-2] ^= 1
        (copy / name).write_bytes(content)
        with suppress(Refused):  # some changes cannot even be read
            assert not recompute(copy).ok, name
        shutil.rmtree(copy)


def test_the_same_evidence_again_gives_the_same_digest(campaign, result_set):
    with clock.frozen_at(at(43)):
        again = score_campaign(campaign)
    assert (again.number, again.digest) == (2, result_set.digest)


def test_how_rows_are_split_into_batches_changes_no_figure(result_set, campaign, tmp_path):
    """The same rows as two corrected batches, in another order, give the same result files."""
    heading, *rows = (tmp_path / "apistrat.csv").read_text().splitlines()
    rows.reverse()
    for number, part in enumerate((rows[::2], rows[1::2]), 1):
        path = tmp_path / f"part{number}.csv"
        path.write_text("\n".join([heading, *part]) + "\n")
        with clock.frozen_at(at(43)):
            import_batch(campaign, "sample", path, "again", replaces=1 if number == 1 else None)
    with clock.frozen_at(at(44)):
        again = score_campaign(campaign)
    assert len(again.evidence) == 2 and again.evidence_digest != result_set.evidence_digest
    assert again.digest == result_set.digest


def test_two_people_sign_then_it_is_published_on_its_day(result_set, people):
    payload = {"result_set": result_set.pk, "digest": result_set.digest}
    assert code_of(propose, SIGN, "campaign:schools-2000", payload, by=people["chen"])
    with clock.frozen_at(at(51)):
        proposal = propose(SIGN, "campaign:schools-2000", payload, by=people["alan"])
        assert code_of(decide, proposal, True, by=people["alan"])
        decide(proposal, True, by=people["bei"])
    result_set.refresh_from_db()
    assert result_set.signed_at == at(51)
    with clock.frozen_at(at(59)):
        assert code_of(publish_result_set, result_set) == "too_early"
    with clock.frozen_at(at(60)):
        publish_result_set(result_set, by=people["alan"])
    assert ResultSet.objects.get().published_at == at(60)
    acts = list(JournalEntry.objects.filter(act__startswith="results:").values_list("act", "actor"))
    assert acts == [
        ("results:set:computed", "system"),
        ("results:set:signed", "bei"),
        ("results:set:published", "alan"),
    ]


def test_nothing_unsigned_is_published(result_set):
    with clock.frozen_at(at(70)):
        assert code_of(publish_result_set, result_set) == "not_signed"


def test_a_proposal_for_another_result_signs_nothing(result_set, people):
    payload = {"result_set": result_set.pk, "digest": "0" * 64}
    with clock.frozen_at(at(51)):
        proposal = propose(SIGN, "campaign:schools-2000", payload, by=people["alan"])
        assert code_of(decide, proposal, True, by=people["bei"]) == "result_changed"
    assert ResultSet.objects.get().signed_at is None


def test_scoring_waits_until_collecting_has_closed(campaign):
    with clock.frozen_at(at(39)):
        assert code_of(score_campaign, campaign) == "still_collecting"


def test_scoring_refuses_evidence_that_was_touched(campaign):
    (path,) = paths_in_force(campaign, "sample")
    path.write_bytes(path.read_bytes()[:-1])
    with clock.frozen_at(at(42)):
        assert code_of(score_campaign, campaign) == "damaged_evidence"
    assert not ResultSet.objects.exists()


def test_a_frozen_campaign_is_frozen(campaign):
    from pingyi.campaigns.actions import add_scheme, cover_units

    campaign = Campaign.objects.get(pk=campaign.pk)
    assert code_of(add_scheme, campaign, "") == "scheme_frozen"
    assert code_of(cover_units, campaign) == "scheme_frozen"
