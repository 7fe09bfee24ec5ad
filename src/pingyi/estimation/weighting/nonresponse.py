"""Weights of those who answered raised to stand for those who did not.

By classes: within a class everybody who answered gets the weight of all over the weight of those who answered. By
propensity: classes are fifths of the weighted distribution of an estimated probability to answer. Source: Little 1986;
Sarndal and Lundstrom 2005.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pingyi.wording import Refused, Text

Array = NDArray[np.float64]


def by_classes(weights: Array, answered: NDArray[np.bool_], classes: Sequence[str]) -> Array:
    """Return weights (N,) that are 0 for nonrespondents and add up, per class, to what they were.

    Refused `no_answers` with the name of a class of which nobody answered.
    """
    levels, codes = np.unique(np.asarray(classes), return_inverse=True)
    everybody, those = (np.bincount(codes, part, len(levels)) for part in (weights, weights * answered))
    if not (those > 0).all():
        empty = str(levels[int(np.argmin(those))])
        raise Refused.because(
            "no_answers",
            Text(f"“{empty}”这一类没有人作答。", f"Nobody of the class “{empty}” answered."),
            Text("请把它和相近的类合并。", "Join it with a like class."),
        )
    return np.asarray(weights * answered * (everybody / those)[codes])


def propensity_classes(weights: Array, propensity: Array, classes: int = 5) -> list[str]:
    """Return the class of every row, "1" (least likely to answer) to `classes`, each with a like share of weight."""
    order = np.argsort(propensity, kind="stable")
    reached = np.empty(len(order))
    reached[order] = np.cumsum(weights[order]) - weights[order] / 2
    places = np.minimum((reached / weights.sum() * classes).astype(int), classes - 1)
    _, first = np.unique(propensity, return_index=True)
    of_value = dict(zip(propensity[first], places[first], strict=True))  # equal propensities stay together
    return [str(int(of_value[value]) + 1) for value in propensity]
