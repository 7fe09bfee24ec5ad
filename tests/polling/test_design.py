"""From the wish for an online appraisal to the manifest that was signed: each step, and each way it is refused."""

from dataclasses import replace

import pytest

from pingyi.campaigns.models import CampaignForm, SchemeVersion
from pingyi.journal.models import JournalEntry
from pingyi.polling.actions import fix_manifest, plan_cells, prepare, say_where
from pingyi.polling.models import Cell, OnlineAppraisal
from pingyi.polling.queries import appraisal_of, deeds, manifest_of, outlook
from pingyi.polling.totals import total
from pingyi.protocol.parties import Party
from pingyi.wording import Refused
from tests.ballots.founding import RATED
from tests.ballots.plan import Plan
from tests.polling import land


def codes(act, *args, **options):
    with pytest.raises(Refused) as refused:
        act(*args, **options)
    return [issue.code for issue in refused.value.issues]


@pytest.mark.parametrize("public_id", ["Yunling", "a b", "", "x" * 65, "云岭"])
def test_an_id_that_no_manifest_carries_is_refused(campaign, public_id):
    assert codes(prepare, campaign, public_id, RATED) == ["public_id_wrong"]


def test_a_campaign_has_one_appraisal_and_somebody_who_controls_the_rated(campaign):
    assert codes(prepare, campaign, "a", "  ") == ["rated_missing"]
    prepare(campaign, "a", RATED)
    assert codes(prepare, campaign, "b", RATED) == ["appraisal_there"]


def test_without_an_online_questionnaire_there_is_nothing_to_prepare(campaign):
    CampaignForm.objects.all().delete()
    assert codes(prepare, campaign, "a", RATED) == ["no_online_form"]


def test_cells_can_be_planned_again_until_the_manifest_is_fixed(campaign, counted, tmp_path):
    appraisal = land.prepared(campaign, counted, tmp_path)
    assert plan_cells(appraisal, land.draft_of(counted, tmp_path, k=50)) == 6
    assert Cell.objects.count() == 6 and Cell.objects.get(index=0).k == 50
    plan_cells(appraisal, land.draft_of(counted, tmp_path))
    fixed = fix_manifest(
        appraisal, counted.files["manifest.json"], counted.files["manifest.sigs"], cells=counted.files["cells.jsonl"]
    )
    assert codes(plan_cells, fixed, land.draft_of(counted, tmp_path)) == ["manifest_fixed"]


def test_merged_cells_may_stand_for_the_formal_object(campaign, counted, tmp_path):
    appraisal = prepare(campaign, "a", RATED)
    plan_cells(appraisal, land.draft_of(counted, tmp_path, unit=land.TOP))
    assert Cell.objects.get(index=0).unit == campaign.formal_object


@pytest.mark.parametrize("unit", ["990000-county_bureau", "nowhere"])
def test_a_cell_of_a_unit_elsewhere_is_refused_whole(campaign, counted, tmp_path, unit):
    appraisal = prepare(campaign, "a", RATED)
    assert codes(plan_cells, appraisal, land.draft_of(counted, tmp_path, unit=unit)) == ["cell_unit_unknown"]
    assert not Cell.objects.exists()


@pytest.mark.parametrize(
    "change", [{"k": 29}, {"channel": "post"}, {"index": 5}, {"invited": 0}, {"name_zh": ""}, {"name_zh": "x" * 201}]
)
def test_a_draft_that_no_plan_writes_is_refused_with_its_row(campaign, counted, tmp_path, change):
    appraisal = prepare(campaign, "a", RATED)
    with pytest.raises(Refused) as refused:
        plan_cells(appraisal, land.draft_of(counted, tmp_path, **change))
    assert (refused.value.issues[0].code, refused.value.issues[0].row) == ("unreadable_cells_draft", 2)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"index,unit\nx,y\n", "名单\n".encode("gb18030")]
)
def test_another_file_is_no_draft(campaign, tmp_path, content):
    path = tmp_path / "draft.csv"
    path.write_bytes(content)
    assert codes(plan_cells, prepare(campaign, "a", RATED), path) == ["unreadable_cells_draft"]


def test_the_manifest_is_kept_byte_for_byte(appraisal, counted):
    kept = OnlineAppraisal.objects.get()
    assert bytes(kept.manifest) == counted.files["manifest.json"]
    assert (kept.camp, kept.fixed_at) == (counted.camp.hex(), land.COUNTED)
    assert manifest_of(kept) == counted.manifest
    assert JournalEntry.objects.get(act="polling:manifest:fixed").details == {"camp": counted.camp.hex()}


def test_a_manifest_is_fixed_once(appraisal, counted):
    files = counted.files
    again = (appraisal, files["manifest.json"], files["manifest.sigs"])
    assert codes(fix_manifest, *again, cells=files["cells.jsonl"]) == ["manifest_fixed"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"id": "other"}, "编号"),
        ({"kind": "internal"}, "评议方式"),
        ({"demonstration": True}, "是否演示"),
        ({"rated": "somebody"}, "被评一方归谁管"),
        ({"questionnaire": bytes(32)}, "问卷"),
        ({"options": (6, 6, 3)}, "问卷"),
        ({"scheme": bytes(32)}, "评议方案"),
        ({"opens": "2026-11-01T00:00:01Z"}, "开始时间"),
        ({"closes": "2026-11-15T16:00:01Z"}, "截止时间"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(campaign, tmp_path, counted, changes, named):
    appraisal = land.prepared(campaign, counted, tmp_path)
    plan = Plan(options=changes.get("options", land.OPTIONS), step="open", cast=(3,) * 6, fates={}, sealed=False)
    other = land.world(replace(plan, batches=((2,),)), manifest=lambda made, _: replace(made, **changes)).files
    with pytest.raises(Refused) as refused:
        fix_manifest(appraisal, other["manifest.json"], other["manifest.sigs"], cells=other["cells.jsonl"])
    assert [issue.what.zh for issue in refused.value.issues] == [f"清单里的{named}与这次评议不同。"]
    assert not OnlineAppraisal.objects.get().manifest


@pytest.mark.parametrize("change", [{"k": 50}, {"name_zh": "另名"}, {"invited": 999}, {"unit": "530001-county_bureau"}])
def test_cells_other_than_planned_are_refused(campaign, counted, tmp_path, change):
    appraisal = prepare(campaign, counted.plan.id, RATED)
    plan_cells(appraisal, land.draft_of(counted, tmp_path, **change))
    files = counted.files
    signed = (appraisal, files["manifest.json"], files["manifest.sigs"])
    assert codes(fix_manifest, *signed, cells=files["cells.jsonl"]) == ["cells_differ"]


def test_cells_that_the_manifest_does_not_name_are_refused(campaign, counted, tmp_path):
    appraisal = land.prepared(campaign, counted, tmp_path)
    files = counted.files
    lines = files["cells.jsonl"].replace("云桥区".encode(), "云桥县".encode())
    assert codes(fix_manifest, appraisal, files["manifest.json"], files["manifest.sigs"], cells=lines) == [
        "unreadable_public_file"
    ]


def test_a_bad_signature_names_its_party(campaign, counted, tmp_path):
    appraisal = land.prepared(campaign, counted, tmp_path)
    signatures = bytearray(counted.files["manifest.sigs"])
    signatures[64 * 3] ^= 1
    with pytest.raises(Refused) as refused:
        fix_manifest(appraisal, counted.files["manifest.json"], bytes(signatures), cells=counted.files["cells.jsonl"])
    assert refused.value.issues[0].what.zh == f"签名不对：{Party.T1.name}。"


@pytest.mark.parametrize("which", ["manifest.json", "manifest.sigs", "cells.jsonl"])
def test_files_that_are_cut_are_refused(campaign, counted, tmp_path, which):
    appraisal = land.prepared(campaign, counted, tmp_path)
    files = {**counted.files, which: counted.files[which][:-2]}
    signed = (appraisal, files["manifest.json"], files["manifest.sigs"])
    assert codes(fix_manifest, *signed, cells=files["cells.jsonl"]) == ["unreadable_public_file"]


def test_a_scheme_that_can_still_change_is_refused(campaign, counted, tmp_path):
    appraisal = land.prepared(campaign, counted, tmp_path)
    SchemeVersion.objects.update(frozen_at=None)
    files = counted.files
    signed = (appraisal, files["manifest.json"], files["manifest.sigs"])
    assert codes(fix_manifest, *signed, cells=files["cells.jsonl"]) == ["scheme_not_frozen"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("page_address", "http://page.example/"), ("page_address", "https://x/#CODE"), ("public_place", "x" * 501)],
)
def test_a_place_that_is_none_is_refused_beside_its_field(campaign, field, value):
    appraisal = prepare(campaign, "a", RATED)
    with pytest.raises(Refused) as refused:
        say_where(appraisal, **{"public_place": "", "page_address": "", field: value})
    assert refused.value.issues[0].field == field


def test_the_total_is_what_the_newest_checkpoint_says(campaign, opened, tmp_path):
    appraisal = land.fixed(campaign, opened, tmp_path)
    assert total(appraisal) is None
    folder = opened.write(tmp_path / "package")
    say_where(appraisal, public_place=str(folder), page_address="https://page.library.example/")
    found = total(appraisal)
    assert (found.entries, found.witnesses, found.quorum, found.rows) == (len(opened.history.entries), 2, 2, False)
    (folder / "log" / "checkpoint").write_bytes(b"another log")
    assert total(appraisal) is None


def test_published_rows_are_seen(appraisal, published):
    say_where(appraisal, public_place=str(published), page_address="")
    assert total(appraisal).rows


def test_what_was_done_is_read_from_the_journal(appraisal, campaign):
    found = deeds(campaign)
    assert set(found) == {"polling:appraisal:prepared", "polling:cells:planned", "polling:manifest:fixed"}
    assert found["polling:cells:planned"].details["cells"] == 6
    assert appraisal_of(campaign) == appraisal


def test_the_outlook_adds_up(appraisal):
    found = outlook(appraisal, 50)
    assert found.invited == sum(one.cell.invited for one in found.cells)
    assert (found.withheld, found.unranked, found.ranked) == (4, 2, 0)
    everybody = outlook(appraisal, 100)
    assert everybody.ballots == everybody.invited
    assert [one.expected.half_width for one in everybody.cells].count(0.0) == 4
