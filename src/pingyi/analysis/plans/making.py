"""Replicate weights that a plan wants made from its design."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.plans.document import Piece
from pingyi.analysis.plans.refusals import METHOD, unknown
from pingyi.estimation.survey.design import Stage
from pingyi.estimation.survey.replicates import Replicates
from pingyi.estimation.survey.replication import balanced, bootstrap, jackknife, stratified_jackknife

MADE = ("JK1", "JKn", "BRR", "Fay", "bootstrap")
COUNT = 200


def made(asked: Piece, stage: Stage, weights: NDArray[np.float64]) -> Replicates:
    """Return the replicates of the first stage, with its finite correction in the jackknife's scale."""
    kind = str(asked["type"])
    if kind not in MADE:
        raise unknown(METHOD, kind, MADE)
    strata, psus = stage.strata, stage.psus
    if kind == "JK1":
        found = jackknife(psus, weights, None if stage.population is None else float(stage.population[0]))
    elif kind == "JKn":
        sizes = None if stage.population is None else dict(zip(strata.tolist(), stage.population.tolist(), strict=True))
        found = stratified_jackknife(strata, psus, weights, sizes)
    elif kind == "bootstrap":
        found = bootstrap(strata, psus, weights, int(asked.get("count") or COUNT), int(asked.get("seed") or 0))
    else:
        found = balanced(strata, psus, weights, float(asked.get("rho") or 0) if kind == "Fay" else 0.0)
    return replace(found, mse=bool(asked.get("mse")))
