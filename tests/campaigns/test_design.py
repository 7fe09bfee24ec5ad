"""A campaign is created whole or not at all, covers what its scheme names, and is closed to change once frozen."""

from dataclasses import asdict, replace

import pytest

from pingyi.campaigns.actions import (
    add_scheme,
    attach_form,
    cover_units,
    create_campaign,
    freeze_scheme,
    move_timetable,
    record_external_result,
)
from pingyi.campaigns.actions.external import External
from pingyi.campaigns.models import Campaign, ExternalResult
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.questionnaires.actions import release_version, start_from_template
from pingyi.scoring.presets import preset_text
from pingyi.wording import Refused, Text
from tests.campaigns.conftest import MOMENTS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(draft):
    return create_campaign(draft)


@pytest.fixture
def frozen(campaign):
    version = add_scheme(campaign, preset_text("recommended"))
    cover_units(campaign)
    with clock.frozen_at(at(5)):
        freeze_scheme(version)
    return campaign


def codes_of(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return [issue.code for issue in caught.value.issues]


def test_a_campaign_keeps_what_the_draft_says(campaign, draft):
    stored = Campaign.objects.get(code="yl-2026")
    assert {name: getattr(stored, name) for name in asdict(MOMENTS)} == asdict(MOMENTS)
    assert (stored.name, stored.organiser_zh, stored.formal_object.code) == (draft.name, "委员会", "dept")
    assert JournalEntry.objects.get().act == "campaigns:campaign:created"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "YL 2026"}, "campaign_code"),
        ({"code": "a"}, "campaign_code"),
        ({"mode": "friendly"}, "campaign_mode"),
        ({"name": Text("", "x")}, "campaign_name"),
        ({"formal_object": "nobody"}, "unit_unknown"),
        ({"moments": replace(MOMENTS, close_at=at(5))}, "timetable_order"),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(draft, change, code):
    assert code in codes_of(create_campaign, replace(draft, **change))
    assert not Campaign.objects.exists() and not JournalEntry.objects.exists()


def test_all_faults_are_told_together(draft):
    bad = replace(draft, code="!", mode="?", formal_object="nobody")
    assert sorted(codes_of(create_campaign, bad)) == ["campaign_code", "campaign_mode", "unit_unknown"]


def test_a_code_is_used_once(campaign, draft):
    assert codes_of(create_campaign, draft) == ["campaign_exists"]


def test_covered_are_the_units_below_that_a_group_names_as_they_stand_when_collecting_begins(campaign):
    add_scheme(campaign, preset_text("recommended"))
    assert cover_units(campaign) == 3
    covered = dict(campaign.covered.values_list("unit__code", "group"))
    assert covered == {"c1": "county", "c2": "county", "w1": "window"}


def test_covering_again_replaces(campaign, units):
    add_scheme(campaign, preset_text("recommended"))
    cover_units(campaign)
    move_timetable(campaign, replace(MOMENTS, collect_at=at(35)))
    assert cover_units(campaign) == 4  # the late window stands by then


def test_covering_needs_a_scheme(campaign):
    assert codes_of(cover_units, campaign) == ["scheme_missing"]


def test_only_a_released_questionnaire_is_asked(campaign):
    version = start_from_template("online", code="online")
    assert codes_of(attach_form, campaign, "online", version) == ["questionnaire_not_released"]
    attach_form(campaign, "online", release_version(version))
    assert campaign.forms.get().version == version


def test_the_same_scheme_file_is_the_same_version(campaign):
    first = add_scheme(campaign, preset_text("recommended"))
    respelt = preset_text("recommended") + "\n# a remark changes nothing\n"
    assert add_scheme(campaign, respelt) == first
    changed = (
        preset_text("recommended").replace("lawful = 20", "lawful = 19", 1).replace("windows = 15", "windows = 16", 1)
    )
    assert add_scheme(campaign, changed).number == 2


def test_a_scheme_whose_weights_do_not_add_up_is_refused(campaign):
    wrong = preset_text("recommended").replace("lawful = 20", "lawful = 21", 1)
    assert codes_of(add_scheme, campaign, wrong)
    assert not campaign.schemes.exists()


def test_only_the_newest_scheme_is_frozen_and_only_once(campaign):
    old = add_scheme(campaign, preset_text("recommended"))
    changed = (
        preset_text("recommended").replace("lawful = 20", "lawful = 19", 1).replace("windows = 15", "windows = 16", 1)
    )
    new = add_scheme(campaign, changed)
    assert codes_of(freeze_scheme, new) == ["no_covered_units"]
    cover_units(campaign)
    assert codes_of(freeze_scheme, old) == ["scheme_not_newest"]
    freeze_scheme(new)
    assert codes_of(freeze_scheme, new) == ["scheme_frozen"]


def test_after_freezing_the_design_is_closed(frozen):
    version = release_version(start_from_template("online", code="online"))
    assert codes_of(attach_form, frozen, "online", version) == ["scheme_frozen"]
    assert codes_of(cover_units, frozen) == ["scheme_frozen"]
    assert codes_of(add_scheme, frozen, preset_text("A")) == ["scheme_frozen"]


def test_a_moment_that_has_passed_stays_once_the_scheme_is_frozen(frozen):
    with clock.frozen_at(at(20)):
        assert codes_of(move_timetable, frozen, replace(MOMENTS, collect_at=at(15))) == ["moment_passed"]
        move_timetable(frozen, replace(MOMENTS, close_at=at(40.5)))
    frozen.refresh_from_db()
    assert frozen.close_at == at(40.5)


def test_another_bodys_result_is_kept_once_per_year_and_body(units):
    body = Text("考评办", "Evaluation office")
    record_external_result(units["c1"], External(2025, body, "良好", 8730))
    record_external_result(units["c1"], External(2025, body, "优秀", 9010))
    kept = ExternalResult.objects.get()
    assert (kept.grade, kept.score_e2) == ("优秀", 9010)
    assert JournalEntry.objects.count() == 2
