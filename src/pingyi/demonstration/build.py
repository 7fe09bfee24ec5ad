"""Builds the demonstration province: every chapter of its story in one transaction, so it is there or it is not."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from pingyi.campaigns.models import Campaign
from pingyi.demonstration.appraisal import running, trial
from pingyi.demonstration.story import design, evidence, ground, outcome, times
from pingyi.directory.models import Area
from pingyi.foundation import clock
from pingyi.scoring.presets import preset_text
from pingyi.wording import Refused, Text

SEED: Final = 2025
YEAR: Final = 2025  # of the campaign that is over


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the story: what a progress bar calls it, the day it happens, what is done."""

    name: Text
    on: dt.date
    tell: Callable[[], None]


Watch = Callable[[Sequence[Chapter]], Iterable[Chapter]]


def is_built() -> bool:
    """Tell whether the demonstration province is there."""
    return Campaign.objects.filter(code=design.campaign_code(YEAR)).exists()


def build(seed: int = SEED, watch: Watch = iter, *, appraisals: bool = True) -> bool:
    """Build the province from `seed`; False when it is there already. `watch` sees each chapter before it is told.

    `appraisals` False leaves out both online appraisals, whose keys and ballots take most of the time. Refused in
    production and before the database is prepared.
    """
    _check_place()
    if is_built():
        return False
    with transaction.atomic():
        for chapter in watch(chapters(seed, clock.today(), appraisals=appraisals)):
            with clock.frozen_at(times.at(chapter.on)):
                chapter.tell()
    return True


def chapters(seed: int, today: dt.date, *, appraisals: bool = True) -> tuple[Chapter, ...]:
    """Return the story in the order of its days."""
    tried = _trial(seed, today) if appraisals else ()
    opened = (_open(today),) if appraisals else ()
    return (*_opening(), *_evidence(seed), *_results(), *tried, *_this_year(today), *opened)


def _opening() -> tuple[Chapter, ...]:
    moments = times.moments_of_2025()
    opened = times.OPENED_ON
    return (
        Chapter(Text("单位", "units"), opened, ground.found_units),
        Chapter(Text("人员", "staff"), opened, ground.call_people),
        Chapter(Text("窗口", "counters"), opened, ground.open_counters),
        Chapter(Text("规范和日历", "norm and calendars"), opened, ground.lay_down_rules),
        Chapter(Text("问卷", "questionnaires"), opened, design.write_questionnaires),
        Chapter(
            Text("评议活动", "campaign"), opened, lambda: design.call_campaign(YEAR, moments, design.first_draft())
        ),
        Chapter(Text("锁定方案", "scheme frozen"), times.SCHEME_ON, lambda: design.settle(YEAR)),
    )


def _evidence(seed: int) -> tuple[Chapter, ...]:
    names = {
        "sample": Text("抽样调查", "sample survey"),
        "ballots": Text("网络评议", "ballots"),
        "ratings": Text("好差评", "ratings"),
        "inspection": Text("督导检查", "inspection"),
        "assessment": Text("上级评价", "assessment"),
        "rectification": Text("整改", "rectification"),
        "commitment": Text("承诺", "promises"),
        "external": Text("外部评议", "other bodies"),
    }
    return tuple(Chapter(name, times.IMPORTED_ON, _taking_in(kind, seed)) for kind, name in names.items())


def _taking_in(kind: str, seed: int) -> Callable[[], None]:
    return lambda: evidence.take_in(kind, YEAR, seed)


def _results() -> tuple[Chapter, ...]:
    return (
        Chapter(Text("计分", "scoring"), times.SCORED_ON, lambda: outcome.score(YEAR)),
        Chapter(Text("签发", "signing"), times.SIGNED_ON, lambda: outcome.sign(YEAR)),
        Chapter(Text("公布", "publication"), times.PUBLISHED_ON, lambda: outcome.publish(YEAR)),
    )


def _trial(seed: int, today: dt.date) -> tuple[Chapter, ...]:
    # Early in 2026 the results of 2025 had only just come out: the trial is told after them, whatever its moments say.
    called, counted = (max(today - dt.timedelta(days), times.PUBLISHED_ON) for days in (trial.CALLED, trial.COUNTED))
    return (
        Chapter(Text("网上评议试点", "trial of online appraisal"), called, lambda: trial.call(today)),
        Chapter(Text("六方办网上评议", "six bodies hold it"), called, lambda: trial.hold(seed)),
        Chapter(Text("核对并收票", "verified rows"), counted, trial.take_in),
    )


def _year_around(today: dt.date) -> int:
    return max(times.moments_around(today).collect_at.year, YEAR + 1)


def _open(today: dt.date) -> Chapter:
    begun = times.moments_around(today).mobilise_at.date()
    year = _year_around(today)
    return Chapter(
        Text("今年的网上评议", "this year's online appraisal"), begun, lambda: running.begin(design.campaign_of(year))
    )


def _this_year(today: dt.date) -> tuple[Chapter, ...]:
    moments = times.moments_around(today)
    year, mobilised = _year_around(today), moments.mobilise_at.date()
    return (
        Chapter(Text("别家的评价", "what others said"), mobilised, lambda: evidence.hear_others(YEAR)),
        Chapter(
            Text("今年的评议", "this year's campaign"),
            mobilised,
            lambda: design.call_campaign(year, moments, preset_text("recommended")),
        ),
        Chapter(Text("锁定方案", "scheme frozen"), mobilised, lambda: design.settle(year)),
    )


def _check_place() -> None:
    if settings.PRODUCTION:
        raise Refused.because(
            "demonstration_in_production",
            Text("正式运行时不能建演示省。", "The demonstration cannot be built in production."),
            Text("请在本机另设 PINGYI_VAR 再建。", "Build it on your own machine, under another PINGYI_VAR."),
        )
    if Area._meta.db_table not in connection.introspection.table_names():
        raise Refused.because(
            "database_not_ready",
            Text("数据库还没有准备好。", "The database is not prepared yet."),
            Text("请先运行 pingyi setup。", "Run pingyi setup first."),
        )
