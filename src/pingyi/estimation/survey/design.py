"""How a sample was drawn, and the covariance of weighted sums under that design.

Every estimator here is, to first order, a sum over the rows of design weight times influence. Its variance is that of
a sum: per stage and stratum, with z the PSU totals of the weighted influence, n PSUs of N,

    (1 - n/N) * n/(n-1) * sum (z - mean z)(z - mean z)'

plus, where the population sizes of the next stage are known, n/N times the same within each PSU. Without population
sizes the first stage carries everything (ultimate cluster).

Source: Särndal, Swensson and Wretman 1992, 4.3; Wolter 2007. Checked against R survey 4.5 (svydesign, svyrecvar).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pingyi.estimation.survey.pps import UnequalProbabilities
from pingyi.estimation.survey.replicates import Replicates
from pingyi.wording import Refused, Text

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
SinglePsu = Literal["error", "remove", "certainty", "adjust", "average"]
Residuals = Callable[[Array], Array]


@dataclass(frozen=True)
class Stage:
    """One stage of a draw, by row: stratum, PSU (named within all earlier stages), PSUs in the population."""

    strata: Codes
    psus: Codes
    population: Array | None = None  # None: drawn with replacement, or as good as


@dataclass(frozen=True)
class Design:
    """A sample of N rows: design weights, and one of the three ways to a variance.

    `residuals` are what calibration leaves of an influence, one operator per adjustment, applied from the last to the
    first to (N, K) influences. `stages` has at least one stage; `unequal` and `replicates` go before it.
    """

    weights: Array
    stages: tuple[Stage, ...]
    single_psu: SinglePsu = "error"
    unequal: UnequalProbabilities | None = None
    replicates: Replicates | None = None
    residuals: tuple[Residuals, ...] = ()

    def adjusted(self, weights: Array, residual: Residuals | None) -> "Design":
        """Return the design with new weights, and with the variance that fits them."""
        return replace(self, weights=weights, residuals=self.residuals + ((residual,) if residual else ()))


def covariance(design: Design, influence: Array) -> Array:
    """Return the (K, K) covariance of the K weighted sums of `influence`, (N, K) or (N,).

    Raises Refused `single_psu` where a stratum has one PSU and the design says "error".
    """
    columns = influence.reshape(len(design.weights), -1)
    for residual in reversed(design.residuals):
        columns = residual(columns)
    weighted = columns * design.weights[:, None]
    if design.unequal is not None:
        return design.unequal.covariance(weighted)
    return _of_stages(weighted, design.stages, design.single_psu)


def degrees_of_freedom(design: Design, members: NDArray[np.bool_] | None = None) -> int:
    """Return PSUs less strata of the first stage, counted over `members` (all rows if None).

    With replicates: the rank of the replicate weights less one.
    """
    if design.replicates is not None:
        return design.replicates.degrees_of_freedom
    first = design.stages[0]
    inside = design.weights != 0 if members is None else members & (design.weights != 0)
    return len(np.unique(first.psus[inside])) - len(np.unique(first.strata[inside]))


def _of_stages(weighted: Array, stages: tuple[Stage, ...], single: SinglePsu) -> Array:
    first, later = stages[0], stages[1:]
    total = _one_stage(weighted, first, single)
    if first.population is None or not later:
        return total
    sampled = _psus_by_row(first)
    for psu in np.unique(first.psus):
        rows = np.flatnonzero(first.psus == psu)
        within = tuple(
            Stage(s.strata[rows], s.psus[rows], None if s.population is None else s.population[rows]) for s in later
        )
        share = sampled[rows[0]] / first.population[rows[0]]
        if share > 0:
            total = total + share * _of_stages(weighted[rows], within, single)
    return total


def _one_stage(weighted: Array, stage: Stage, single: SinglePsu) -> Array:
    """Return the covariance of one stage: the strata added up."""
    psus, first_row, place = np.unique(stage.psus, return_index=True, return_inverse=True)
    totals = np.zeros((len(psus), weighted.shape[1]))
    np.add.at(totals, place, weighted)
    strata = stage.strata[first_row]
    grand_mean = totals.mean(axis=0)
    parts, alone = [], 0
    for stratum in np.unique(strata):
        inside = strata == stratum
        population = None if stage.population is None else float(stage.population[first_row[inside][0]])
        part = _one_stratum(totals[inside], population, single, grand_mean)
        if part is None:
            alone += 1
        else:
            parts.append(part)
    covariance = np.sum(parts, axis=0) if parts else np.zeros((weighted.shape[1],) * 2)
    return covariance * (len(parts) + alone) / max(len(parts), 1)


def _one_stratum(totals: Array, population: float | None, single: SinglePsu, grand_mean: Array) -> Array | None:
    """Return the covariance of one stratum; None for "the mean of the others"."""
    n = len(totals)
    left = 1.0 if population is None else max(1 - n / population, 0.0)
    if left < 1e-10:  # everybody was taken
        return np.zeros((totals.shape[1],) * 2)
    if n > 1:
        spread = totals - totals.mean(axis=0)
        return np.asarray(left * n / (n - 1) * (spread.T @ spread))
    if single == "error":
        raise _single_psu()
    if single == "average":
        return None
    spread = totals - (grand_mean if single == "adjust" else totals)
    return np.asarray(left * (spread.T @ spread))


def _psus_by_row(stage: Stage) -> Codes:
    """Return, per row, how many PSUs its stratum has in the sample."""
    pairs = np.unique(np.stack([stage.strata, stage.psus]), axis=1)
    strata, counts = np.unique(pairs[0], return_counts=True)
    return np.asarray(counts[np.searchsorted(strata, stage.strata)])


def _single_psu() -> Refused:
    return Refused.because(
        "single_psu",
        Text("有的层只抽到一个初级单元，方差算不出来。", "A stratum has only one sampled PSU, so it has no variance."),
        Text(
            "请把它和相近的层合并，或者在方案里写明 single_psu：remove、certainty、adjust 或 average。",
            "Join it with a like stratum, or name a rule in the plan: single_psu remove, certainty, adjust or average.",
        ),
    )
