"""Norms in versions, with their articles. A version that stands is never changed: findings cite it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import note
from pingyi.directory.importing.issues import bad_code
from pingyi.directory.models import Article, Norm
from pingyi.directory.names import clean_name, is_proper_code
from pingyi.wording import Refused, Text

MOST = {"code": 40, "version": 20, "source": 300, "number": 20}  # characters of a column


@dataclass(frozen=True, slots=True)
class NormVersion:
    """A version of a norm with its articles as (number, text) in their order."""

    code: str
    version: str
    name: Text
    in_force_on: dt.date
    articles: tuple[tuple[str, Text], ...]
    source: str = ""


@transaction.atomic
def add_norm(norm: NormVersion, *, by: Staff | None = None) -> Norm:
    """Add a version of a norm. The same version once more changes nothing; with other content it is refused."""
    name = clean_name(norm.name)
    _check_columns(norm)
    _check_articles(norm.articles)
    there = Norm.objects.filter(code=norm.code, version=norm.version).first()
    if there is not None:
        _check_same(there, norm, name)
        return there
    row = Norm.objects.create(
        code=norm.code,
        version=norm.version,
        name_zh=name.zh,
        name_en=name.en,
        in_force_on=norm.in_force_on,
        source=norm.source,
    )
    Article.objects.bulk_create(
        Article(norm=row, number=number, text_zh=text.zh, text_en=text.en) for number, text in norm.articles
    )
    note(by, "norm:added", f"norm:{norm.code}", version=norm.version, articles=len(norm.articles))
    return row


def _check_columns(norm: NormVersion) -> None:
    if not is_proper_code(norm.code, MOST["code"]):
        raise Refused(bad_code(norm.code, MOST["code"], None))
    for field in ("version", "source"):
        text = getattr(norm, field)
        if len(text) > MOST[field] or not text.isprintable() or (field == "version" and not text.strip()):
            raise Refused.because(
                f"norm.bad_{field}",
                Text(
                    f"是空的、超过{MOST[field]}字，或有换行。",
                    f"Empty, longer than {MOST[field]} characters, or broken.",
                ),
                Text("请写成一行，短一些。", "Write one shorter line."),
                field=field,
            )


def _check_articles(articles: Sequence[tuple[str, Text]]) -> None:
    numbers = [number.strip() for number, _ in articles]
    long = any(len(number) > MOST["number"] for number in numbers)
    shared = len(set(numbers)) < len(numbers)
    if not articles or not all(numbers) or long or shared or not all(text.zh for _, text in articles):
        raise Refused.because(
            "norm.articles",
            Text("条文为空、缺少条号或条号重复。", "Articles are empty, have no number, or share one."),
            Text("请给每一条写明条号和内容，条号不重复。", "Give each article its own number and text."),
            field="articles",
        )


def _check_same(there: Norm, norm: NormVersion, name: Text) -> None:
    articles = tuple((a.number, Text(a.text_zh, a.text_en)) for a in there.articles.order_by("pk"))
    present = NormVersion(there.code, there.version, there.name, there.in_force_on, articles, there.source)
    if present != NormVersion(norm.code, norm.version, name, norm.in_force_on, norm.articles, norm.source):
        raise Refused.because(
            "norm.version_stands",
            Text(
                f"{norm.code} 的 {norm.version} 版已经存在，内容不同。",
                f"Version {norm.version} of {norm.code} stands already, with other content.",
            ),
            Text("已有的版本不能改，请用新的版本号。", "A version is never changed: give this one a new number."),
            field="version",
        )
