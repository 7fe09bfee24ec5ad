"""The office's own navigation, and words its pages need."""

import datetime as dt
from dataclasses import dataclass

from django import template

from pingyi.directory.queries.postings import current_postings
from pingyi.directory.roles import verbs_of
from pingyi.web.templatetags.pingyi import is_english
from pingyi.wording import Text

register = template.Library()


@dataclass(frozen=True, slots=True)
class OfficeDoor:
    """One entry of the navigation: shown to who holds `verb`, marked on pages of its `sections`."""

    route: str
    name: Text
    verb: str
    sections: frozenset[str]


def _door(route: str, zh: str, en: str, verb: str, sections: str) -> OfficeDoor:
    return OfficeDoor(route, Text(zh, en), verb, frozenset(sections.split()))


DOORS = (
    _door("office-today", "今日", "Today", "office.view", "today proposals proposal refused"),
    _door("office-units", "单位", "Units", "directory.view", "units unit norms norm calendar"),
    _door("office-questionnaires", "问卷", "Forms", "questionnaires.view", "questionnaires questionnaire"),
    _door(
        "office-campaigns", "评议", "Campaigns", "campaigns.view", "campaigns campaign scheme freeze polling planning"
    ),
    _door("office-imports", "数据", "Evidence", "evidence.view", "imports evidence"),
    _door("office-outcomes", "结果", "Results", "results.view", "outcomes results result"),
    _door("office-people", "人员", "People", "postings.grant", "people account posting grant"),
    _door("office-journal", "日志", "Journal", "journal.view", "journal"),
)


@register.simple_tag(takes_context=True)
def office_doors(context: template.Context) -> list[OfficeDoor]:
    """Return the doors the person may open, in one query."""
    held = {verb for posting in current_postings(context["user"]) for verb in verbs_of(posting.role)}
    return [door for door in DOORS if door.verb in held]


@register.simple_tag(takes_context=True)
def here(context: template.Context, door: OfficeDoor) -> bool:
    """Tell whether the page stands behind this door."""
    match = context["request"].resolver_match
    words = (match.url_name or "").split("-") if match else []
    return len(words) > 1 and words[0] == "office" and words[1] in door.sections


WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@register.filter
def weekday(day: dt.date) -> str:
    """Write the day of the week."""
    return f"{day:%A}" if is_english() else WEEKDAYS[day.weekday()]


@register.filter
def mask(digest: str) -> str:
    """Write the beginning of a digest: enough to compare by eye."""
    return f"{digest[:12]}…" if digest else "—"


@register.filter
def hundredths(value: int | None) -> str:
    """Write hundredths of a point: 8312 is 83.12; a dash where there is nothing."""
    return "—" if value is None else f"{value / 100:.2f}"


@register.filter
def article(number: str) -> str:
    """Write which article: 第三条, 第二十条之一, Article 3."""
    if is_english():
        return f"Article {number}"
    return f"第{number}" if "条" in number else f"第{number}条"
