"""Weights cut at limits, what is cut off shared equally among those between them.

Source: Potter 1990. Checked against R survey 4.5 (trimWeights with strict = TRUE).
"""

import numpy as np
from numpy.typing import NDArray

from pingyi.wording import Refused, Text

Array = NDArray[np.float64]


def trim(weights: Array, lower: float = -np.inf, upper: float = np.inf) -> Array:
    """Return weights (N,) within the limits that add up to the same; Refused `limits_not_met` where none do."""
    size, total = len(weights), float(weights.sum())
    if not size * lower <= total <= size * upper or lower > upper:
        raise Refused.because(
            "limits_not_met",
            Text("权数的合计放不进这个上下限。", "Weights within these limits cannot add up to the same."),
            Text("请放宽上下限。", "Widen the limits."),
        )
    trimmed = weights.astype(float)
    while (outside := (trimmed > upper) | (trimmed < lower)).any():
        free = (trimmed > lower) & (trimmed < upper)
        kept = np.clip(trimmed, lower, upper)
        trimmed = np.where(outside | ~free, kept, trimmed + (trimmed - kept).sum() / max(int(free.sum()), 1))
    return trimmed
