"""A proposal to sign says in words what would be signed: the campaign, its figures, its digest."""

import pytest

from pingyi.accounts.actions import propose
from pingyi.results.actions import SIGN
from pingyi.results.models import ResultSet, UnitResult
from tests.web.invented import build_province
from tests.web.office.conftest import text_of
from tests.web.office.test_cost import another_campaign, another_set, queries_of

NAME = "云岭省2025年群众评议机关作风"
EVIDENCE = [{"kind": "sample", "number": 2, "rows": 24000, "digest": "ab" * 32}]


@pytest.fixture
def built(db):
    """A result that waits for its signatures: the department with 81.2 points, a bureau without a score."""
    province = build_province(published=False, stations=0)
    ResultSet.objects.update(evidence=EVIDENCE)
    units, of = province.units, province.result_set
    scored = {"score": 81.23, "lower": 80.1, "upper": 82.4, "group": "formal_object"}
    UnitResult.objects.create(result_set=of, unit=units["53-province_dept"], **scored)
    UnitResult.objects.create(
        result_set=of, unit=units["5301-prefecture_bureau"], group="prefecture", withheld="too_few"
    )
    return province


def proposed(province, by, **changed):
    payload = {"result_set": province.result_set.pk, "digest": province.result_set.digest, **changed}
    return propose(SIGN, f"campaign:{province.campaign.code}", payload, by=by)


@pytest.fixture
def one(built, seat):
    return proposed(built, seat("lu").staff)


def test_the_page_says_what_would_be_signed(built, one, organiser):
    page = text_of(organiser.get(f"/office/proposals/{one.pk}/"))
    for words in (f"{NAME}，第1次结果", "云岭省公安厅机关", "81.2", "80.1至82.4", "1个有得分，1个没有得分"):
        assert words in page
    assert "第2批，24000行" in page and built.result_set.digest in page
    assert "不能签发" not in page


def test_the_lists_name_the_campaign_and_the_run(one, organiser):
    for address in ("/office/proposals/", "/office/"):
        assert f"{NAME}，第1次结果" in text_of(organiser.get(address))


def test_a_result_that_is_another_by_now_is_marked(built, seat, organiser):
    one = proposed(built, seat("lu").staff, digest="0" * 64)
    assert "和现在的结果不一样，不能签发" in text_of(organiser.get(f"/office/proposals/{one.pk}/"))


def test_the_journal_names_the_campaign(one, organiser):
    assert f"提出“签发评议结果”，{NAME}，等另一人复核" in text_of(organiser.get("/office/journal/"))


def test_a_stranger_is_shown_nothing(built, one, seat):
    reader = seat("ye", "liaison", built.units["530102-county_bureau"])
    assert reader.get(f"/office/proposals/{one.pk}/").status_code == 403
    assert NAME not in text_of(reader.get("/office/proposals/")).split("<main")[1].split("</main>")[0]


def test_three_proposals_cost_what_one_costs(built, one, organiser):
    before = queries_of(organiser, "proposals/")
    for n in (2, 3):
        campaign = another_campaign(built.campaign, n)
        payload = {"result_set": another_set(built.result_set, n).pk, "digest": "x"}
        propose(SIGN, f"campaign:{campaign.code}", payload, by=one.proposed_by)
    extra = 2 * 3  # whether I may decide is asked of each: its result set, its unit, my postings
    assert queries_of(organiser, "proposals/") <= before + extra
