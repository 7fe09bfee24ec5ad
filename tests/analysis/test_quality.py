"""What the rows of a sample say of their own quality."""

import dataclasses
import random

import pytest

from pingyi.analysis import quality
from pingyi.scoring.presets import preset_text
from pingyi.scoring.scheme import read_scheme
from tests.analysis.tables import sample_file, sample_row

SCHEME = read_scheme(preset_text("recommended"))
SCALE = next(iter(SCHEME.items["sample"].values()))
ASKED = dataclasses.replace(SCHEME, items={"sample": {"strict": SCALE, "calm": SCALE}})


def sample(folder, rows=300):
    chance = random.Random(2)
    made = []
    for row in range(1, rows + 1):
        strict = chance.randint(1, 5)
        calm = strict if row % 10 else chance.choice([-1, ""])
        made.append(
            sample_row(
                row, stratum="s", psu=f"p{row}", mode=["phone", "face", ""][row % 3], q_strict=strict, q_calm=calm
            )
        )
    return sample_file(folder, made)


def test_equal_weights_cost_nothing_and_unequal_ones_what_kish_says(tmp_path):
    rows = [sample_row(n, weight_e6=w) for n, w in enumerate([1_000_000, 1_000_000, 4_000_000], 1)]
    found = quality.sample_weights([sample_file(tmp_path, rows)])
    assert (found.rows, found.least, found.median, found.most) == (3, 1.0, 1.0, 4.0)
    assert found.effect == pytest.approx(3 * 18 / 36) and found.effective == 2


def test_modes_and_gaps_are_counted(tmp_path):
    path = sample(tmp_path)
    assert dict(quality.modes([path])) == {"phone": 100, "face": 100, "": 100}
    strict, calm = quality.gaps(ASKED, [path])
    assert (strict.valid, strict.dont_know, strict.missing) == (300, 0, 0)
    assert calm.valid == 270 and calm.dont_know + calm.missing == 30


def test_an_item_that_goes_along_explains_all(tmp_path):
    found = quality.total_drivers(ASKED, [sample(tmp_path)], "strict")
    assert (found.used, found.rows) == (270, 300)
    (one,) = found.drivers.items
    assert one.item == "calm" and one.slope == pytest.approx(1) and found.drivers.explained == pytest.approx(1)


@pytest.mark.parametrize("total", ["absent", "calm"])
def test_without_a_total_or_without_rows_nothing_is_said(tmp_path, total):
    path = sample(tmp_path, rows=300 if total == "absent" else 15)
    assert quality.total_drivers(ASKED, [path], total) is None
