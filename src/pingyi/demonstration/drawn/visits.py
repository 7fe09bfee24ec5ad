"""Supervision and inspection: 600 visits, open and covert, and what they found."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from pingyi.demonstration.world.draws import Draws, Integers
from pingyi.demonstration.world.places import counties
from pingyi.demonstration.world.windows import KINDS, MATTERS, counters, guided_window

VISITS: Final = 600
KINDS_OF_VISIT: Final = {"covert": 0.45, "open": 0.35, "work": 0.12, "self": 0.08}
FINDERS: Final = {"city": 0.45, "district": 0.35, "bureau": 0.20}
CHECKLIST: Final = {  # item of the checklist: the matter it goes with
    "sign": "norm",
    "notice": "clear",
    "manned": "find",
    "queue": "wait",
    "response": "done",
    "record": "strict",
    "courtesy": "civil",
    "facility": "overall",
    "hours": "find",
}
SEVERITIES: Final = {"minor": 0.62, "moderate": 0.30, "serious": 0.08}
CARD_E2: Final = {"city": (30, 100, 200), "district": (20, 50, 100), "bureau": (10, 30, 60), "self": (5, 15, 30)}
REPEATED: Final = 0.12
UPHELD: Final = 0.94  # the others fell on objection
GUIDED_VISITS: Final = (  # kind, item, finder, severity: what was found at the guide's window
    ("open", "sign", "city", "none"),
    ("covert", "notice", "city", "moderate"),
    ("covert", "queue", "self", "moderate"),
    ("covert", "hours", "district", "none"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: the unit, a number of the year, a day, the kind, and who made it."""

    unit: str
    number: int
    day: dt.date
    kind: str
    found_by: str


def visit_columns(seed: int, year: int) -> dict[str, list[Any]]:
    """Return the columns of evidence kind `inspection`: one row per finding.

    A visit that found nothing has one row with severity "none" and no deduction.
    """
    draws = Draws(seed, f"visits {year}")
    rows = []
    for number, (kind, item, finder, severity) in enumerate(GUIDED_VISITS, 1):
        rows.append(_row(Visit(guided_window(), number, _day(draws, year), kind, finder), item, severity, draws))
    for number, place in enumerate(_visited(draws), len(GUIDED_VISITS) + 1):
        kind = _one(draws, KINDS_OF_VISIT)
        finder = "self" if kind == "self" else _one(draws, FINDERS)
        visit = Visit(counters().units[place], number, _day(draws, year), kind, finder)
        rows += [_row(visit, item, severity, draws) for item, severity in _findings(draws, int(place))]
    return {name: [row[name] for row in rows] for name in rows[0]}


def _visited(draws: Draws) -> Integers:
    """Return the unit of each visit: windows four times in five, stations else; the guide's window has its own."""
    windows = len(KINDS) * len(counties())
    at_window = draws.uniforms(VISITS - len(GUIDED_VISITS)) < 0.8
    stations = windows + draws.integers(len(counters().units) - windows, len(at_window))
    places = np.where(at_window, draws.integers(windows, len(at_window)), stations)
    guided = counters().units.index(guided_window())
    return np.where(places == guided, places + 1, places)


def _findings(draws: Draws, place: int) -> list[tuple[str, str]]:
    """Return item and severity of what was found: the worse the unit is at a matter, the likelier a finding."""
    means = counters().means[place]
    chances = [(90.0 - means[list(MATTERS).index(matter)]) / 100.0 for matter in CHECKLIST.values()]
    drawn = zip(CHECKLIST, chances, draws.uniforms(len(CHECKLIST)), strict=True)
    found = [item for item, chance, u in drawn if u < chance]
    return [(item, _one(draws, SEVERITIES)) for item in found] or [("sign", "none")]


def _row(visit: Visit, item: str, severity: str, draws: Draws) -> dict[str, Any]:
    nothing = severity == "none"
    repeat = 0 if nothing else int(draws.uniforms(1)[0] < REPEATED)
    points = 0 if nothing else CARD_E2[visit.found_by][list(SEVERITIES).index(severity)] * (1 + repeat)
    return {
        "unit": visit.unit,
        "visit": f"V{visit.day.year}-{visit.number:03d}",
        "day": visit.day.isoformat(),
        "kind": visit.kind,
        "item": item,
        "found_by": visit.found_by,
        "repeat": repeat,
        "severity": severity,
        "deduction_e2": points,
        "upheld": nothing or bool(draws.uniforms(1)[0] < UPHELD),
    }


def _one(draws: Draws, shares: dict[str, float]) -> str:
    return list(shares)[int(draws.chosen(np.array(list(shares.values())), 1)[0])]


def _day(draws: Draws, year: int) -> dt.date:
    return dt.date(year, 9, 22) + dt.timedelta(int(draws.integers(79, 1)[0]))
