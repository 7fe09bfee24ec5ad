"""Ratings after a visit: 40,000 over the windows in the campaign year, mostly good, as in real life."""

import datetime as dt
from typing import Any, Final

import numpy as np

from pingyi.demonstration.world.answers import FIVE
from pingyi.demonstration.world.draws import Draws, Floats, Integers
from pingyi.demonstration.world.places import FOUNDED, counties
from pingyi.demonstration.world.windows import KINDS, MATTERS, counters

ROWS: Final = 40_000
CHANNELS: Final = {"counter": 0.46, "sms": 0.30, "qr": 0.16, "web": 0.08}
OPEN_SHARE: Final = 0.12  # given unasked, by a code on the wall: shown apart, never scored
LIKES_TO_PRAISE: Final = 10.0  # people who rate right after a visit are kinder than people asked later
REASONS: Final = {"wait": "wait", "clear": "clear", "attitude": "attitude", "done": "not_done", "find": "nobody"}


def rating_columns(seed: int, year: int) -> dict[str, list[Any]]:
    """Return the columns of evidence kind `ratings`, 40,000 values each, on working days of `year`."""
    draws = Draws(seed, f"ratings {year}")
    place = _places(draws)
    units = np.array(counters().units)[place]
    means = counters().means[place][:, [list(MATTERS).index(matter) for matter in REASONS]]
    levels = FIVE.answers(FIVE.shares(means.mean(axis=1) + LIKES_TO_PRAISE), draws.uniforms(ROWS))
    shares = np.array(list(CHANNELS.values()))
    return {
        "unit": units.tolist(),
        "service_point": [f"{unit}-1" for unit in units],
        "day": _days(draws, year),
        "channel": np.array(list(CHANNELS))[draws.chosen(shares, ROWS)].tolist(),
        "open": (draws.uniforms(ROWS) < OPEN_SHARE).tolist(),
        "level": levels.tolist(),
        "reasons": _reasons(draws, means, np.flatnonzero(levels <= 2)),
    }


def _places(draws: Draws) -> Integers:
    """Return a window for each rating; busy windows have more, household windows most."""
    busy = Draws(FOUNDED, "busy").uniforms(len(KINDS) * len(counties())) + 0.15
    busy[: len(counties())] *= 2.2
    return draws.chosen(busy, ROWS)


def _days(draws: Draws, year: int) -> list[str]:
    first = dt.date(year, 1, 1)
    working = [day for n in range(365) if (day := first + dt.timedelta(n)).weekday() < 5]
    return [working[place].isoformat() for place in draws.integers(len(working), ROWS)]


def _reasons(draws: Draws, means: Floats, bad: Integers) -> list[str]:
    """Return reason codes of the bad ratings, the likelier the worse the window is at it; the others give none."""
    names = list(REASONS.values())
    named = draws.uniforms(*means.shape) < np.clip((95.0 - means) / 60.0, 0.05, 0.9)
    reasons = [""] * len(means)
    for row in bad:
        reasons[row] = " ".join(name for name, said in zip(names, named[row], strict=True) if said)
    return reasons
