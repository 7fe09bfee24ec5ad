"""A campaign designed at the desk, from its formal object to the frozen scheme; and what is refused on the way."""

import pytest

from pingyi.campaigns.models import Campaign, ExternalResult
from pingyi.questionnaires.actions import release_version, start_from_template
from pingyi.scoring.presets import preset_text
from tests.web.office.conftest import file_of, said_after, text_of

HERE = "/office/campaigns/yl-2026/"
NEW = "/office/campaigns/new/?unit=99-department"
MOMENTS = {
    "mobilise_at": "2026-12-01T09:00",
    "collect_at": "2026-12-15T09:00",
    "close_at": "2027-02-01T00:00",
    "score_at": "2027-02-02T09:00",
    "object_at": "2027-02-10T09:00",
    "publish_at": "2027-03-01T09:00",
}
DRAFT = {
    "name_zh": "云岭省2026年群众评议",
    "name_en": "Yunling 2026",
    "code": "yl-2026",
    "year": "2026",
    "organiser_zh": "云岭省群众评议委员会",
    "organiser_en": "",
    "mode": "independent",
    **MOMENTS,
}


@pytest.fixture
def campaign(land, organiser):
    assert organiser.post(NEW, DRAFT).status_code == 302
    return Campaign.objects.get()


def with_scheme(client, preset="recommended"):
    return client.post(f"{HERE}scheme/preset/?preset={preset}", {"preset": preset})


def with_covered_units(client):
    with_scheme(client)
    client.post(f"{HERE}cover/")


def ready(client):
    """Everything settled, nothing frozen."""
    with_covered_units(client)
    version = release_version(start_from_template("online", code="online"))
    client.post(f"{HERE}form/", {"channel": "online", "version": version.pk})


def test_the_formal_object_is_found_by_search(land, organiser):
    page = text_of(organiser.get("/office/campaigns/new/", {"q": "公安厅"}))
    assert "?unit=99-department" in page
    assert "评议对象：云岭省公安厅" in text_of(organiser.get(NEW))


def test_each_step_leads_to_the_next_until_the_scheme_is_frozen(campaign, organiser):
    said = []
    for act in (lambda: None, lambda: with_scheme(organiser), lambda: organiser.post(f"{HERE}cover/")):
        act()
        said.append(text_of(organiser.get("/office/")))
    ready(organiser)
    said.append(text_of(organiser.get("/office/")))
    expected = ["还没有评议方案", "还没有确定延伸单位", "还没有选定问卷", "评议方案还没有锁定"]
    assert [words in page for words, page in zip(expected, said, strict=True)] == [True] * 4
    assert "已锁定" in said_after(organiser, organiser.post(f"{HERE}scheme/freeze/"))
    assert "等评议开始" in text_of(organiser.get("/office/"))


def test_the_covered_units_are_counted_by_group(campaign, organiser):
    with_scheme(organiser)
    page = said_after(organiser, organiser.post(f"{HERE}cover/"))
    assert f"已确定{campaign.covered.count()}个延伸单位" in page
    assert "派出所" in page and campaign.covered.filter(group="county").count() == 2


def test_moments_out_of_order_are_refused_beside_the_field(land, organiser):
    answer = organiser.post(NEW, DRAFT | {"close_at": "2026-12-10T00:00"})
    assert answer.status_code == 422
    assert 'id="id_close_at_error"' in text_of(answer)
    assert not Campaign.objects.exists()


def test_moments_are_said_in_the_time_of_the_office(campaign, organiser):
    page = text_of(organiser.get(HERE))
    assert "2027年1月31日24时" in page and "2026年12月15日" in page


def test_freezing_needs_covered_units(campaign, organiser):
    with_scheme(organiser)
    answer = organiser.post(f"{HERE}scheme/freeze/")
    assert answer.status_code == 422
    assert "还没有确定延伸单位" in text_of(answer)
    assert not campaign.schemes.filter(frozen_at__isnull=False).exists()


def test_after_freezing_nothing_of_the_design_can_change(campaign, organiser):
    ready(organiser)
    organiser.post(f"{HERE}scheme/freeze/")
    answers = [with_scheme(organiser, "C"), organiser.post(f"{HERE}cover/"), organiser.post(f"{HERE}scheme/freeze/")]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert campaign.schemes.count() == 1


def test_what_changed_between_two_schemes_is_said(campaign, organiser):
    with_scheme(organiser)
    text = preset_text("recommended")
    longer = text.replace("total = 100", "total = 100\n# a remark that means nothing")
    same = organiser.post(f"{HERE}scheme/file/", {"file": file_of(longer, "scheme.toml")})
    assert "第1版" in said_after(organiser, same)
    page = said_after(organiser, with_scheme(organiser, "C"))
    assert "第2版" in page and "新增一类：全部单位" in page


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "code"), (b"total = 100\ncolour = 1", "colour"), (b"\xff\xfe\x00", "编码"), (b"x" * 600_000, "太大")],
)
def test_a_scheme_that_is_wrong_is_refused_with_what_is_wrong(campaign, organiser, content, says):
    answer = organiser.post(f"{HERE}scheme/file/", {"file": file_of(content, "scheme.toml")})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not campaign.schemes.exists()


def test_the_scheme_file_comes_back_as_it_went_in(campaign, organiser):
    with_scheme(organiser)
    assert organiser.get(f"{HERE}scheme/1.toml").content.decode() == preset_text("recommended")
    assert organiser.get(f"{HERE}scheme/preset/?preset=../x").status_code == 404


def test_another_body_s_result_stands_beside(campaign, organiser):
    asked = {"year": "2025", "body_zh": "省统计局", "grade": "良好", "score": "83.12", "document": "统〔2025〕3号"}
    page = said_after(organiser, organiser.post(f"{HERE}external/", asked))
    assert "83.12" in page and "省统计局" in page
    assert ExternalResult.objects.get().score_e2 == 8312


def test_the_rated_side_looks_and_changes_nothing(campaign, organiser, land, seat):
    ready(organiser)
    liaison = seat("ye", "liaison", land["990102-bureau"])
    assert liaison.get(HERE).status_code == 200
    acts = ("timetable/", "cover/", "form/", "external/", "scheme/file/", "scheme/freeze/")
    assert {liaison.post(HERE + act).status_code for act in acts} == {403}
    page = text_of(liaison.get(HERE))
    assert not [act for act in acts if f"{HERE}{act}" in page]


def test_a_unit_that_is_not_covered_does_not_see_the_campaign(campaign, land, seat):
    outside = seat("ye", "liaison", land["990102-bureau"])
    assert outside.get(HERE).status_code == 404
    assert "yl-2026" not in text_of(outside.get("/office/campaigns/"))


def test_internal_appraisal_is_said_on_the_page(land, organiser):
    page = said_after(organiser, organiser.post(NEW, DRAFT | {"mode": "internal"}))
    assert "组织方和被评的是一家" in page
