"""From published texts to articles. The first two texts are the openings of laws of the People's Republic of China."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.directory.articles import read_articles
from pingyi.wording import Refused, Text

POLICE = """中华人民共和国人民警察法
第一章　总则
第一条　为了维护国家安全和社会治安秩序，制定本法。
第二条　人民警察的任务是维护国家安全，
维护社会治安秩序。
人民警察包括公安机关的人民警察。
第二章　职权
第二十条之一　人民警察必须做到：
（一）秉公执法，办事公道；
（二）模范遵守社会公德。
第 3 条 依照第五条的规定办理。
"""


def numbers(text):
    return [number for number, _ in read_articles(text).articles]


def test_a_law_is_taken_apart_and_nothing_is_lost_unseen():
    reading = read_articles(POLICE)
    assert [number for number, _ in reading.articles] == ["一", "二", "二十条之一", "3"]
    assert reading.articles[1][1].zh.splitlines()[2] == "人民警察包括公安机关的人民警察。"
    assert reading.articles[2][1].zh.endswith("（二）模范遵守社会公德。")
    assert reading.left_out == ("中华人民共和国人民警察法", "第一章　总则", "第二章　职权")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. 甲\n2. 乙", ["1", "2"]),
        ("一、甲\n二、乙", ["一", "二"]),
        ("12．甲", ["12"]),
        ("第十条\n甲", ["十"]),
        ("1. 甲\n1.5倍的标准\n2. 乙", ["1", "2"]),
    ],
)
def test_ways_of_numbering(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize("text", ["", "  \n ", "没有条号的文字", "第一条\n第二条 乙", "第一章 总则", "1. 甲\n1. 乙"])
def test_what_has_no_articles_is_refused_at_the_text(text):
    with pytest.raises(Refused) as refused:
        read_articles(text)
    assert refused.value.issues[0].field == "text"


def test_the_english_is_matched_by_order():
    reading = read_articles("第一条 甲\n第二条 乙", "Article 1. One\nArticle 2: Two")
    assert reading.articles == (("一", Text("甲", "One")), ("二", Text("乙", "Two")))
    with pytest.raises(Refused) as refused:
        read_articles("第一条 甲\n第二条 乙", "Article 1. One")
    assert refused.value.issues[0].field == "text_en"


LINES = st.text(st.characters(categories=("Lo",), min_codepoint=0x4E00, max_codepoint=0x9000), min_size=1, max_size=9)


@given(
    st.lists(
        st.lists(LINES.filter(lambda line: line[0] not in "第附"), min_size=1, max_size=3), min_size=1, max_size=20
    )
)
@settings(max_examples=40)
def test_what_was_written_as_articles_is_read_as_such(articles):
    text = "\n".join(f"第{n}条　" + "\n".join(lines) for n, lines in enumerate(articles, 1))
    read = read_articles(text)
    assert [text.zh.split("\n") for _, text in read.articles] == articles
    assert read.left_out == ()


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_any_text_is_read_or_refused(text):
    try:
        assert read_articles(text).articles
    except Refused as refused:
        assert refused.issues
