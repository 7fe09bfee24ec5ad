"""Units as of a day, in the area tree or in their line, and by name or code."""

import datetime as dt
from typing import Literal

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.foundation.trees import ancestors, within

Tree = Literal["area", "line"]


def units_on(day: dt.date | None = None) -> QuerySet[Unit]:
    """Return the units that exist on `day` (None: today)."""
    day = day or clock.today()
    return Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def subtree_of(unit: Unit, *, by: Tree = "area", day: dt.date | None = None) -> QuerySet[Unit]:
    """Return `unit` and all below it, in tree order, existing on `day`; nothing by line when it stands in none.

    The trees are those of today: a unit that moved is found where it is now.
    """
    if by == "line":
        return _within(unit.line_path, "line_path", day).order_by("line_path")
    return _within(unit.path, "path", day)


def children_of(unit: Unit, *, by: Tree = "area", day: dt.date | None = None) -> QuerySet[Unit]:
    """Return the units directly below `unit`, existing on `day`."""
    if by == "line":
        return units_on(day).filter(line_superior=unit).order_by("line_path")
    return units_on(day).filter(parent=unit)


def ancestors_of(unit: Unit, *, by: Tree = "area") -> QuerySet[Unit]:
    """Return the units above `unit`, topmost first."""
    if by == "line":
        return Unit.objects.filter(line_path__in=ancestors(unit.line_path or "")).order_by("line_path")
    return Unit.objects.filter(path__in=ancestors(unit.path))


def search_units(words: str, *, day: dt.date | None = None) -> QuerySet[Unit]:
    """Return the units existing on `day` in which every word is found: in a name, the name above, or the code.

    Names are Chinese, English and former ones. So “云桥 户籍” finds the counter of 云桥, called just 户籍窗口.
    """
    above = {"zh": Coalesce("parent__name_zh", Value("")), "en": Coalesce("parent__name_en", Value(""))}
    found = units_on(day).annotate(
        full_zh=Concat(above["zh"], "name_zh"),  # as people say it: 云桥分局户籍窗口
        full_en=Concat("name_en", Value(" "), above["en"]),
    )
    for word in words.split():
        former = Unit.objects.filter(
            Q(former_names__name_zh__icontains=word) | Q(former_names__name_en__icontains=word)
        ).values("pk")
        named = Q(full_zh__icontains=word) | Q(full_en__icontains=word)
        found = found.filter(named | Q(code__icontains=word) | Q(pk__in=former))
    return found


def name_on(unit: Unit, day: dt.date) -> str:
    """Return the Chinese name that `unit` carried on `day`."""
    former = unit.former_names.filter(until__gte=day).order_by("until").first()
    return former.name_zh if former else unit.name_zh


def _within(path: str | None, field: str, day: dt.date | None) -> QuerySet[Unit]:
    return units_on(day).filter(within(path, field)) if path else Unit.objects.none()
