"""A plan on paper: what a number of interviews will show of each unit, and what it costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pingyi.sampling import allocation
from pingyi.sampling.sizes import expected_margin, power_for_difference

Way = Literal["equal", "proportional", "power"]


@dataclass(frozen=True)
class Assumed:
    """What is taken for granted: expected share, design effect, share that answers, confidence."""

    share: float = 0.75
    deff: float = 1.5
    response: float = 0.5
    level: float = 0.95


@dataclass(frozen=True)
class Prices:
    """Money per unit worked in, and per person approached."""

    unit: float = 0.0
    person: float = 0.0


@dataclass(frozen=True)
class Row:
    """One unit: people there, answers planned, people to approach, half width of its interval (0 to 1), money."""

    name: str
    people: int
    answers: int
    approached: int
    margin: float
    cost: float


@dataclass(frozen=True)
class Planned:
    """All units, and the whole: answers, people to approach, money, half width over all."""

    rows: Sequence[Row]
    answers: int
    approached: int
    cost: float
    margin: float


def plan(units: Sequence[tuple[str, int]], total: int, way: Way, assumed: Assumed, prices: Prices) -> Planned:
    """Divide `total` answers among `units` (name, people) and say what comes of it. Refused `too_many`, `too_few`.

    The half width of the whole weighs units by their people, as the estimate does.
    """
    people = [count for _, count in units]
    shares = {
        "equal": lambda: allocation.equal(total, people),
        "proportional": lambda: allocation.proportional(total, people),
        "power": lambda: allocation.power(total, people, [1.0] * len(people)),
    }[way]()
    answers = allocation.whole(shares.tolist(), people)
    rows = [_row(name, count, n, assumed, prices) for (name, count), n in zip(units, answers, strict=True)]
    whole = math.sqrt(sum((row.people / sum(people) * row.margin) ** 2 for row in rows))
    return Planned(rows, sum(answers), sum(r.approached for r in rows), sum(r.cost for r in rows), whole)


def chance_to_see(points: float, answers: float, assumed: Assumed) -> float:
    """Return the chance that a change of `points` (0 to 1) between two samples of `answers` is seen, two-sided."""
    later = assumed.share - points if assumed.share - points > 0 else assumed.share + points
    return power_for_difference(assumed.share, later, answers / assumed.deff, alpha=1 - assumed.level)


def _row(name: str, people: int, answers: int, assumed: Assumed, prices: Prices) -> Row:
    sd = math.sqrt(assumed.share * (1 - assumed.share))
    margin = expected_margin(sd, answers, population=people, level=assumed.level, deff=assumed.deff)
    approached = min(math.ceil(round(answers / assumed.response, 9)), people)
    return Row(name, people, answers, approached, min(margin, 1.0), prices.unit + prices.person * approached)
