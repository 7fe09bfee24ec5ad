"""The public surveys as arrays, under the designs that R survey was given."""

import csv
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from pingyi.estimation.arrays import array_sums
from pingyi.estimation.means import Means, means
from pingyi.estimation.sums import Sums

FOLDER = Path(__file__).parent.parent / "vectors" / "statistics"
CASES: dict[str, Any] = json.loads((FOLDER / "survey_means.json").read_text())
METHODS: dict[str, Any] = json.loads((FOLDER / "base_methods.json").read_text())["cases"]
FINE = 10**13  # the weights of these files have up to 13 decimals

Row = dict[str, str]
DESIGNS: dict[str, tuple[str, str | None, str | None, str | None]] = {
    # design -> file, stratum column, PSU column, column of the population size in PSUs
    "srs": ("apisrs", None, None, "6194"),
    "strat": ("apistrat", "stype", None, "fpc"),
    "strat_nofpc": ("apistrat", "stype", None, None),
    "clus1": ("apiclus1", None, "dnum", "fpc"),
    "clus1_nofpc": ("apiclus1", None, "dnum", None),
    "clus2_wr": ("apiclus2", None, "dnum", None),
}


def rows_of(name: str) -> list[Row]:
    """Return the rows of one of the files."""
    with (FOLDER / f"{name}.csv").open() as handle:
        return list(csv.DictReader(handle))


def number(text: str) -> int | None:
    """Return an answer as an integer, None where it is missing."""
    return int(float(text)) if text not in ("", "NA") else None


def says(column: str, wanted: str) -> Callable[[Row], int]:
    """Return a reader that gives 1 where `column` is `wanted`."""
    return lambda row: int(row[column] == wanted)


def survey_sums(design: str, items: Mapping[str, Callable[[Row], int | None]], where: Any = None) -> Sums:
    """Return the stage-1 sums of a domain of one of the API samples."""
    file, stratum, psu, _ = DESIGNS[design]
    rows = rows_of(file)
    return array_sums(
        {name: [read(row) for row in rows] for name, read in items.items()},
        design_weights=[Fraction(row["pw"]) for row in rows],
        strata=[row[stratum] for row in rows] if stratum else None,
        psus=[row[psu] for row in rows] if psu else None,
        members=[bool(where(row)) for row in rows] if where else None,
        scales=({}, FINE),
    )


def survey_means(design: str, items: Mapping[str, Callable[[Row], int | None]], where: Any = None) -> Means:
    """Return the means under the design, with its finite correction where it has one."""
    sums = survey_sums(design, items, where)
    file, stratum, _, size = DESIGNS[design]
    if not size:
        return means(sums)
    named = {row[stratum] if stratum else "": row.get(size, size) for row in rows_of(file)}
    drawn = dict(zip(sums.strata, sums.psus_sampled, strict=True))
    return means(sums, sampling_fraction={name: Fraction(drawn[name]) / Fraction(n) for name, n in named.items()})
