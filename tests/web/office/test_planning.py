"""A sample planned at the desk: figures from the formulas, mistakes named, nothing stored."""

import pytest

from pingyi.journal.models import JournalEntry
from tests.web.office.conftest import text_of

HERE = "/office/planning/"
ASKED = {
    "units": "甲县,320000\n乙县，180000\n丙县\t45000",
    "total": "1200",
    "way": "equal",
    "share": "70",
    "margin": "5",
    "change": "5",
    "response": "50",
    "deff": "1",
    "unit_price": "2000",
    "person_price": "10",
}


def test_a_first_visit_shows_an_example(organiser):
    text = text_of(organiser.get(HERE))
    assert "甲县" in text and "这个方案说得清什么" in text


def test_figures_are_those_of_the_formulas(organiser):
    before = JournalEntry.objects.count()
    text = text_of(organiser.get(HERE, ASKED))
    assert "需要323份回答，要找646个人" in text  # 1.96² · .7 · .3 / .05² = 322.7
    assert "每年每个单位需要1377份" in text  # .70 and .65 by R's power.prop.test: 1376.3
    assert "±4.5" in text and "30000" in text  # 1.96 · √(.21 / 400); 3 · 2,000 + 2,400 · 10
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"units": "甲县"}, "第1行看不懂"),
        ({"units": "甲县,0"}, "第1行看不懂"),
        ({"total": "2"}, "不够每层至少"),
        ({"units": "甲县,10", "total": "20"}, "总共只有 10 个"),
        ({"share": "0"}, "预计满意的比例"),
    ],
)
def test_mistakes_are_named(organiser, change, said):
    answer = organiser.get(HERE, ASKED | change)
    assert answer.status_code == 422 and said in text_of(answer)


def test_a_small_unit_is_marked(organiser):
    assert "不足30份" in text_of(organiser.get(HERE, ASKED | {"total": "60", "way": "proportional"}))
