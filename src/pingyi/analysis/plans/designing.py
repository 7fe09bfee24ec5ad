"""The sampling design that a plan describes, over the rows of its table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.plans.document import Piece, Plan, names
from pingyi.analysis.plans.making import made
from pingyi.analysis.plans.refusals import METHOD, unknown, wrong
from pingyi.analysis.plans.table import Table, read_table
from pingyi.estimation.survey.design import Design, SinglePsu, Stage
from pingyi.estimation.survey.pps import UnequalProbabilities
from pingyi.estimation.survey.replicates import Replicates

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
PPS: Final[dict[str, tuple[str, str]]] = {
    "brewer": ("brewer", "horvitz-thompson"),
    "hr": ("hartley-rao", "horvitz-thompson"),
    "overton": ("overton", "horvitz-thompson"),
    "ht": ("joint", "horvitz-thompson"),
    "yg": ("joint", "yates-grundy"),
}
REPLICATION: Final = {"JK1", "JKn", "BRR", "Fay", "bootstrap", "other"}


def design_of(plan: Plan, table: Table) -> Design:
    """Return the design before adjustments. Refused by name of what is missing or does not fit."""
    asked = plan.design
    stages = _stages(table, asked)
    weights = _weights(table, asked, stages)
    single: SinglePsu = asked.get("single_psu") or "error"
    wanted: Piece = asked.get("replicates") or {}
    replicates = None
    if wanted.get("file"):
        replicates = _replicates(plan, wanted, table.rows)
    elif wanted.get("type"):
        replicates = made(wanted, stages[0], weights)
    return Design(weights, stages, single, _unequal(plan, table, weights), replicates)


def _stages(table: Table, asked: Piece) -> tuple[Stage, ...]:
    ids, strata, sizes = names(asked.get("ids")), names(asked.get("strata")), names(asked.get("fpc"))
    if asked.get("pps"):
        sizes = []  # there they are inclusion probabilities
    stages: list[Stage] = []
    outer = np.zeros(table.rows, dtype=np.int64)
    for k in range(max(len(ids), 1)):
        own = _complete(table, strata[k]) if k < len(strata) else np.zeros(table.rows, dtype=np.int64)
        stratum = _joined(outer, own)
        psu = _complete(table, ids[k]) if ids else np.arange(table.rows)
        if k == 0 and not asked.get("nest"):
            _not_nested(stratum, psu, table.rows)
        psu = _joined(stratum, psu)
        population = _population(table[sizes[k]].needed(), stratum, psu) if k < len(sizes) else None
        stages.append(Stage(stratum, psu, population))
        outer = psu
    return tuple(stages)


def _complete(table: Table, column: str) -> Codes:
    if not table[column].present.all():
        raise wrong(
            f"“{column}”这一列有空值，抽样设计的列不能有。",
            f"The column “{column}” has missing values; a column of the design must not.",
            "请先补齐，或者去掉这些行。",
            "Fill them in, or drop these rows first.",
        )
    return table[column].codes


def _joined(outer: Codes, inner: Codes) -> Codes:
    pairs = np.stack([outer, inner])
    return np.asarray(np.unique(pairs, axis=1, return_inverse=True)[1]).reshape(-1)


def _not_nested(strata: Codes, psus: Codes, rows: int) -> None:
    pairs = np.unique(np.stack([strata, psus]), axis=1)
    if rows and pairs.shape[1] > len(np.unique(psus)):
        raise wrong(
            "有的初级单元在两个层里同名。",
            "A PSU has the same name in two strata.",
            '如果编号只在层内有效，请写 "nest": true。',
            'If names count within their stratum only, write "nest": true.',
            "not_nested",
        )


def _population(sizes: Array, strata: Codes, psus: Codes) -> Array:
    """Return the PSUs in the population per row; sampling fractions (all at most 1, some below) are turned into it."""
    sampled = _sampled(strata, psus)
    if not (np.isfinite(sizes) & (sizes > 0)).all():
        raise wrong("总体数必须大于0。", "Population sizes must be above 0.", "请核对 fpc。", "Check fpc.")
    population = sampled / sizes if (sizes <= 1).all() and (sizes < 1).any() else sizes
    if (population < sampled - 1e-9).any():
        raise wrong(
            "抽到的单元比总体还多。",
            "More units were drawn than the population has.",
            "请核对 fpc：是总体单元数，或者小于1的抽样比。",
            "Check fpc: it is the number in the population, or a sampling fraction below 1.",
        )
    return np.asarray(population)


def _sampled(strata: Codes, psus: Codes) -> Codes:
    pairs = np.unique(np.stack([strata, psus]), axis=1)
    return np.bincount(pairs[0])[strata]


def _weights(table: Table, asked: Piece, stages: Sequence[Stage]) -> Array:
    if asked.get("weights"):
        weights = table[str(asked["weights"])].needed()
        if not (np.isfinite(weights) & (weights >= 0)).all():
            raise wrong(
                "设计权数有空值或负数。",
                "A design weight is missing or negative.",
                "请核对权数这一列。",
                "Check the column of weights.",
            )
        return weights
    if asked.get("pps"):
        return 1 / _probabilities(table, asked, None)
    if any(stage.population is None for stage in stages):
        raise wrong(
            "没有写权数，总体数又不齐，权数算不出来。",
            "Without weights, and without population sizes of every stage, there are no weights.",
            "请写 weights，或者每一阶段都写 fpc。",
            "Give weights, or fpc for every stage.",
        )
    product = np.ones(table.rows)
    for stage in stages:
        assert stage.population is not None
        product *= stage.population / _sampled(stage.strata, stage.psus)
    return product


def _probabilities(table: Table, asked: Piece, weights: Array | None) -> Array:
    given = names(asked.get("fpc"))
    p = table[given[0]].needed() if given else 1 / weights if weights is not None else np.zeros(table.rows)
    if not ((p > 0) & (p <= 1)).all():
        raise wrong(
            "入样概率必须大于0、不大于1。",
            "Inclusion probabilities must be above 0 and at most 1.",
            "请在 fpc 里写入样概率这一列。",
            "Name their column in fpc.",
        )
    return p


def _unequal(plan: Plan, table: Table, weights: Array) -> UnequalProbabilities | None:
    asked = plan.design.get("pps")
    if not asked:
        return None
    piece: Piece = {"method": asked} if isinstance(asked, str) else asked
    method = str(piece.get("method"))
    if method not in PPS:
        raise unknown(METHOD, method, PPS)
    way: Any
    form: Any
    way, form = PPS[method]
    joint = _matrix(plan.folder / str(piece.get("joint")), table.rows) if way == "joint" else None
    squares = piece.get("sum_p2")
    p = _probabilities(table, plan.design, weights)
    return UnequalProbabilities(p, way, joint, form, None if squares is None else float(squares))


def _matrix(path: Path, rows: int) -> Array:
    table = read_table(path, header=False)
    found = np.stack([column.needed() for column in table.columns.values()], axis=1)
    if found.shape != (rows, rows):
        raise wrong(
            f"联合入样概率应当是{rows}行{rows}列，文件里是{found.shape[0]}行{found.shape[1]}列。",
            f"Joint probabilities need {rows} rows and columns; the file has {found.shape[0]} and {found.shape[1]}.",
            "请核对文件。",
            "Check the file.",
        )
    return found


def _replicates(plan: Plan, asked: Piece, rows: int) -> Replicates:
    kind = asked.get("type") or "other"
    if kind not in REPLICATION:
        raise unknown(METHOD, kind, REPLICATION)
    table = read_table(plan.folder / str(asked["file"]))
    if table.rows != rows:
        raise wrong(
            f"重复权数有{table.rows}行，数据有{rows}行。",
            f"The replicate weights have {table.rows} rows, the data {rows}.",
            "两个文件的行要一一对应。",
            "The rows of both files must correspond.",
        )
    weights = np.stack([column.needed() for column in table.columns.values()], axis=1)
    count = weights.shape[1]
    usual = {
        "JK1": (count - 1) / count,
        "BRR": 1 / count,
        "Fay": 1 / (count * (1 - float(asked.get("rho") or 0)) ** 2),
        "bootstrap": 1 / (count - 1),
    }
    scale = asked.get("scale")
    rscales = np.ones(count) if asked.get("rscales") is None else np.array(asked["rscales"], dtype=float)
    return Replicates(weights, float(usual.get(kind, 1.0) if scale is None else scale), rscales, bool(asked.get("mse")))
