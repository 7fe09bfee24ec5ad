"""The lists of a result: a group, what has no score, and both together."""

import pytest

from pingyi.results.models import UnitResult
from tests.web.invented import build_province
from tests.web.office.conftest import text_of

RESULT = "/office/campaigns/yunling-2025/results/1/"


@pytest.fixture
def built(db):
    province = build_province()
    UnitResult.objects.filter(unit__code="530103-county_bureau").update(score=None, withheld="too_few")
    UnitResult.objects.filter(unit__code="530201000-station").update(score=None, withheld="too_few")
    return province


def units_in(page):
    rows = page.split("<tbody>")[-1].split("</tbody>")[0]
    return {part.split("/")[0] for part in rows.split("/office/units/")[1:]}


def test_what_has_no_score_is_found_inside_its_group(built, organiser):
    page = text_of(organiser.get(RESULT, {"group": "county", "show": "withheld"}))
    assert units_in(page) == {"530103-county_bureau"}
    assert "回答的人太少" in page


def test_a_group_lists_its_scores_and_leads_to_what_has_none(built, organiser):
    page = text_of(organiser.get(RESULT, {"group": "county"}))
    assert units_in(page) == {"530102-county_bureau", "530201-county_bureau"}
    assert "?group=county&amp;show=withheld" in page


def test_without_a_group_everything_without_a_score_is_listed(built, organiser):
    shown = units_in(text_of(organiser.get(RESULT, {"show": "withheld"})))
    assert {"530103-county_bureau", "530201000-station"} <= shown


def test_a_group_that_does_not_exist_is_no_group(built, organiser):
    assert units_in(text_of(organiser.get(RESULT, {"group": "nobody", "show": "withheld"})))


def test_the_diagnostics_name_what_was_left_out_and_why(built, organiser):
    page = text_of(organiser.get(RESULT + "diagnostics/"))
    few = UnitResult.objects.filter(withheld="too_few").count()
    assert few > 1 and f"{few}个单位没有得分" in page and "回答的人太少" in page
    assert "NaN" not in page and "None" not in page
