"""The adjustments of a plan, one after the other."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.plans.coding import INTERCEPT, model_columns
from pingyi.analysis.plans.document import Piece, names
from pingyi.analysis.plans.refusals import LEVEL, METHOD, unknown, wrong
from pingyi.analysis.plans.table import Table
from pingyi.estimation.survey.design import Design, Residuals
from pingyi.estimation.weighting import Calibrated, Distance, calibrate, rake, trim

Array = NDArray[np.float64]


def adjusted(design: Design, table: Table, piece: Piece) -> Design:
    """Return the design after one adjustment; every set of replicate weights is adjusted in the same way."""
    again = design.replicates
    if again is not None:
        columns = [_weights(column, table, piece)[0] for column in again.weights.T]
        design = replace(design, replicates=again.with_weights(np.stack(columns, axis=1)))
    weights, residual = _weights(design.weights, table, piece)
    return design.adjusted(weights, residual)


def _weights(weights: Array, table: Table, piece: Piece) -> tuple[Array, Residuals | None]:
    if piece["method"] == "trim":
        low, high = piece.get("lower"), piece.get("upper")
        return trim(weights, -np.inf if low is None else float(low), np.inf if high is None else float(high)), None
    found = _calibrated(weights, table, piece)
    return found.weights, found.residual


def _calibrated(weights: Array, table: Table, piece: Piece) -> Calibrated:
    if piece["method"] == "poststratify":
        return rake(weights, [(_labels(table, piece["by"]), piece["totals"])])
    if piece["method"] == "rake":
        return rake(weights, [(_labels(table, margin["by"]), margin["totals"]) for margin in piece["margins"]])
    distance: Distance = piece.get("distance") or "linear"
    if distance not in ("linear", "raking", "logit"):
        raise unknown(METHOD, distance, ("linear", "raking", "logit"))
    x, totals = _auxiliaries(table, names(piece["formula"]), piece["totals"])
    bounds = piece.get("bounds")
    return calibrate(weights, x, totals, distance, None if bounds is None else (float(bounds[0]), float(bounds[1])))


def _labels(table: Table, by: object) -> list[str]:
    """Return the level of every row; of several columns their levels joined by a dot."""
    columns = [table[name] for name in names(by)]
    for column in columns:
        _whole(column.present, column.name)
    return [".".join(str(value) for value in row) for row in zip(*(column.text for column in columns), strict=True)]


def _auxiliaries(table: Table, terms: list[str], totals: Piece) -> tuple[Array, Array]:
    """Return the columns and their totals: totals per level of a term, or per name of a model column."""
    if any(isinstance(value, dict) for value in totals.values()):
        return _by_level(table, terms, totals)
    labels, columns, present = model_columns(table, terms)
    _whole(present, ", ".join(terms))
    given = {INTERCEPT if name == "1" else name: value for name, value in totals.items()}
    for name in given:
        if name not in labels:
            raise unknown(LEVEL, name, labels)
    for label in labels:
        if label not in given:
            raise _no_total(label)
    return columns, np.array([float(given[label]) for label in labels])


def _by_level(table: Table, terms: list[str], totals: Piece) -> tuple[Array, Array]:
    columns, wanted = [], []
    for term in terms:
        column = table[term]
        _whole(column.present, term)
        if term not in totals:
            raise _no_total(term)
        if isinstance(totals[term], dict):
            for level in {**dict.fromkeys(column.levels), **totals[term]}:
                if level not in column.levels:
                    raise unknown(LEVEL, level, column.levels)
                if level not in totals[term]:
                    raise _no_total(f"{term}={level}")
                columns.append((column.codes == column.levels.index(level)).astype(float))
                wanted.append(float(totals[term][level]))
        else:
            columns.append(column.needed())
            wanted.append(float(totals[term]))
    return np.stack(columns, axis=1), np.array(wanted)


def _no_total(label: str) -> Exception:
    return wrong(
        f"“{label}”没有总数。", f"“{label}” has no total.", "请在 totals 里补上。", "Add it to totals.", "missing_total"
    )


def _whole(present: NDArray[np.bool_], name: str) -> None:
    if not present.all():
        raise wrong(
            f"“{name}”有空值，不能用来调整权数。",
            f"“{name}” has missing values and cannot adjust weights.",
            "请先补齐，或者把空值作为一类。",
            "Fill them in, or make them a level of their own.",
        )
