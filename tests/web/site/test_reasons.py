"""A unit's page gives the reason for its figures: conditions not met, evidence missing, findings of the units below."""

import pytest

from pingyi.results.models import IndicatorResult, UnitResult
from tests.web.site.test_unit_page import FEW, WINDOW, change, read

__all__ = ["read"]
BUREAU = "530201-county_bureau"
NOT_MENDED = ["rectification.confirmed"]
REACHED = "分数到了“良好”的线，但群众确认解决的不到应整改的95%，所以评为“一般”。"
BELOW = {"units": 3, "visits": 8, "findings": 5, "items": [["notice", 4], ["sign", 1]], "off_e4": 3125, "per": "visit"}


def stored(unit: str, **values: object) -> None:
    """Change the facts of a unit."""
    result = UnitResult.objects.get(unit__code=unit)
    result.facts = {**result.facts, **values}
    result.save()


def test_points_enough_and_a_condition_not_met_is_said_with_the_condition(read):
    change(WINDOW, score=92.4, lower=91.6, upper=93.2, grade="fair", point_grade="fair", reaches="fair")
    stored(WINDOW, unmet=NOT_MENDED)
    assert REACHED in read(WINDOW)
    assert (
        "The points reach “Good”, but fewer than 95 % of what was due were confirmed by citizens;"
        " so the grade is “Fair”." in read(WINDOW, "/en")
    )


def test_a_condition_not_met_is_said_where_the_interval_only_reaches_the_line(read):
    change(WINDOW, score=73, lower=70, upper=76, grade="fair", point_grade="fair", reaches="fair")
    stored(WINDOW, unmet=NOT_MENDED)
    assert "就算分数到了“良好”的线，也评不上：群众确认解决的不到应整改的95%。" in read(WINDOW)


@pytest.mark.parametrize("upper, unmet", [(73, NOT_MENDED), (80, [])])
def test_where_points_alone_decide_no_condition_is_named(read, upper, unmet):
    change(WINDOW, score=70, lower=68, upper=upper, grade="fair", point_grade="fair", reaches="fair")
    stored(WINDOW, unmet=unmet)
    text = read(WINDOW)
    assert "95%。" not in text and "，但群众" not in text and "评不上" not in text


def test_a_borrowed_grade_comes_with_its_own_reason(read):
    change(BUREAU, score=92.4, lower=91.6, upper=93.2, grade="fair", point_grade="fair", reaches="fair")
    stored(BUREAU, unmet=NOT_MENDED)
    assert REACHED in read(FEW)


def test_points_of_an_indicator_without_evidence_are_followed_to_the_others(read):
    without = {"score": None, "lower": None, "upper": None, "excluded": "no_evidence"}
    IndicatorResult.objects.filter(unit__code=WINDOW, indicator="survey").update(**without)
    text = read(WINDOW)
    assert "“抽样调查”（40.0分）没有可用的证据，这些分按比例分给了其余指标" in text
    assert "网络评议 100.0" in text or "网络评议100.0" in text


def test_an_indicator_that_went_without_some_evidence_says_which(read):
    stored(WINDOW, without={"online": ["ballots.wait", "inspection.deductions"]})
    assert "“网络评议”里缺网络评议“等候时间”、督导检查“扣分后的得分”，这一份分给了同一指标的其余证据。" in read(WINDOW)


def test_indicators_are_not_shown_beside_the_score_of_another_unit(read):
    UnitResult.objects.filter(unit__code=WINDOW).update(score=None, withheld="too_few", tier=None)
    text = read(WINDOW)
    assert "总分" in text and "占分" not in text.split("几类证据先各算各的")[0]


def test_findings_of_the_units_below_are_told_where_the_score_takes_them_in(read):
    stored(BUREAU, findings=[], below=BELOW)
    text = read(BUREAU)
    assert "连同下面的单位：暗访 3次，明察 1次" in text
    assert "本级自己没有查实的问题。" in text and "没有查实的问题。 检查" not in text
    assert "下面3个单位查了8次，查实要扣分的问题5个，最多的是没有一次性告知 4，没有亮证、没有佩戴标识 1。" in text
    assert "检查得分把下面的单位也算进去：基准5.0分，平均每次扣0.31分。" in text


def test_a_scheme_that_counts_in_total_says_so(read):
    stored(BUREAU, below={**BELOW, "per": "total", "off_e4": 25000})
    assert "一共扣2.50分。" in read(BUREAU)


def test_chinese_names_of_promises_are_marked_on_an_english_page(client, province):
    assert '<strong lang="zh-CN">中午不停办</strong>' in client.get(f"/en/units/{WINDOW}/").content.decode()
    assert "<strong>中午不停办</strong>" in client.get(f"/units/{WINDOW}/").content.decode()
