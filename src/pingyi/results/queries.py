"""Reads of result sets, for pages and files. Each costs the same number of queries whatever the number of units."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from pingyi.campaigns.models import Campaign, SchemeVersion
from pingyi.campaigns.queries import current_campaign, frozen_scheme
from pingyi.campaigns.states import State, state_at
from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.foundation.trees import ancestors
from pingyi.journal.memory import until_the_next_act
from pingyi.results.models import IndexResult, IndicatorResult, ItemResult, ResultSet, UnitResult

LENDABLE = ("sample", "ballots")  # kinds for which a unit with too few answers shows those of a unit above it
FEWEST_ANSWERS = 30  # fewer answers of people are never shown; protocol of small units
FORMAL_OBJECT = "formal_object"  # the group of the formal object: compared with nobody


@dataclass(frozen=True, slots=True)
class Peers:
    """The like units a unit is compared with."""

    units: int  # those that carry a score
    tiers: int
    unscored: int = 0


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What one result set says of one unit, and what it borrows where the unit has too few answers of its own."""

    unit: Unit
    above: tuple[Unit, ...]  # from the root down to the parent
    result: UnitResult | None
    lender: UnitResult | None  # the nearest unit above with a score, where this one has none
    peers: Peers
    indicators: tuple[IndicatorResult, ...]
    indices: tuple[IndexResult, ...]  # reported only, no part of the composite
    items: dict[str, tuple[ItemResult, ...]]  # kind of evidence -> items; those of `lent` where own ones are too few
    lent: dict[str, Unit]  # kind of evidence -> the unit above whose items are shown
    below: bool  # there are units below it


def published_set(campaign: Campaign) -> ResultSet | None:
    """Return the result set of `campaign` that stands, the last one published; None before publication."""
    return _published().filter(campaign=campaign).order_by("-number").first()


@until_the_next_act
def latest_published() -> ResultSet | None:
    """Return the result set published for the latest campaign; None when nothing is out."""
    return _published().order_by("-campaign__mobilise_at", "-number").first()


def scheme_in_force() -> SchemeVersion | None:
    """Return the frozen scheme of the campaign that is going on; before it is frozen, that of the latest results."""
    campaign, out = current_campaign(), latest_published()
    frozen = frozen_scheme(campaign) if campaign else None
    return frozen or (out.scheme if out else None)


def campaigns_with_state() -> list[tuple[Campaign, State]]:
    """Return all campaigns and where each stands now, the latest first."""
    out = set(_published().values_list("campaign_id", flat=True))
    now = clock.now()
    return [(one, state_at(one, now, published=one.pk in out)) for one in Campaign.objects.all()]


def unit_page(result_set: ResultSet | None, unit: Unit) -> UnitPage:
    """Return the page of `unit`; without a published set only where it stands."""
    above = _above(tuple(ancestors(unit.path)))
    own = UnitResult.objects.filter(result_set=result_set, unit=unit).first()
    items = _items(result_set, unit)
    lent = _lent(result_set, above, [kind for kind in LENDABLE if kind not in items])
    return UnitPage(
        unit=unit,
        above=above,
        result=own,
        lender=None if own and own.score is not None else _nearest_scored(result_set, above),
        peers=_peers(result_set, own.group if own else None),
        indices=tuple(IndexResult.objects.filter(result_set=result_set, unit=unit, score__isnull=False).order_by("pk")),
        indicators=tuple(IndicatorResult.objects.filter(result_set=result_set, unit=unit).order_by("pk")),
        items={**items, **{kind: theirs for kind, (_, theirs) in lent.items()}},
        lent={kind: lender for kind, (lender, _) in lent.items()},
        below=Unit.objects.filter(parent=unit).exists(),
    )


def result_of(result_set: ResultSet, unit: Unit) -> UnitResult:
    """Return the result of `unit`; an empty one where the set has none."""
    return result_set.units.filter(unit=unit).first() or UnitResult(result_set=result_set, unit=unit)


def results_below(result_set: ResultSet, unit: Unit) -> tuple[UnitResult, ...]:
    """Return the results of `unit` and of the units directly below it, in the order of the tree."""
    rows = result_set.units.filter(Q(unit=unit) | Q(unit__parent=unit)).select_related("unit__kind")
    return tuple(rows.order_by("unit__path"))


def results_alike(result_set: ResultSet, group: str) -> QuerySet[UnitResult]:
    """Return the scored units of one ranking group, best tier first; inside a tier by place, never by points."""
    scored = result_set.units.filter(group=group, score__isnull=False).exclude(group=FORMAL_OBJECT)
    return scored.select_related("unit__parent", "unit__kind").order_by(Coalesce("tier", 9999), "unit__path")


@until_the_next_act
def groups_of(result_set: ResultSet) -> dict[str, Peers]:
    """Return the ranking groups of `result_set` with their scored units and tiers."""
    compared = result_set.units.exclude(group=FORMAL_OBJECT)
    rows = compared.values_list("group").annotate(n=Count("score"), tiers=Max("tier"), every=Count("pk"))
    return {group: Peers(n, tiers or 0, every - n) for group, n, tiers, every in rows.order_by("group")}


def _published() -> QuerySet[ResultSet]:
    out = ResultSet.objects.filter(published_at__isnull=False)
    return out.select_related("campaign__formal_object", "scheme")


@until_the_next_act
def _above(paths: tuple[str, ...]) -> tuple[Unit, ...]:
    return tuple(Unit.objects.filter(path__in=paths).order_by("path"))


def _items(result_set: ResultSet | None, unit: Unit) -> dict[str, tuple[ItemResult, ...]]:
    """Return kind of evidence -> the unit's own items that may be shown."""
    kinds: dict[str, list[ItemResult]] = {}
    for item in _shown(result_set).filter(unit=unit):
        kinds.setdefault(item.evidence, []).append(item)
    return {kind: tuple(items) for kind, items in kinds.items()}


# Many units stand below one: what they borrow from it is read once.
_items_to_lend = until_the_next_act(_items)


def _lent(
    result_set: ResultSet | None, above: tuple[Unit, ...], kinds: list[str]
) -> dict[str, tuple[Unit, tuple[ItemResult, ...]]]:
    """Return kind of evidence -> the nearest unit above that has any, and its items."""
    found: dict[str, tuple[Unit, tuple[ItemResult, ...]]] = {}
    for unit in above if kinds else ():  # from the root down: the nearest comes last and stays
        theirs = _items_to_lend(result_set, unit)
        found |= {kind: (unit, theirs[kind]) for kind in kinds if kind in theirs}
    return found


def _shown(result_set: ResultSet | None) -> QuerySet[ItemResult]:
    enough = Q(evidence="inspection") | Q(n__gte=FEWEST_ANSWERS)
    rows = ItemResult.objects.filter(enough, result_set=result_set, withheld="", estimate__isnull=False)
    return rows.order_by("pk")


@until_the_next_act
def _nearest_scored(result_set: ResultSet | None, above: tuple[Unit, ...]) -> UnitResult | None:
    rows = UnitResult.objects.filter(result_set=result_set, unit__in=above, score__isnull=False)
    return rows.select_related("unit").order_by("-unit__path").first()


@until_the_next_act
def _peers(result_set: ResultSet | None, group: str | None) -> Peers:
    if result_set is None or group is None:
        return Peers(0, 0)
    alike = result_set.units.filter(group=group).aggregate(n=Count("score"), tiers=Max("tier"))
    return Peers(alike["n"], alike["tiers"] or 0)
