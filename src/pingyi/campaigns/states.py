"""The states of a campaign, computed from its moments. Pure: nothing stores a state."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pingyi.wording import Text


class State(StrEnum):
    """Where a campaign stands."""

    PREPARING = "preparing"
    MOBILISING = "mobilising"
    COLLECTING = "collecting"
    CLOSED = "closed"
    SCORING = "scoring"
    OBJECTING = "objecting"
    DUE = "due"  # the day of publication has come, the result is not out
    PUBLISHED = "published"


NAMES = {
    State.PREPARING: Text("筹备", "preparing"),
    State.MOBILISING: Text("动员", "mobilising"),
    State.COLLECTING: Text("评议进行中", "collecting"),
    State.CLOSED: Text("评议已截止", "closed"),
    State.SCORING: Text("计分", "scoring"),
    State.OBJECTING: Text("异议期", "objections"),
    State.DUE: Text("待公布", "due for publication"),
    State.PUBLISHED: Text("已公布", "published"),
}


class Timetable(Protocol):
    """The six moments of a campaign, in order."""

    mobilise_at: dt.datetime
    collect_at: dt.datetime
    close_at: dt.datetime
    score_at: dt.datetime
    object_at: dt.datetime
    publish_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the strip a page shows: its span and how it stands at a moment."""

    state: State
    name: Text
    begins_at: dt.datetime
    ends_at: dt.datetime | None
    done: bool
    now: bool


def state_at(moments: Timetable, now: dt.datetime, *, published: bool) -> State:
    """Return the state at `now`; `published` says whether a signed result set is out."""
    if published:
        return State.PUBLISHED
    passed = [state for state, begins_at in _beginnings(moments) if begins_at <= now]
    return passed[-1] if passed else State.PREPARING


def stages(moments: Timetable, now: dt.datetime, *, published: bool) -> tuple[Stage, ...]:
    """Return the stages in order, each with its span and whether it is done or under way."""
    beginnings = [pair for pair in _beginnings(moments) if pair[0] is not State.DUE]
    ends = [begins_at for _, begins_at in beginnings[1:]] + [moments.publish_at]
    last = Stage(State.PUBLISHED, NAMES[State.PUBLISHED], moments.publish_at, None, published, False)
    spans = zip(beginnings, ends, strict=True)
    return (*(_stage(state, begins_at, ends_at, now) for (state, begins_at), ends_at in spans), last)


def _stage(state: State, begins_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> Stage:
    return Stage(state, NAMES[state], begins_at, ends_at, ends_at <= now, begins_at <= now < ends_at)


def _beginnings(moments: Timetable) -> list[tuple[State, dt.datetime]]:
    return [
        (State.MOBILISING, moments.mobilise_at),
        (State.COLLECTING, moments.collect_at),
        (State.CLOSED, moments.close_at),
        (State.SCORING, moments.score_at),
        (State.OBJECTING, moments.object_at),
        (State.DUE, moments.publish_at),
    ]
