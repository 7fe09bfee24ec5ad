"""What a campaign is made of before it exists, and what is refused about it. Pure."""

import datetime as dt
import re
from dataclasses import dataclass, fields
from itertools import pairwise

from pingyi.wording import Issue, Text

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
MODES = ("independent", "internal", "external")
MOMENT_NAMES = {
    "mobilise_at": Text("动员", "mobilise"),
    "collect_at": Text("开始评议", "collect"),
    "close_at": Text("截止", "close"),
    "score_at": Text("计分", "score"),
    "object_at": Text("受理异议", "object"),
    "publish_at": Text("公布", "publish"),
}


@dataclass(frozen=True, slots=True)
class Moments:
    """The six moments of a timetable, aware datetimes."""

    mobilise_at: dt.datetime
    collect_at: dt.datetime
    close_at: dt.datetime
    score_at: dt.datetime
    object_at: dt.datetime
    publish_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A campaign as the organiser describes it; the formal object is named by its unit code."""

    code: str
    year: int
    name: Text
    organiser: Text
    formal_object: str
    mode: str
    moments: Moments
    demonstration: bool = False


def issues_of(draft: Draft) -> list[Issue]:
    """Return everything wrong with `draft` that can be seen without the database."""
    found = []
    if not CODE.fullmatch(draft.code):
        what = Text(f"评议活动代码“{draft.code}”不能用。", f"The campaign code “{draft.code}” cannot be used.")
        remedy = Text("请用小写字母、数字和短横线，3到40个。", "Use 3 to 40 lower-case letters, digits and hyphens.")
        found.append(Issue("campaign_code", what, remedy, field="code"))
    if draft.mode not in MODES:
        what = Text(f"评议方式“{draft.mode}”不认识。", f"The mode “{draft.mode}” is unknown.")
        remedy = Text("请选 independent、internal 或 external。", "Choose independent, internal or external.")
        found.append(Issue("campaign_mode", what, remedy, field="mode"))
    if not draft.name.zh or not draft.organiser.zh:
        what = Text("名称或评议组织方是空的。", "The name or the organiser is empty.")
        found.append(Issue("campaign_name", what, Text("请填写中文名称。", "Give the Chinese name."), field="name"))
    return found + timetable_issues(draft.moments)


def timetable_issues(moments: Moments) -> list[Issue]:
    """Return an issue for each moment that comes before the one it must follow."""
    return [
        _out_of_order(earlier, later)
        for earlier, later in pairwise(field.name for field in fields(Moments))
        if not _follows(getattr(moments, earlier), getattr(moments, later), strictly=later == "close_at")
    ]


def _follows(earlier: dt.datetime, later: dt.datetime, *, strictly: bool) -> bool:
    return earlier < later if strictly else earlier <= later


def _out_of_order(earlier: str, later: str) -> Issue:
    first, second = MOMENT_NAMES[earlier], MOMENT_NAMES[later]
    what = Text(f"“{second.zh}”的时间早于“{first.zh}”。", f"“{second.en}” comes before “{first.en}”.")
    remedy = Text(f"请把“{second.zh}”改到“{first.zh}”之后。", f"Move “{second.en}” after “{first.en}”.")
    return Issue("timetable_order", what, remedy, field=later)
