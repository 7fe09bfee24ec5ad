"""A whole plan: its data, its design, its estimates, in the form that goes into JSON."""

import math
from typing import Any

import numpy as np

from pingyi.analysis.plans.adjusting import adjusted
from pingyi.analysis.plans.asking import Answer, Sample, answer
from pingyi.analysis.plans.designing import design_of
from pingyi.analysis.plans.document import Plan
from pingyi.analysis.plans.refusals import wrong
from pingyi.analysis.plans.table import read_table
from pingyi.estimation.survey.design import Design


def estimate(plan: Plan) -> dict[str, dict[str, Any]]:
    """Return the results by their ids, as docs/formats/plan.md lists them. Refused by name of what does not fit."""
    table = read_table(plan.data)
    if not table.rows:
        raise wrong("数据里没有一行。", "The data have no rows.", "请检查文件。", "Check the file.")
    design = design_of(plan, table)
    for piece in plan.adjust:
        design = adjusted(design, table, piece)
    made: dict[str, Answer] = {}
    for piece in plan.estimates:
        made[str(piece["id"])] = answer(Sample(table, design, made), piece)
    return {name: _shown(one, design) for name, one in made.items()}


def _shown(one: Answer, design: Design) -> dict[str, Any]:
    if one.plain:
        return dict(one.plain) | {"missing": one.missing, "formula": one.formula}
    shown: dict[str, Any] = {"levels": list(one.levels), "estimate": [float(value) for value in one.estimate.value]}
    if one.se is not None:
        shown["se"] = list(one.se)
    else:
        covariance = one.estimate.covariance(design)
        shown["se"] = [math.sqrt(max(float(v), 0.0)) for v in np.diag(covariance)]
        shown["vcov"] = covariance.tolist()
    shown |= {"df": one.df, "n": list(one.n)}
    if one.deff is not None:
        shown["deff"] = list(one.deff)
    if one.ci is not None:
        shown["ci"] = [list(pair) for pair in one.ci]
    return shown | {"missing": one.missing, "formula": one.formula}
