"""What became of a unit over the years, read from what the directory keeps."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from pingyi.directory.models import Succession, Unit
from pingyi.wording import Text

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a unit. `others` are the units it went into, or that came into it."""

    day: dt.date
    what: Text
    others: tuple[Unit, ...] = ()


def history_of(unit: Unit) -> tuple[Event, ...]:
    """Return what happened to the unit, the first first: begun, renamed, merged, split, ended."""
    events = [Event(unit.valid_from, Text("开始存在", "Began")), *_renamings(unit), *_successions(unit)]
    if unit.valid_to is not None:
        events.append(Event(unit.valid_to, Text("最后一天", "Last day")))
    return tuple(sorted(events, key=lambda event: event.day))


def _renamings(unit: Unit) -> Iterator[Event]:
    former = list(unit.former_names.order_by("until"))
    names = [*(one.name for one in former), unit.name]
    for one, (old, new) in zip(former, pairwise(names), strict=True):
        what = Text(f"由“{old.zh}”改名为“{new.zh}”", f"Renamed from “{old.say('en')}” to “{new.say('en')}”")
        yield Event(one.until + _DAY, what)


def _successions(unit: Unit) -> Iterator[Event]:
    """A unit that went into several was split; one that went into a single one was merged."""
    came, went = Succession.objects.filter(successor=unit), Succession.objects.filter(predecessor=unit)
    parties = came.values("predecessor")
    found = Succession.objects.filter(Q(predecessor__in=parties) | Q(pk__in=went)).select_related(
        "predecessor", "successor"
    )
    into: dict[tuple[Unit, dt.date], list[Unit]] = defaultdict(list)
    for one in found.order_by("pk"):
        into[one.predecessor, one.on].append(one.successor)
    for (predecessor, on), successors in into.items():
        split = len(successors) > 1
        if predecessor == unit:
            yield Event(on, Text("拆分为", "Split into") if split else Text("并入", "Merged into"), tuple(successors))
        elif unit in successors:
            came_from = Text("由它拆分而来：", "Split off from") if split else Text("并来：", "Taken in:")
            yield Event(on, came_from, (predecessor,))
