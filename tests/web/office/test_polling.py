"""The online appraisal at the organiser's desk: from the list of people to the verified rows."""

import datetime as dt

import pytest

from pingyi.foundation import clock
from pingyi.polling.actions import say_where
from pingyi.polling.models import BallotObjection, Cell, OnlineAppraisal, VerifiedRows
from pingyi.polling.queries import appraisal_of
from pingyi.rollkeeper.eligibility import COLUMNS
from tests.ballots.founding import RATED, policy
from tests.polling import land
from tests.polling.test_drafting import agreed_of, files_of
from tests.polling.test_eligibility import person, written
from tests.web.office.conftest import file_of, said_after, text_of

HERE = "/office/campaigns/yunling-2026/polling/"
PREPARED = {"public_id": "yunling-2026", "rated": RATED}


@pytest.fixture(scope="module")
def counted():
    return land.world()


@pytest.fixture
def campaign(db):
    with clock.frozen_at(land.COUNTED):
        yield land.campaign_made(land.units_made())


@pytest.fixture
def begun(campaign, organiser):
    assert organiser.post(f"{HERE}prepare/", PREPARED).status_code == 302
    return appraisal_of(campaign)


@pytest.fixture
def planned(begun, organiser, counted, tmp_path):
    draft = land.draft_of(counted, tmp_path).read_bytes()
    said = said_after(organiser, organiser.post(f"{HERE}cells/draft/", {"draft": file_of(draft, "cells-draft.csv")}))
    assert "已收下6个计票单元" in said
    return begun


def signed_files(made):
    names = {"manifest": "manifest.json", "signatures": "manifest.sigs", "cells": "cells.jsonl"}
    return {field: file_of(made.files[name], name) for field, name in names.items()}


@pytest.fixture
def fixed(planned, organiser, counted):
    assert organiser.post(f"{HERE}manifest/", signed_files(counted)).status_code == 302
    return planned


def now_of(page):
    """The heading of the one next step."""
    return page.split("next-card")[1].split("<h2>")[1].split("</h2>")[0]


def test_each_step_leads_to_the_next(campaign, organiser, counted, tmp_path):
    said = [now_of(text_of(organiser.get(HERE)))]
    organiser.post(f"{HERE}prepare/", PREPARED)
    said.append(now_of(text_of(organiser.get(HERE))))
    listed = written(tmp_path / "people.csv", [person(0)]).read_bytes()
    downloaded(organiser.post(f"{HERE}people/", {"file": file_of(listed, "people.csv")}))
    said.append(now_of(text_of(organiser.get(HERE))))
    organiser.post(f"{HERE}cells/draft/", {"draft": file_of(land.draft_of(counted, tmp_path).read_bytes())})
    said.append(now_of(text_of(organiser.get(HERE))))
    organiser.post(f"{HERE}manifest/", signed_files(counted))
    for hours in (1, 0, -48):
        closes = land.COUNTED + dt.timedelta(hours=hours)
        type(campaign).objects.update(close_at=closes, score_at=max(closes, campaign.score_at))
        said.append(now_of(text_of(organiser.get(HERE))))
    assert said == ["筹备", "名单", "计票单元", "清单", "进行中", "截止", "开票"]


def downloaded(answer):
    return b"".join(answer.streaming_content).decode()


def test_the_cleaned_list_comes_back_and_is_not_kept(begun, organiser, settings, tmp_path):
    people = [person(0), person(1, matter="domestic_violence")]
    listed = written(tmp_path / "list.csv", people).read_bytes()
    answer = organiser.post(f"{HERE}people/", {"file": file_of(listed, "people.csv")})
    content = downloaded(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert answer["Cache-Control"] == "no-store"
    assert content.splitlines()[0] == ",".join(COLUMNS) and "matter-00000" in content and "matter-00001" not in content
    assert list((settings.PINGYI_VAR / "passing").rglob("*")) == []
    page = text_of(organiser.get(f"{HERE}people/"))
    assert "家庭暴力 1" in page and "李念安" not in page


def test_a_list_with_a_wrong_row_says_which_and_is_not_kept(begun, organiser, settings, tmp_path):
    listed = written(tmp_path / "list.csv", [person(0, channel="post")]).read_bytes()
    answer = organiser.post(f"{HERE}people/", {"file": file_of(listed, "people.csv")})
    assert answer.status_code == 422 and "第2行“channel”" in text_of(answer)
    left = [path for path in settings.PINGYI_VAR.rglob("*") if path.is_file() and b"matter-00000" in path.read_bytes()]
    assert left == [tmp_path / "list.csv"]


def test_a_list_that_a_killed_process_left_goes_with_the_next(begun, organiser, settings, tmp_path):
    left = settings.PINGYI_VAR / "passing" / "tmpx"
    left.mkdir(parents=True)
    (left / "in.csv").write_text("李念安")
    listed = written(tmp_path / "list.csv", [person(0)]).read_bytes()
    downloaded(organiser.post(f"{HERE}people/", {"file": file_of(listed, "people.csv")}))
    assert not left.exists()


def test_cells_say_what_they_can_tell_at_a_response_rate(planned, organiser):
    page = text_of(organiser.get(f"{HERE}cells/?response=50"))
    assert page.count("公布，不排序") == 2 and page.count("不足30票，不公布") == 4
    assert "如果受邀的人有50%参加" in page
    assert "如果受邀的人有20%参加" in text_of(organiser.get(f"{HERE}cells/?response=x"))


def test_a_draft_that_is_none_is_refused_beside_its_field(begun, organiser):
    answer = organiser.post(f"{HERE}cells/draft/", {"draft": file_of("a,b\n1,2\n")})
    assert answer.status_code == 422 and 'id="id_draft_error"' in text_of(answer)
    assert not Cell.objects.exists()


def parts(made, **changes):
    """What is filled in to draft a manifest."""
    files, agreed = files_of(made), agreed_of(made)
    names = ("roll", "cells", "ballot_signer", "entry_signer", "outer_trustee", "inner_trustee", "page", "bodies")
    said = ("roll_keeper_key", "box_key", "log", "quorum", "page_host", "batch_max", "batch_source", "beacon")
    return {
        **{name: file_of(getattr(files, name), name) for name in names},
        **{name: getattr(agreed, name) for name in said},
        **{f"host_{party.name}": host for party, host in agreed.hosts.items()},
        "witnesses": "\n".join(agreed.witnesses),
        "relays": "\n".join(agreed.relays),
    } | changes


def test_the_manifest_is_drafted_shown_and_downloaded(planned, organiser, counted):
    answer = organiser.post(f"{HERE}draft/", parts(counted))
    assert answer.status_code == 302, text_of(answer)
    page = text_of(organiser.get(answer["Location"]))
    assert "body T1" in page and "pingyi manifest sign" in page and 'class="grade-mark">A<' in page
    content = organiser.get(answer["Location"] + "file/").content
    assert b'"id":"yunling-2026"' in content
    assert not OnlineAppraisal.objects.get().manifest


def test_another_organiser_does_not_see_my_draft(planned, organiser, seat, counted):
    place = organiser.post(f"{HERE}draft/", parts(counted))["Location"]
    assert seat("lu").get(place).status_code == 302
    assert seat("lan").get(place + "file/").status_code == 302


@pytest.mark.parametrize("field", ["roll", "cells", "ballot_signer", "outer_trustee", "bodies", "log", "box_key"])
def test_a_wrong_part_is_named_beside_its_field(planned, organiser, counted, field):
    wrong = "x" if field in {"log", "box_key"} else file_of("x")
    answer = organiser.post(f"{HERE}draft/", parts(counted, **{field: wrong}))
    assert answer.status_code == 422 and f'id="id_{field}_error"' in text_of(answer)


def test_a_manifest_of_another_campaign_is_refused(planned, organiser, counted):
    OnlineAppraisal.objects.update(rated="somebody else")
    answer = organiser.post(f"{HERE}manifest/", signed_files(counted))
    assert answer.status_code == 422 and "被评一方归谁管" in text_of(answer)


def test_the_fingerprint_is_shown_large_and_the_manifest_can_be_had(fixed, organiser, counted):
    page = text_of(organiser.get(HERE))
    assert all(f"<span>{counted.fingerprint[n : n + 4]}</span>" in page for n in range(0, 26, 4))
    assert organiser.get(f"{HERE}manifest.json").content == counted.files["manifest.json"]
    assert organiser.get(f"{HERE}questionnaire.json").content == land.QUESTIONNAIRE


def test_a_campaign_that_moves_away_from_its_manifest_is_told(fixed, campaign, organiser):
    type(campaign).objects.update(close_at=land.MOMENTS["score_at"])
    assert "评议活动和签好的清单不一致了" in text_of(organiser.get(HERE))


def test_the_total_is_one_number(fixed, organiser, counted, tmp_path):
    say_where(fixed.__class__.objects.get(), public_place=str(counted.write(tmp_path / "p")), page_address="")
    page = text_of(organiser.get(HERE))
    assert f"<dd>{len(counted.history.entries)}</dd>" in page and "2家见证" in page
    assert now_of(page) == "收下票数据"


def test_a_place_that_does_not_answer_is_said(fixed, organiser, tmp_path):
    say_where(fixed.__class__.objects.get(), public_place=str(tmp_path / "nowhere"), page_address="")
    assert "现在读不到公开日志" in text_of(organiser.get(HERE))


def test_the_poster_has_the_address_and_its_picture(fixed, organiser):
    assert organiser.get(f"{HERE}poster/").status_code == 404
    said = said_after(organiser, organiser.post(f"{HERE}places/", {"page_address": "https://page.example/"}))
    assert "https://page.example/" in said
    page = text_of(organiser.get(f"{HERE}poster/"))
    assert "<svg" in page and "https://page.example/" in page and "云岭省群众评议委员会" in page


def test_objections_are_noted_and_told(fixed, organiser):
    said = said_after(organiser, organiser.post(f"{HERE}objections/", {"log_index": "17"}))
    assert "等开票方答复" in said
    said = said_after(organiser, organiser.post(f"{HERE}objections/17/", {"added": "yes"}))
    assert "漏了，已补上" in said and BallotObjection.objects.get().added is True


def test_rows_are_taken_in_with_the_report_check_by_check(fixed, organiser, counted, tmp_path):
    folder = counted.write(tmp_path / "public" / "ballots" / "yunling-2026")
    assert folder.is_dir()
    said = said_after(organiser, organiser.post(f"{HERE}rows/", {"place": "yunling-2026"}))
    rows = VerifiedRows.objects.get()
    assert f"已收下{rows.batch.rows}张票" in said and said.count("符合</span>") == 11
    assert "保密等级 A，自报" in said and "每张凭证都是持评议码的人领的，一人一张" in said
    organiser.post(f"{HERE}rows/", {"place": "yunling-2026", "policy": file_of(policy(), "policy.json")})
    assert VerifiedRows.objects.get().claimed is False
    assert "全部办完" in text_of(organiser.get(HERE))


def test_a_changed_package_is_shown_check_by_check_and_not_taken_in(fixed, organiser, counted, tmp_path):
    folder = counted.write(tmp_path / "public" / "ballots" / "x")
    path = next((folder / "rows").iterdir())
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    answer = organiser.post(f"{HERE}rows/", {"place": "x"})
    page = text_of(answer)
    assert answer.status_code == 422 and "一张票也没有收下" in page and "不符</span>" in page
    assert not VerifiedRows.objects.exists()


@pytest.mark.parametrize("place", ["../secret", "/etc", "a/b", ".hidden", "file:///etc"])
def test_nobody_points_at_other_files_of_this_machine(fixed, organiser, place):
    answer = organiser.post(f"{HERE}rows/", {"place": place})
    assert answer.status_code == 422 and 'id="id_place_error"' in text_of(answer)


def test_ballots_are_never_uploaded_by_hand(begun, organiser):
    evidence = "/office/campaigns/yunling-2026/evidence/"
    answer = organiser.post(
        f"{evidence}ballots/import/", {"file": file_of("cell,unit,grade\n", "x.csv"), "source": "x"}
    )
    assert answer.status_code == 422 and "只能核对以后收下" in text_of(answer)
    assert "ballots/import/" not in text_of(organiser.get(evidence))


def test_an_auditor_reads_and_changes_nothing(planned, seat):
    auditor = seat("jiang", "auditor")
    assert auditor.get(HERE).status_code == auditor.get(f"{HERE}cells/").status_code == 200
    assert "收下草案" not in text_of(auditor.get(f"{HERE}cells/"))
    assert auditor.post(f"{HERE}rows/", {"place": "x"}).status_code == 403


def test_another_side_of_the_land_sees_nothing(planned, seat):
    elsewhere = land.Unit.objects.get(code="990000-county_bureau")
    assert seat("qin", "organiser", elsewhere).get(HERE).status_code == 403


def test_a_demonstration_says_so(campaign, organiser):
    type(campaign).objects.update(demonstration=True)
    assert "答案不保密，保密等级D" in text_of(organiser.get(HERE))
