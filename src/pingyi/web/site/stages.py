"""The strip of stages: what is done, what is going on and for how long, what is to come."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from pingyi.campaigns.models import Campaign
from pingyi.campaigns.states import Stage, State, stages
from pingyi.foundation import clock
from pingyi.wording import Text

# A stage is a span of work; `campaigns.states.NAMES` says how a campaign stands, which reads wrongly once it is over.
WORK = {
    State.MOBILISING: Text("动员", "Mobilise"),
    State.COLLECTING: Text("评议", "Appraise"),
    State.CLOSED: Text("核对", "Check"),
    State.SCORING: Text("计分", "Score"),
    State.OBJECTING: Text("异议", "Objections"),
    State.PUBLISHED: Text("公布", "Publish"),
}


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage on the strip. `left` is the days to its last day, None unless it is going on."""

    name: Text
    kind: str  # done, now, ""
    on: dt.datetime  # the moment it ended, or begins
    left: int | None


def strip(campaign: Campaign, *, published: bool) -> tuple[StageLine, ...]:
    """Return the stages of `campaign` that last at all, and publication at their end."""
    shown = stages(campaign, clock.now(), published=published)
    return tuple(_line(stage) for stage in shown if stage.ends_at is None or stage.ends_at > stage.begins_at)


def days_left(ends_at: dt.datetime) -> int:
    """Return the days from today to the last day before `ends_at`: 0 on that day itself."""
    last = timezone.localtime(ends_at - dt.timedelta(microseconds=1)).date()
    return (last - clock.today()).days


def _line(stage: Stage) -> StageLine:
    if stage.now and stage.ends_at:
        return StageLine(WORK[stage.state], "now", stage.begins_at, days_left(stage.ends_at))
    if stage.done:
        ended = stage.begins_at if stage.state is State.PUBLISHED else stage.ends_at
        return StageLine(WORK[stage.state], "done", ended or stage.begins_at, None)
    return StageLine(WORK[stage.state], "", stage.begins_at, None)
