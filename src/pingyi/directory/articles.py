"""From the text of a norm, as it was published, to its articles. Pure.

An article begins with a line such as 第三条, Article 3, 3. or 三、; the lines after it belong to it. Headings of
chapters, and what stands before the first article, belong to none: they are told, so that nothing is lost unseen.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pingyi.wording import Refused, Text

MOST_ARTICLES = 500
_HAN = "〇零一二三四五六七八九十百千两"
_ARTICLE = re.compile(
    rf"第\s*([{_HAN}]{{1,9}}|\d{{1,4}})\s*条(之[{_HAN}]{{1,3}})?(?:[\s:：、．.]+|$)(.*)|Article\s+(\d{{1,4}})\b[\s.:]*(.*)"
)
_NUMBERED = re.compile(rf"(\d{{1,4}}|[{_HAN}]{{1,7}})\s*[.、．](?!\d)\s*(.*)")
_HEADING = re.compile(rf"第\s*[{_HAN}\d]{{1,7}}\s*[编章节](?:\s|$).*|附\s*则$")


@dataclass(frozen=True, slots=True)
class Reading:
    """Articles as (number, text) in their order, lines that belong to none, and a digest of both languages."""

    articles: tuple[tuple[str, Text], ...]
    left_out: tuple[str, ...]
    digest: str


def read_articles(zh: str, en: str = "") -> Reading:
    """Return the articles of a text; English ones, if any, are matched by their order. Raises `Refused`."""
    chinese, left = _articles(zh, "text")
    english, left_en = _articles(en, "text_en") if en.strip() else ([], [])
    if english and len(english) != len(chinese):
        raise Refused.because(
            "norm.languages_differ",
            Text(
                f"中文有{len(chinese)}条，英文有{len(english)}条。",
                f"The Chinese has {len(chinese)} articles, the English {len(english)}.",
            ),
            Text("请让两种文字的条数一样，或不填英文。", "Give both as many, or leave the English out."),
            field="text_en",
        )
    words = [text for _, text in english] or [""] * len(chinese)
    articles = tuple((number, Text(text, word)) for (number, text), word in zip(chinese, words, strict=True))
    digest = hashlib.sha256(f"{zh}\0{en}".encode()).hexdigest()
    return Reading(articles, (*left, *left_en), digest)


def _articles(text: str, field: str) -> tuple[list[tuple[str, str]], list[str]]:
    lines = [line.strip("\u3000\ufeff \t") for line in text.splitlines()]
    begin = _ARTICLE if any(_ARTICLE.match(line) for line in lines) else _NUMBERED
    articles: list[tuple[str, list[str]]] = []
    left: list[str] = []
    for line in filter(None, lines):
        found = begin.match(line)
        if found:
            articles.append(_begun(found.groups()))
        elif articles and not _HEADING.fullmatch(line):
            articles[-1][1].append(line)
        else:
            left.append(line)
    _check(articles, field)
    return [(number, "\n".join(words)) for number, words in articles], left


def _begun(parts: Iterable[str | None]) -> tuple[str, list[str]]:
    number, *between, words = [part for part in parts if part is not None]
    return (f"{number}条{between[0]}" if between else number), [words] if words else []


def _check(articles: list[tuple[str, list[str]]], field: str) -> None:
    if not articles or len(articles) > MOST_ARTICLES:
        raise Refused.because(
            "norm.no_articles",
            Text(f"没有找到条文，或超过{MOST_ARTICLES}条。", f"There are no articles, or more than {MOST_ARTICLES}."),
            Text("每一条另起一行，以“第一条”或“1.”开头。", "Begin each on a line of its own: “Article 1” or “1.”."),
            field=field,
        )
    seen: set[str] = set()
    for number, words in articles:
        if number in seen:
            raise Refused.because(
                "norm.article_twice",
                Text(f"第{number}条出现了两次。", f"Article {number} stands there twice."),
                Text("请改正条号。", "Mend its number."),
                field=field,
            )
        seen.add(number)
        if not "".join(words):
            raise Refused.because(
                "norm.empty_article",
                Text(f"第{number}条没有内容。", f"Article {number} is empty."),
                Text("请补上内容，或删去这一条。", "Give it its text or take it out."),
                field=field,
            )
