"""The whole story, told once through the public actions."""

from itertools import pairwise

import pytest

from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import external_results, frozen_scheme
from pingyi.campaigns.states import State, state_at
from pingyi.demonstration.build import build, is_built
from pingyi.demonstration.people import PASSWORD, everybody
from pingyi.demonstration.world.windows import guided_window
from pingyi.directory.models import Area, Posting, ServicePoint, Unit
from pingyi.evidence.queries import batches_in_force, damaged_batches
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused

pytestmark = pytest.mark.usefixtures("province")
ROWS = {
    "sample": 24_000,
    "ballots": 60_000,
    "ratings": 40_000,
    "assessment": 2_900,
    "rectification": 274,
    "commitment": 903,
    "external": 17,
}


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


def test_every_unit_with_evidence_is_covered_but_prefecture_vehicle_offices_have_none(past):
    groups = set(past.covered.values_list("group", flat=True))
    assert groups == {"province", "prefecture", "county", "station", "window"}
    assert past.covered.filter(unit__code=guided_window(), group="window").exists()


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
    assert build() is False
    assert JournalEntry.objects.count() == before


def test_production_refuses(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused) as refused:
        build()
    assert refused.value.issues[0].code == "demonstration_in_production"
