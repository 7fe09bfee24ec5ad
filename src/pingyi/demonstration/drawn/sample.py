"""The sample survey: 24,000 residents of 129 counties, two strata in each.

Rows go to a stratum by the square root of its people, so the design weights differ as in a real survey: the larger
stratum is drawn more thinly.
"""

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pingyi.demonstration.world.answers import DONT_KNOW, MILLION
from pingyi.demonstration.world.draws import Draws, Integers
from pingyi.demonstration.world.places import bureau_of, counties
from pingyi.demonstration.world.truth import ITEMS, STRATA, truth

ROWS: Final = 24_000
TEMPER: Final = 0.5  # chance that an answer follows the person's general mood rather than the matter itself


@cache
def placement() -> tuple[Integers, Integers]:
    """Return the county and the stratum of each row; 186 or 187 rows to a county, town rows before urban ones."""
    county = np.arange(ROWS) * len(counties()) // ROWS
    roots = np.sqrt(truth().people)
    wanted = np.rint(np.bincount(county) * roots[:, 0] / roots.sum(axis=1)).astype(np.int64)
    nth = np.arange(ROWS) - np.searchsorted(county, county)
    return county, (nth >= wanted[county]).astype(np.int64)


@cache
def weights_e6() -> Integers:
    """Return the design weight of each row times a million: people of its stratum over rows of its stratum."""
    county, stratum = placement()
    drawn = np.zeros_like(truth().people)
    np.add.at(drawn, (county, stratum), 1)
    exact = truth().people * MILLION
    return np.asarray(((2 * exact + drawn) // (2 * drawn))[county, stratum], dtype=np.int64)


def answers(seed: int) -> dict[str, NDArray[np.int16]]:
    """Return the answers to every item, one array of 24,000 codes each. The same seed gives the same answers."""
    draws = Draws(seed, "sample")
    county, stratum = placement()
    mood = draws.uniforms(ROWS)
    found = {}
    for place, item in enumerate(ITEMS):
        uniforms = np.where(draws.uniforms(ROWS) < TEMPER, mood, draws.uniforms(ROWS))
        given = item.scale.answers(truth().shares(item.name)[county, stratum], uniforms)
        silent = draws.uniforms(ROWS) * MILLION < truth().silent[county, stratum, place]
        found[item.name] = np.where(silent, np.int16(DONT_KNOW), given)
    return found


def sample_columns(seed: int) -> dict[str, list[Any]]:
    """Return the columns of evidence kind `sample` (formats: evidence), 24,000 values each."""
    county, stratum = placement()
    codes = [place.code for place in counties()]
    face = Draws(seed, "sample mode").uniforms(ROWS) < 0.35
    columns: dict[str, list[Any]] = {
        "row": list(range(1, ROWS + 1)),
        "unit": [bureau_of(codes[c]) for c in county],
        "stratum": [f"{codes[c]}-{STRATA[h]}" for c, h in zip(county, stratum, strict=True)],
        "psu": [f"p{row:05d}" for row in range(1, ROWS + 1)],
        "weight_e6": weights_e6().tolist(),
        "mode": np.where(face, "face", "phone").tolist(),
        "replicate_group": [""] * ROWS,
    }
    return columns | {f"q_{name}": codes_given.tolist() for name, codes_given in answers(seed).items()}
