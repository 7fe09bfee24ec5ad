"""A real survey scored as the sample channel of a campaign, beside the census: estimate, interval and truth."""

import json

import pytest

from pingyi.foundation import clock
from pingyi.results.actions import score_campaign
from pingyi.results.models import ItemResult, UnitResult
from tests.results.schools import TYPES, VECTORS, at, campaign_with, census, sample_file

pytestmark = pytest.mark.django_db
REFERENCE = json.loads((VECTORS / "survey_means.json").read_text())


@pytest.fixture
def stratified(tmp_path):
    """The stratified sample: types are strata, each school its own PSU."""
    path = sample_file("apistrat", tmp_path, stratum=lambda row: row["stype"], psu=lambda _, number: number)
    with clock.frozen_at(at(42)):
        return score_campaign(campaign_with(path))


@pytest.fixture
def clustered(tmp_path):
    """The two-stage sample: districts are drawn, then schools in them."""
    path = sample_file("apiclus2", tmp_path, stratum=lambda _: "california", psu=lambda row, _: row["dnum"])
    with clock.frozen_at(at(42)):
        return score_campaign(campaign_with(path))


def items_of(result_set, item):
    rows = ItemResult.objects.filter(result_set=result_set, item=item).select_related("unit")
    return {row.unit.code.removeprefix("type-"): row for row in rows}


def test_estimates_and_errors_are_those_of_r(stratified):
    expected = REFERENCE["strat_nofpc.by.stype.mean.api00"]["result"]
    found = items_of(stratified, "api00")
    for letter, estimate, se in zip(expected["domain"], expected["estimate"], expected["se"], strict=True):
        assert found[letter].estimate == pytest.approx(estimate / 10, rel=1e-8)
        assert found[letter].se == pytest.approx(se / 10, rel=1e-8)


@pytest.mark.parametrize("item", ["api00", "improved"])
def test_the_truth_lies_in_the_intervals(stratified, item, record_property):
    """Six statements at 95 %: with these files five hold, and the sixth (H improved) misses by little."""
    truth = census()
    missed = [
        letter
        for letter, row in items_of(stratified, item).items()
        if letter in TYPES and not row.lower <= truth[letter][item] <= row.upper
    ]
    record_property("missed", missed)
    assert missed == []


def test_small_types_of_the_clustered_sample_are_withheld_and_left_out_above(clustered):
    found = items_of(clustered, "api00")
    assert found["E"].n == 83
    assert "H" not in found and "M" not in found
    assert found["ca"].n == found["E"].n and found["ca"].estimate == found["E"].estimate
    withheld = ItemResult.objects.filter(result_set=clustered, withheld="too_few").values_list("unit__code", flat=True)
    assert set(withheld) == {"type-H", "type-M"}


def test_the_clustered_estimate_holds_the_truth(clustered):
    row, truth = items_of(clustered, "api00")["E"], census()["E"]["api00"]
    assert row.lower <= truth <= row.upper
    assert row.deff > 2  # districts are alike inside


def test_a_unit_without_enough_answers_has_no_score_and_says_why(clustered):
    scores = {result.unit.code: result for result in UnitResult.objects.filter(result_set=clustered)}
    assert scores["type-H"].score is None and scores["type-H"].withheld
    assert scores["type-E"].score is not None and scores["type-E"].grade
    assert scores["ca"].withheld == "units_missing"


def test_the_whole_is_the_mean_of_its_units(stratified):
    scores = {result.unit.code: result.score for result in UnitResult.objects.filter(result_set=stratified)}
    assert scores["ca"] == pytest.approx(sum(scores[f"type-{letter}"] for letter in TYPES) / 3)
