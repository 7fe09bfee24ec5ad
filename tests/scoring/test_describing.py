"""A scheme in sentences, and what changed between two, in both languages."""

import pytest

from pingyi.scoring.describing import changes, describe
from pingyi.scoring.presets import RUNNABLE, preset
from pingyi.scoring.scheme import read_scheme
from tests.scoring.units import SCHEME, TESTED, changed

OURS = SCHEME


def words(language: str) -> str:
    return "\n".join(text.say(language) for section in describe(OURS) for text in section.sentences)


@pytest.mark.parametrize("code", RUNNABLE)
def test_every_sentence_is_in_both_languages(code):
    for section in describe(preset(code)):
        for text in (section.title, *section.sentences):
            assert text.zh and text.en and "None" not in text.zh + text.en
            assert text.zh[-1] in "。" or text == section.title


def test_the_method_says_everything_that_decides_a_score():
    zh = words("zh")
    for part in (
        "“执法规范文明”30分", "各占1/6", "比较满意75", "不了解不算有效回答", "市级发现：轻微0.3", "依次乘以1、2、3",
        "95%区间的下限", "优秀：85分以上，没有一票否决事项", "被中央或省级媒体曝光", "人民满意度（本系统自拟）",
        "不是概率样本", "县市区局（分局）占75%", "不到30票的不公布",
        "单位没有某一类证据的，不问这一类的条件", "不到30人评价的，样本不足，不评等次", "最多这样分出30%",
    ):  # fmt: skip
        assert part in zh
    assert "one sixth" not in words("en") and "1/6 each" in words("en")


def test_what_a_scheme_does_not_have_is_not_described():
    titles = {section.title.en for section in describe(preset("H"))}
    assert "Grades" not in titles and "What findings cost" not in titles and "Ranks" in titles


def test_a_condition_says_what_to_say_of_those_who_miss_it():
    excellent = preset("recommended").bands[0].conditions
    assert [one.unmet.zh for one in excellent] == [
        "有一票否决事项",
        "被人教着回答的超过5%",
        "群众确认解决的不到应整改的95%",
    ]
    assert OURS.bands[0].conditions[0].unmet.zh == "没有做到“没有一票否决事项”"


def test_nothing_changed():
    assert changes(OURS, read_scheme("# remark\n" + TESTED)) == ()


def test_weights_and_lines_are_told_with_both_figures():
    new = read_scheme(
        changed(TESTED, ("lawful = 30, windows = 25", "lawful = 25, windows = 30"), ("least = 75", "least = 76"))
    )
    told = [text.zh for text in changes(OURS, new)]
    assert told == [
        "省厅及直属单位的“执法规范文明”：30分改为25分。",
        "省厅及直属单位的“窗口服务”：25分改为30分。",
        "“良好”的界线：75分改为76分。",
    ]
    assert "30 points became 25" in changes(OURS, new)[0].en


@pytest.mark.parametrize(
    "pair, zh",
    [
        (('minor = "3/10"', 'minor = "4/10"'), "现在是：督导检查发现的问题（扣分）——市级发现：轻微0.4"),
        (("minimum_n = 30", "minimum_n = 60"), "现在是：省厅及直属单位至少要60人。"),
        (('basis = "lower"', 'basis = "point"'), "不再有：等次按95%区间的下限定"),
        (('most_missing = "3/5"', 'most_missing = "1/5"'), "现在是：一类中超过20%的单位没有得分时，不汇总。"),
        (('[items.staff]\nmeaning = "agree5"', '[items.staff]\nmeaning = "level5"'), "有改动"),
    ],
)
def test_no_change_goes_unsaid(pair, zh):
    told = [text.zh for text in changes(OURS, read_scheme(changed(TESTED, pair)))]
    assert any(sentence.startswith(zh) for sentence in told), told


def test_groups_come_and_go():
    told = [text.zh for text in changes(preset("A"), OURS)]
    assert "新增一类：派出所。" in told and "取消一类：全部单位。" in told
