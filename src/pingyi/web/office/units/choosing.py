"""Choosing another unit: by search, or from those that stand beside it. Every choice is a link; no script is needed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

from pingyi.directory.models import Unit
from pingyi.directory.queries.postings import units_held
from pingyi.directory.queries.units import Tree, search_units, units_on
from pingyi.web.office.access import who, words_asked
from pingyi.wording import Text

MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page asks: a unit to be named by `key` in the address, beside what is `kept` there already."""

    title: Text
    lead: tuple[Text, ...]
    key: str
    kept: tuple[tuple[str, str], ...] = ()
    by: Tree = "area"


def choosing(request: HttpRequest, unit: Unit, choice: Choice) -> dict[str, Any]:
    """Return what the page of a choice shows: units the person may change, found by the words or standing near."""
    words = words_asked(request)
    already = [unit.code, *(value for _, value in choice.kept)]
    found = (search_units(words) if words else _near(unit, choice.by)).exclude(code__in=already)
    if choice.by == "line":
        found = found.filter(line_path__isnull=False)
    held = found.filter(pk__in=units_held(who(request), "directory.change"))
    rows = held.select_related("kind", "parent")[:MOST_FOUND]
    found_rows = [(one, "?" + urlencode([*choice.kept, (choice.key, one.code)])) for one in rows]
    return {"unit": unit, "choice": choice, "words": words, "found": found_rows}


def _near(unit: Unit, by: Tree) -> QuerySet[Unit]:
    """Return those that stand beside the unit and beside its superior."""
    superior, field = (unit.line_superior, "line_superior") if by == "line" else (unit.parent, "parent")
    beside = units_on().filter(line=unit.line) if by == "line" else units_on()
    beside = beside.filter(**{field: superior})
    above = units_on().filter(**{field: getattr(superior, field)}) if superior else Unit.objects.none()
    return beside | above
