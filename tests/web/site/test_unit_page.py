"""The page of one unit: the sentence, the grade, the tier, what is borrowed, what is withheld."""

import gzip
import html
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from pingyi.results.models import ItemResult, UnitResult

WINDOW = "530102-household_window"
FEW = "530201001-station"


@pytest.fixture
def read(client, province):
    """Return a function that reads a page as one line of text without tags."""

    def text_of(code: str, language: str = "") -> str:
        body = client.get(f"{language}/units/{code}/").content.decode().split("<main", 1)[1].split("</main>")[0]
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)))

    return text_of


def change(unit: str, **values: object) -> None:
    UnitResult.objects.filter(unit__code=unit).update(**values)


def test_the_sentence_stands_before_every_number(read):
    text = read(WINDOW)
    said = "服务态度好于同类；材料一次说清差于同类；47件没有解决。"
    assert said in text
    assert text.index(said) < text.index("总分")


def test_the_sentence_in_english(read):
    said = "Attitude better than like units; Papers told at once worse than like units; 47 not solved."
    assert said in read(WINDOW, "/en")


def test_score_interval_and_tier_without_a_bare_rank(read):
    change(WINDOW, score=81.4, lower=78.3, upper=84.2, grade="good", point_grade="good", tier=1)
    text = read(WINDOW)
    assert "总分81.4，区间78.3至84.2。按区间的下限评等次。" in text
    assert "同类3个单位分成2个并列区间，它在第1个" in text
    assert "名次只能说在第2到第5之间" in text
    assert "与上一档分不开" not in text


def test_a_grade_by_the_lower_bound_is_not_given_in_silence(read):
    change(WINDOW, grade="fair", point_grade="good", reaches="good")
    text = read(WINDOW)
    assert "与上一档分不开 只看得分够得上“良好”，但区间的下限够不着，所以按下限评。" in text


def test_an_interval_that_reaches_the_band_above_says_so(read):
    change(WINDOW, grade="fair", point_grade="fair", reaches="good")
    assert "与上一档分不开 区间的上限够得着“良好”，下限够不着，所以按下限评。" in read(WINDOW)


def test_the_assurance_grade_stands_beside_the_score_in_plain_words(read):
    text = read(WINDOW)
    assert "D保密等级" in text
    assert "没有外部机构保管钥匙" in text


def test_a_unit_without_interviews_shows_those_of_its_county_and_says_whose(read):
    text = read(WINDOW)
    assert "抽样调查云桥分局，214份问卷" in text
    assert "这个单位自己没有足够的回答，所以给您看上一级的结果。" in text


def test_what_is_borrowed_never_enters_the_sentence(read):
    ItemResult.objects.filter(unit__code=WINDOW).delete()
    assert "好于同类；" not in read(WINDOW)


def test_too_few_answers_show_the_county_and_the_reason_never_a_number_of_their_own(read):
    text = read(FEW)
    assert "这里没有它自己的得分：回答的人太少，不单独给出结果。先给您看上一级的结果：柳渡县公安局。" in text
    assert "柳渡县公安局，2025年评议结果" in text
    assert "它在第" not in text
    assert "12" not in text.split("评议结果")[0]


def test_items_of_fewer_than_thirty_people_are_never_shown_even_if_stored(read):
    ItemResult.objects.filter(unit__code=WINDOW, evidence="ratings").update(n=29, estimate=12.3)
    assert "12.3" not in read(WINDOW)


def test_few_ballots_are_a_hint_only(read):
    ItemResult.objects.filter(unit__code=WINDOW, item="attitude").update(reliability="low")
    change(WINDOW, tier=None)
    text = read(WINDOW)
    assert "人数少，仅供参考" in text
    assert "人数不多，只供参考，不排先后。" in text


def test_the_formal_object_is_compared_with_nobody(read):
    change("53-province_dept", group="formal_object", tier=None)
    assert "由延伸单位的得分按方案合成，不和别的单位比。" in read("53-province_dept")


def test_three_counts_and_no_rate(read):
    text = read(WINDOW)
    for count, name in (("41", "群众确认解决"), ("63", "单位称完成"), ("88", "应整改")):
        assert f"{name} {count}" in text or f"{name}{count}" in text
    assert "%" not in text.split("整改", 1)[1].split("承诺")[0]


def test_findings_promises_and_results_of_others(read):
    assert "没有一次性告知暗访，11月12日扣1.0分" in read(WINDOW)
    assert "叫号秩序乱暗访，10月21日，自己先发现的，少扣扣0.5分" in read(WINDOW)
    assert "周六能办身份证没有兑现问40人：知道18，用过5，办成0" in read(WINDOW)
    assert "2024年 省统计局良好 83.1" in read("530102-county_bureau")


def test_kinds_that_are_no_probability_sample_say_so(read):
    text = read(WINDOW)
    assert "自愿作答，不是随机抽样" in text
    assert "愿评才评" in text


def test_a_page_costs_the_same_queries_for_any_unit(client, province, django_assert_max_num_queries):
    for code in (WINDOW, FEW, "53-province_dept", "530102-county_bureau"):
        with django_assert_max_num_queries(16):
            client.get(f"/units/{code}/")


def test_a_page_is_light(client, province):
    page = client.get(f"/units/{WINDOW}/", headers={"Accept-Encoding": "gzip"})
    sheets = [finders.find(f"css/{name}.css") for name in ("tokens", "base", "unit")]
    whole = len(page.content) + sum(len(gzip.compress(Path(sheet).read_bytes())) for sheet in sheets)
    assert page["Content-Encoding"] == "gzip"
    assert whole < 60_000
