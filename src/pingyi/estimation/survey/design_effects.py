"""Design effects: the variance of a mean or total against a simple random sample of as many rows.

With S^2 the population variance over the domain, n its rows and N its summed weights, a simple random sample has
variance S^2/n of the mean, times N^2 of the total, times (N - n)/N when drawn without replacement. Source: Kish 1965.
Checked against R survey 4.5 (svymean, svytotal with deff).
"""

import numpy as np
from numpy.typing import NDArray

from pingyi.estimation.survey.design import Design
from pingyi.estimation.survey.estimates import variance

Array = NDArray[np.float64]


def design_effect(
    design: Design, y: Array, members: NDArray[np.bool_], actual: float, *, of_total: bool, replacement: bool
) -> float | None:
    """Return `actual` over the variance of a simple random sample; None where that variance is 0 or has no sense.

    `y` (N,), `members` (N,). `replacement` compares with a draw with replacement.
    """
    n = int(np.sum(members & (design.weights != 0)))
    size = float(design.weights @ members)
    if n < 2 or (not replacement and size <= n):
        return None
    simple = float(variance(design, y, members).value[0]) / n
    simple *= size**2 if of_total else 1.0
    simple *= 1.0 if replacement else (size - n) / size
    return actual / simple if simple > 0 else None
