"""The whole story, told once through the public actions."""

from itertools import pairwise

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.db.models import Count, Max
from django.test import override_settings
from django.utils import timezone
from scipy import stats

from pingyi.accounts.models import Proposal, Staff
from pingyi.analysis.appraisal.gathered import SMALLEST
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import external_results, frozen_scheme
from pingyi.campaigns.states import State, state_at
from pingyi.cli.demo import command
from pingyi.demonstration.build import build, is_built
from pingyi.demonstration.drawn.ballots import cells
from pingyi.demonstration.people import PASSWORD, everybody
from pingyi.demonstration.world.places import bureau_of, counties
from pingyi.demonstration.world.truth import truth
from pingyi.demonstration.world.windows import counters, guided_window
from pingyi.directory.models import Area, Posting, ServicePoint, Unit
from pingyi.evidence.queries import batches_in_force, damaged_batches
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.results.models import ItemResult
from pingyi.results.queries import published_set
from pingyi.scoring.describing import changes
from pingyi.scoring.scheme import read_scheme
from pingyi.wording import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
ROWS = {
    "sample": 24_000,
    "ballots": 60_000,
    "ratings": 40_000,
    "assessment": 2_900,
    "rectification": 274,
    "commitment": 903,
    "external": 17,
}


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the province in a folder of its own and a transaction that is undone; yields the chapters told."""
    told = []
    own = override_settings(PINGYI_VAR=tmp_path_factory.mktemp("province"))
    with own, django_db_blocker.unblock(), transaction.atomic():
        build(watch=lambda chapters: (told.append(chapter) or chapter for chapter in chapters), appraisals=False)
        yield told
        transaction.set_rollback(True)


@pytest.fixture
def past():
    return Campaign.objects.get(code="yunling-2025")


@pytest.fixture
def running():
    return Campaign.objects.exclude(code="yunling-2025").get()


def test_the_ground_is_laid():
    levels = {level: Area.objects.filter(level=level).count() for level in Area.Level.values}
    assert levels == {"province": 1, "prefecture": 16, "county": 129, "township": 1034}
    served = ("station", "household_window", "exit_entry_window", "vehicle_office")
    assert 1_350 <= Unit.objects.filter(kind__code__in=served).count() <= 1_450
    assert ServicePoint.objects.count() == 387


def test_every_unit_has_both_names():
    assert not Unit.objects.filter(name_en="").exists()
    window = Unit.objects.get(code=guided_window())
    assert window.name_zh == "青岚市公安局云桥分局户籍窗口"
    assert window.name_en == "Yunqiao District Household Registration Window"


def test_all_evidence_is_in_and_whole(past):
    rows = {batch.kind: batch.rows for batch in batches_in_force(past)}
    assert {kind: rows[kind] for kind in ROWS} == ROWS
    assert len(rows) == 8
    assert not damaged_batches(past)


def test_the_scheme_was_frozen_before_the_first_answer(past):
    scheme = frozen_scheme(past)
    assert scheme.frozen_at < past.collect_at
    assert all(batch.imported_at > scheme.frozen_at for batch in batches_in_force(past))


def test_the_first_draft_of_the_scheme_was_changed_before_it_was_frozen(past):
    versions = list(past.schemes.order_by("number"))
    assert [version.frozen_at is not None for version in versions] == [False, True]
    assert changes(read_scheme(versions[0].text), read_scheme(versions[1].text))


def test_windows_stations_and_bureaus_are_covered(past):
    groups = dict(past.covered.values_list("group").annotate(Count("pk")))
    assert {"prefecture", "county", "station", "window"} <= set(groups)
    assert (groups["prefecture"], groups["county"]) == (16, 129)
    assert past.covered.filter(unit__code=guided_window(), group="window").exists()


@pytest.fixture
def published(past):
    return published_set(past)


def test_results_are_signed_by_two_and_published_on_their_day(published):
    assert str(timezone.localtime(published.published_at).date()) == "2026-01-15"
    signing = Proposal.objects.get(act="results.sign")
    assert {signing.proposed_by.username, signing.decided_by.username} == {"organiser", "organiser2"}


def test_the_evidence_of_the_seed_is_always_the_same(published):
    """Written down once: another day, another database, another machine must freeze these rows."""
    assert published.evidence_digest == "de630efd2b4c35f764ab604f605252b38d1633e42ea34d899e0a8c3b24e7b56a"


def test_counties_are_scored_and_some_surely_differ(published):
    counties = published.units.filter(group="county")
    assert counties.filter(score__isnull=False).count() == 129
    assert counties.aggregate(Max("tier"))["tier__max"] >= 2
    assert len(set(counties.values_list("grade", flat=True))) >= 2


def test_most_windows_with_ballots_carry_a_score_and_the_smallest_do_not(published):
    windows = published.units.filter(group="window")
    assert 150 <= windows.filter(score__isnull=False).count() <= 187
    few = [counters().units[place] for place, n in cells() if n < SMALLEST]
    assert not ItemResult.objects.filter(
        result_set=published, evidence="ballots", unit__code__in=few, estimate__isnull=False
    ).exists()


def test_intervals_of_the_published_counties_hold_the_truth(published):
    """All 129 at once, by the figures that were published: at most as many misses as 95 % allow, one in 10,000."""
    held = 0
    for place, county in enumerate(counties()):
        shown = ItemResult.objects.get(
            result_set=published, evidence="sample", item="overall", unit__code=bureau_of(county.code)
        )
        held += shown.lower <= float(truth().value("overall", [place])) <= shown.upper
    assert stats.binom.ppf(0.5e-4, 129, 0.94) <= held


def test_the_guides_window_reads_as_the_mockup_says(published):
    items = ItemResult.objects.filter(result_set=published, unit__code=guided_window(), evidence="ballots")
    compared = dict(items.values_list("item", "compared"))
    assert compared["attitude"] == "better"
    assert compared["clear"] == "worse"


def test_another_campaign_is_running_today(running):
    assert state_at(running, clock.now(), published=False) is State.COLLECTING
    assert frozen_scheme(running).frozen_at < running.collect_at
    assert running.demonstration
    assert running.organiser_zh == "云岭省群众评议委员会"


def test_five_questionnaires_are_asked(past, running):
    for campaign in (past, running):
        assert campaign.forms.count() == 5
        assert all(form.version.released_at for form in campaign.forms.all())


def test_the_staff_can_sign_in_and_hold_their_posts():
    for person in everybody():
        staff = Staff.objects.get(username=person.username)
        assert staff.demonstration
        assert staff.check_password(PASSWORD)
        unit = Posting.objects.get(staff=staff, role=person.role).unit
        assert (unit.code if unit else "") == person.unit


@pytest.mark.parametrize(
    ("username", "may", "may_not"),
    [
        ("organiser", "results.sign", "staff.change"),
        ("leadinggroup", "results.view", "evidence.import"),
        ("auditor", "journal.view", "campaigns.change"),
        ("unithead", "results.view", "evidence.view"),
        ("administrator", "staff.change", "no.such.right"),
    ],
)
def test_what_each_may(username, may, may_not):
    staff = Staff.objects.get(username=username)
    assert staff.has_perm(may)
    assert not staff.has_perm(may_not)


def test_the_evaluation_office_spoke_of_2025():
    said = external_results(Unit.objects.get(code="99-department"))
    assert [(one.year, one.grade) for one in said] == [(2025, "良好")]
    assert said[0].body_en


def test_the_journal_runs_forward():
    moments = list(JournalEntry.objects.order_by("seq").values_list("at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(moments))


def test_progress_names_every_chapter_in_both_languages(province):
    assert len(province) > 15
    assert all(chapter.name.zh and chapter.name.en for chapter in province)


def test_building_again_does_nothing():
    before = JournalEntry.objects.count()
    assert is_built()
    assert build(appraisals=False) is False
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(("arguments", "told"), [([], "already"), (["--if-missing"], "")])
def test_the_command_changes_nothing_where_it_is_there(arguments, told):
    before = JournalEntry.objects.count()
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0
    assert told in result.stderr
    assert bool(told) == bool(result.stderr)
    assert JournalEntry.objects.count() == before


def test_the_command_shows_an_example_and_refuses_a_seed_that_is_none():
    assert "pingyi demo --if-missing" in CliRunner().invoke(command, ["--help"]).output
    assert CliRunner().invoke(command, ["--seed", "plum"]).exit_code == 2


def test_production_refuses(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused) as refused:
        build(appraisals=False)
    assert refused.value.issues[0].code == "demonstration_in_production"
