"""The sample: 24,000 rows by county, two strata, weights that stand for the people."""

import hashlib
from collections import Counter

import numpy as np
import pytest

from pingyi.demonstration.drawn.files import write_evidence
from pingyi.demonstration.drawn.sample import MILLION, ROWS, answers, placement, sample_columns, weights_e6
from pingyi.demonstration.world.truth import ITEMS, truth

ITEM_NAMES = (
    "strict fair norm reason calm civil find done attitude door face work abuse safe matters respect promise overall "
    "coached worry"
)
CODES = {"q_overall": {5, 4, 3, 2, 1, -1}, "q_door": {0, 1, -1}, "q_promise": {2, 1, 0, -1}}


def test_columns_are_those_of_the_format():
    head = ["row", "unit", "stratum", "psu", "weight_e6", "mode", "replicate_group"]
    assert list(sample_columns(1)) == head + [f"q_{name}" for name in ITEM_NAMES.split()]
    assert {len(column) for column in sample_columns(1).values()} == {24_000}


def test_every_county_has_186_or_187_rows_in_two_strata():
    columns = sample_columns(1)
    assert Counter(Counter(columns["unit"]).values()) == {186: 123, 187: 6}
    assert len(set(columns["stratum"])) == 258
    assert min(Counter(columns["stratum"]).values()) >= 50


def test_design_weights_differ_and_add_up_to_the_people():
    county, stratum = placement()
    summed = np.zeros_like(truth().people)
    np.add.at(summed, (county, stratum), weights_e6())
    np.testing.assert_allclose(summed / MILLION, truth().people, rtol=1e-6)
    assert len(set(weights_e6().tolist())) > 250


def test_psus_are_the_rows_themselves():
    columns = sample_columns(1)
    assert len(set(columns["psu"])) == ROWS
    assert columns["row"] == list(range(1, ROWS + 1))


@pytest.mark.parametrize("name", CODES)
def test_answers_stay_on_their_scale(name):
    assert set(sample_columns(3)[name]) == CODES[name]


def test_people_have_moods():
    """Answers of one person go together: the survey is no heap of separate coins."""
    given = answers(1)
    both = (given["fair"] > 0) & (given["strict"] > 0)
    assert 0.15 < np.corrcoef(given["fair"][both], given["strict"][both])[0, 1] < 0.6


def test_a_seed_gives_the_same_sample_and_another_seed_another():
    assert sample_columns(7) == sample_columns(7)
    assert sample_columns(7)["q_overall"] != sample_columns(8)["q_overall"]
    assert sample_columns(7)["weight_e6"] == sample_columns(8)["weight_e6"]


def test_the_file_of_a_seed_never_changes(tmp_path):
    """Written down once: another NumPy, another machine must give these bytes."""
    content = write_evidence(tmp_path, "sample", seed=1, year=2025).read_bytes()
    assert hashlib.sha256(content).hexdigest() == SAMPLE_OF_SEED_1


def test_twenty_items():
    assert len(ITEMS) == 20


SAMPLE_OF_SEED_1 = "5edc40af26e84d18705e22cad6f27537b7c9d0d7bf90b5af9d3e05d63110f6c2"
