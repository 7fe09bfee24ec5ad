"""The rows of a result set, filled from an outcome."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pingyi.analysis.appraisal import Outcome
from pingyi.analysis.appraisal.judging import ItemRow
from pingyi.directory.models import Unit
from pingyi.results.collecting import judged
from pingyi.results.facts import Facts
from pingyi.results.models import IndexResult, IndicatorResult, ItemResult, ResultSet, UnitResult
from pingyi.results.queries import FORMAL_OBJECT
from pingyi.scoring.scores import Scored, UnitScore

BATCH = 1000
SCORE_FIELDS = (
    *("group", "score", "se", "lower", "upper", "grade", "point_grade", "reaches", "tier"),
    *("rank_low", "rank_high", "rank_if_low", "rank_if_high", "respondents", "withheld"),
)
FORMAL_FIELDS = ("score", "se", "lower", "upper", "grade", "respondents", "withheld")
PART_FIELDS = ("indicator_weight", "score", "se", "lower", "upper", "n", "excluded")


def keep_rows(result_set: ResultSet, outcome: Outcome, facts: Mapping[str, Facts]) -> None:
    """Write unit, indicator, index and item results; part of the act `score_campaign`."""
    units = outcome.scores.units
    pk_of = dict(Unit.objects.filter(code__in=facts).values_list("code", "pk"))
    UnitResult.objects.bulk_create((_unit(result_set, pk_of, one, facts[one.unit]) for one in units), batch_size=BATCH)
    _formal_object(result_set, outcome, facts)
    parts = [(one.unit, part) for one in units for part in one.indicators]
    IndicatorResult.objects.bulk_create(
        (IndicatorResult(indicator=part.code, **_part(result_set, pk_of, unit, part)) for unit, part in parts),
        batch_size=BATCH,
    )
    indices = [(one.unit, part) for one in units for part in one.indices if part.score is not None]
    IndexResult.objects.bulk_create(
        (IndexResult(index=part.code, **_part(result_set, pk_of, unit, part)) for unit, part in indices),
        batch_size=BATCH,
    )
    ItemResult.objects.bulk_create((_item(result_set, pk_of, row) for row in outcome.items), batch_size=BATCH)


def _formal_object(result_set: ResultSet, outcome: Outcome, facts: Mapping[str, Facts]) -> None:
    """The formal object stands in a group of its own: it is compared with nobody."""
    unit, rolled = result_set.campaign.formal_object, outcome.formal_object
    values = {name: getattr(rolled, name) for name in FORMAL_FIELDS}
    UnitResult.objects.create(
        result_set=result_set, unit=unit, group=FORMAL_OBJECT, facts=facts[unit.code].as_stored(), **values
    )


def _unit(result_set: ResultSet, pk_of: Mapping[str, int], one: UnitScore, facts: Facts) -> UnitResult:
    values = {name: getattr(one, name) for name in SCORE_FIELDS}
    return UnitResult(result_set=result_set, unit_id=pk_of[one.unit], facts=judged(facts, one).as_stored(), **values)


def _part(result_set: ResultSet, pk_of: Mapping[str, int], unit: str, part: Scored) -> dict[str, Any]:
    values = {name: getattr(part, name) for name in PART_FIELDS}
    return {"result_set": result_set, "unit_id": pk_of[unit], **values}


def _item(result_set: ResultSet, pk_of: Mapping[str, int], row: ItemRow) -> ItemResult:
    values = asdict(row)
    return ItemResult(result_set=result_set, unit_id=pk_of[values.pop("unit")], **values)
