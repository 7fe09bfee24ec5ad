"""Independence of rows and columns in a two-way table under a design: Rao and Scott 1981, 1984.

Pearson's statistic of the estimated shares over n rows, compared with what the design makes of it through the
eigenvalues of the generalised design effect D of the interaction. "F": X2 / trace D on d and d * df degrees of freedom,
d = (trace D)^2 / trace D^2. "Chisq": X2 / mean eigenvalue on (r-1)(c-1). Checked against R survey 4.5 (svychisq).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from pingyi.estimation.survey.design import Design, degrees_of_freedom
from pingyi.estimation.survey.estimates import mean
from pingyi.wording import Refused, Text

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Independence:
    """The statistic, its degrees of freedom, and the p-value."""

    statistic: float
    parameter: tuple[float, ...]
    p: float


def independence(
    design: Design, rows: NDArray[np.int64], columns: NDArray[np.int64], method: Literal["F", "Chisq"] = "F"
) -> Independence:
    """Test whether two codings (N,), each 0 … levels-1 and -1 for missing, are independent."""
    members = (rows >= 0) & (columns >= 0)
    shape = int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1
    if min(shape) < 2:
        raise _too_few()
    cells = np.where(members, rows * shape[1] + columns, -1)
    shares = mean(design, (cells[:, None] == np.arange(shape[0] * shape[1])).astype(float), members)
    n = int(np.sum(members & (design.weights != 0)))
    p = shares.value
    table = p.reshape(shape)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = n * float(np.sum((table - expected) ** 2 / expected))
    effect = _generalised_effect(p, shares.covariance(design), shape, n)
    trace = float(np.trace(effect))
    if method == "Chisq":
        freedom = len(effect)
        return Independence(pearson, (freedom,), float(chdtrc(freedom, pearson / (trace / freedom))))
    d = trace**2 / float(np.trace(effect @ effect))
    below = d * degrees_of_freedom(design)
    return Independence(pearson / trace, (d, below), float(fdtrc(d, below, pearson / trace)))


def _generalised_effect(p: Array, covariance: Array, shape: tuple[int, int], n: int) -> Array:
    """Return D, (r-1)(c-1) square: the design's variance of the interaction over that of a simple random sample."""
    row, column = np.divmod(np.arange(len(p)), shape[1])
    main = [np.ones(len(p))] + [row == r for r in range(1, shape[0])] + [column == c for c in range(1, shape[1])]
    both = [(row == r) & (column == c) for r in range(1, shape[0]) for c in range(1, shape[1])]
    basis, _ = np.linalg.qr(np.stack(main, axis=1).astype(float))
    interaction = np.stack(both, axis=1).astype(float)
    contrast = interaction - basis @ (basis.T @ interaction)
    inverse = np.diag(np.divide(1.0, p, out=np.zeros_like(p), where=p > 0))
    simple = contrast.T @ (inverse / n) @ contrast
    return np.asarray(np.linalg.solve(simple, contrast.T @ inverse @ covariance @ inverse @ contrast))


def _too_few() -> Refused:
    return Refused.because(
        "too_few_levels",
        Text("行或列只有一类，无从检验。", "The rows or the columns have one level only, so nothing can be tested."),
        Text("请换一列，或者放宽 where。", "Take another column, or widen `where`."),
    )
