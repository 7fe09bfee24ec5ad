# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The data of a plan in an engine: its columns as SQL, its sampling design, and what cannot be carried there."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Final

from pingyi.analysis.engine import name
from pingyi.analysis.plans.document import Plan, names
from pingyi.analysis.plans.refusals import COLUMN, unknown, wrong
from pingyi.analysis.stage1.runners import Runner
from pingyi.estimation.sums import WEIGHT_SCALE

CARRIED: Final = {"mean", "proportion", "ratio"}


@dataclass(frozen=True)
class Big:
    """A plan over a table that stays in its engine."""

    plan: Plan
    runner: Runner
    table: str
    numeric: set[str] = field(default_factory=set)  # columns found to hold numbers only

    @cached_property
    def columns(self) -> set[str]:
        """Return the columns there are."""
        return set(self.runner.columns(self.table))

    def text(self, column: str) -> str:
        """Return a column as text."""
        if column not in self.columns:
            raise unknown(COLUMN, column, self.columns)
        return f"CAST({name(column)} AS STRING)"

    def number(self, column: str) -> str:
        """Return a column as a number. Refused by its name when a value is none."""
        text = self.text(column)
        if column not in self.numeric:
            if self.runner.rows(
                f"SELECT 1 FROM {self.table} WHERE TRY_CAST({text} AS DOUBLE) IS NULL AND {text} IS NOT NULL LIMIT 1"
            ):
                raise wrong(
                    f"“{column}”这一列不是数字。",
                    f"The column “{column}” is not numeric.",
                    "请换一列，或者用 proportion。",
                    "Take another column, or `proportion`.",
                )
            self.numeric.add(column)
        return f"CAST({name(column)} AS DOUBLE)"

    @cached_property
    def frame(self) -> str:
        """Return the expressions of stratum, psu and w."""
        design = self.plan.design
        ids, strata = names(design.get("ids")), names(design.get("strata"))
        stratum = self.text(strata[0]) if strata else "'all'"
        psu = self.text(ids[0]) if ids else self.runner.each_row
        weight = f"CAST(ROUND({self.number(str(design['weights']))} * {WEIGHT_SCALE}) AS BIGINT)"
        return f"{stratum} AS stratum, {psu} AS psu, {weight} AS w"

    @cached_property
    def fractions(self) -> dict[str, Fraction]:
        """Return the share of PSUs drawn per stratum, where the plan gives population sizes."""
        sizes = names(self.plan.design.get("fpc"))
        if not sizes:
            return {}
        rows = self.runner.rows(
            "SELECT stratum, count(DISTINCT psu), min(size), max(size) FROM "
            f"(SELECT {self.frame}, {self.number(sizes[0])} AS size FROM {self.table}) GROUP BY stratum"
        )
        shares = all(high <= 1 for *_, high in rows) and any(high < 1 for *_, high in rows)
        found = {}
        for stratum, psus, low, high in rows:
            if low != high or not low or (not shares and low < psus):
                raise wrong(
                    f"层“{stratum}”的总体数不对：{low} 到 {high}，抽到 {psus}。",
                    f"The population of stratum “{stratum}” is wrong: {low} to {high}, {psus} drawn.",
                    "请核对 fpc：每层一个数，不小于抽到的单元数。",
                    "Check fpc: one number per stratum, not below the units drawn.",
                )
            found[stratum] = Fraction(low) if shares else Fraction(int(psus)) / Fraction(low)
        return found


def complete(big: Big) -> None:
    """Refuse a column of the design with a missing value, and a weight that is negative."""
    design = big.plan.design
    for column in [*names(design.get("ids"))[:1], *names(design.get("strata"))[:1], str(design["weights"])]:
        if big.runner.rows(f"SELECT 1 FROM {big.table} WHERE {big.text(column)} IS NULL LIMIT 1"):
            raise wrong(
                f"“{column}”这一列有空值，抽样设计的列不能有。",
                f"The column “{column}” has missing values; a column of the design must not.",
                "请先补齐，或者去掉这些行。",
                "Fill them in, or drop these rows first.",
            )
    weights = str(design["weights"])
    if big.runner.rows(f"SELECT 1 FROM {big.table} WHERE {big.number(weights)} < 0 LIMIT 1"):
        raise wrong(
            "设计权数有负数。",
            "A design weight is negative.",
            f"请核对“{weights}”这一列。",
            f"Check the column “{weights}”.",
        )


def not_nested(big: Big) -> None:
    """Refuse PSUs of one name in two strata, unless the plan says that names count within strata."""
    ids = names(big.plan.design.get("ids"))
    if big.plan.design.get("nest") or not ids or not big.plan.design.get("strata"):
        return
    twice = f"SELECT psu FROM (SELECT DISTINCT stratum, psu FROM (SELECT {big.frame} FROM {big.table})) GROUP BY psu"
    if big.runner.rows(f"{twice} HAVING count(*) > 1 LIMIT 1"):
        raise wrong(
            "有的初级单元在两个层里同名。",
            "A PSU has the same name in two strata.",
            '如果编号只在层内有效，请写 "nest": true。',
            'If names count within their stratum only, write "nest": true.',
            "notnot_nested",
        )


def carried(plan: Plan) -> None:
    """Refuse by its name whatever sums of whole numbers cannot carry."""
    design = plan.design
    asked = [f"stat={piece['stat']}" for piece in plan.estimates if piece["stat"] not in CARRIED]
    asked += ["deff"] if any(piece.get("deff") for piece in plan.estimates) else []
    asked += ["adjust"] if plan.adjust else []
    asked += [key for key in ("pps",) if design.get(key)]
    asked += ["replicates"] if (design.get("replicates") or {}).get("file") else []
    asked += ["fpc"] if len(names(design.get("fpc"))) > 1 else []
    asked += ["weights"] if not design.get("weights") else []
    if asked:
        raise wrong(
            f"“{asked[0]}”不能在引擎上算：那里只有整数汇总（均值、比例、比率，单阶段，写明 weights）。",
            f"“{asked[0]}” cannot be done on an engine, which sums whole numbers only "
            "(means, shares, ratios, one stage, with weights).",
            "请去掉 --engine，或者改方案。",
            "Leave --engine out, or change the plan.",
            "not_on_engine",
        )
