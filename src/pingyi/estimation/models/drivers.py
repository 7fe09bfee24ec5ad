"""Which items move the total: a regression of the total on the items, under the sampling design.

What goes together with the total is not proved to cause it; pages that show drivers say so. `share` divides what the
items explain by the average gain of each over all orders of entering (Lindeman, Merenda and Gold 1980), so that items
that go together share what they have in common. `room` is what the total would gain if the item reached its top and
the relation held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pingyi.estimation.survey.design import Design
from pingyi.estimation.survey.regression import regression
from pingyi.wording import Refused, Text

Floats = NDArray[np.float64]
MOST: Final = 14  # items; every subset of them is fitted


@dataclass(frozen=True)
class Driver:
    """One item: its slope with error, its share of what all items explain (0 to 1), its mean, and the room above."""

    item: str
    slope: float
    se: float
    share: float
    mean: float
    room: float


@dataclass(frozen=True)
class Drivers:
    """The items by their share, largest first, and how much of the spread of the total they explain together."""

    explained: float
    items: Sequence[Driver]


def drivers(design: Design, total: Floats, items: dict[str, Floats], top: float) -> Drivers:
    """Return the drivers of `total` (N,) among `items` (each (N,)), all on a scale that ends at `top`, none missing.

    Refused `too_many_items` above 14, `collinear` where an item repeats others.
    """
    if len(items) > MOST:
        raise Refused.because(
            "too_many_items",
            Text(f"一次最多比较{MOST}个项目，这里有{len(items)}个。", f"At most {MOST} items, here are {len(items)}."),
            Text("请先合并相近的项目。", "Join items that are alike first."),
        )
    x = np.stack(list(items.values()), axis=1)
    fit = regression(design, total, np.column_stack([np.ones(len(total)), x]), "linear")
    ses = np.sqrt(np.diag(fit.covariance(design)))[1:]
    explained = _explained(design.weights, total, x)
    shares = _shares(explained, x.shape[1])
    means = design.weights @ x / design.weights.sum()
    whole = explained[tuple(range(x.shape[1]))]
    found = [
        Driver(name, float(b), float(se), float(share / whole) if whole else 0.0, float(mean), float(b * (top - mean)))
        for name, b, se, share, mean in zip(items, fit.value[1:], ses, shares, means, strict=True)
    ]
    return Drivers(whole, sorted(found, key=lambda one: -one.share))


def _explained(w: Floats, y: Floats, x: Floats) -> dict[tuple[int, ...], float]:
    """Return R^2 of every subset of the columns."""
    every = np.column_stack([x, y])
    centred = every - w @ every / w.sum()
    cross = (centred.T * w) @ centred
    k = x.shape[1]
    found: dict[tuple[int, ...], float] = {(): 0.0}
    for size in range(1, k + 1):
        for subset in combinations(range(k), size):
            with_y = cross[list(subset), k]
            found[subset] = float(with_y @ np.linalg.solve(cross[np.ix_(subset, subset)], with_y) / cross[k, k])
    return found


def _shares(explained: dict[tuple[int, ...], float], k: int) -> list[float]:
    """Return each item's gain, averaged over all orders of entering."""
    shares = [0.0] * k
    for subset, before in explained.items():
        for item in set(range(k)) - set(subset):
            gain = explained[tuple(sorted((*subset, item)))] - before
            shares[item] += gain / (k * comb(k - 1, len(subset)))
    return shares
