"""Units: the tree by area and by line, search, one unit, export."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.accounts.models import Staff
from pingyi.directory.exporting import export_units
from pingyi.directory.models import Posting, Unit
from pingyi.directory.queries.history import history_of
from pingyi.directory.queries.postings import postings_on, units_held
from pingyi.directory.queries.units import (
    Tree,
    ancestors_of,
    children_of,
    search_units,
    units_on,
)
from pingyi.directory.roles import ROLES
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.web.office.access import holds_everywhere, unit_held, who, words_asked
from pingyi.web.office.told import tell
from pingyi.web.office.words import LEVELS
from pingyi.wording import Text

MOST_FOUND = 60
MOST_ENTRIES = 12
FILES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A posting as a page shows it."""

    posting: Posting
    role: Text


def units(request: HttpRequest) -> HttpResponse:
    """Show where the person's units begin, or what a search found."""
    me, by, words = who(request), tree_asked(request), words_asked(request)
    held = units_held(me, "directory.view")
    found = search_units(words).filter(pk__in=held).select_related("kind", "parent")[:MOST_FOUND] if words else None
    shown = {
        "by": by,
        "words": words,
        "found": found,
        "tops": None if words else counted(tops(me, by), by),
        "everywhere": holds_everywhere(me, "directory.change"),
    }
    return render(request, "office/units.html", shown)


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit: both superiors, what stands below it, what became of it, who is posted here."""
    one, by = unit_held(request, code), tree_asked(request)
    shown = {
        "unit": one,
        "by": by,
        "above": ancestors_of(one, by=by),
        "below": counted(children_of(one, by=by), by),
        "level": LEVELS.get(one.level),
        "history": history_of(one),
        "entries": tell(JournalEntry.objects.filter(thing=f"unit:{one.code}").order_by("-seq")[:MOST_ENTRIES]),
        "points": one.service_points.all(),
        "postings": posting_lines(postings_on(clock.today()).filter(unit=one)),
        "closed": one.valid_to is not None and one.valid_to < clock.today(),
        "may_change": who(request).has_perm("directory.change", one),
        "may_grant": who(request).has_perm("postings.grant", one),
    }
    return render(request, "office/unit.html", shown)


def export(request: HttpRequest, suffix: str) -> HttpResponse:
    """Hand out all areas and units as a file that can be imported again."""
    who(request)
    name = f"units-{clock.today():%Y%m%d}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export_units(f".{suffix}"), content_type=FILES[suffix], headers=headers)


def tree_asked(request: HttpRequest) -> Tree:
    """Return by which tree the page is asked for."""
    return "line" if request.GET.get("by") == "line" else "area"


def tops(me: Staff, by: Tree) -> QuerySet[Unit]:
    """Return the topmost units over which `me` holds sight."""
    held = units_held(me, "directory.view")
    here = units_on().filter(pk__in=held)
    if by == "line":
        in_line = here.filter(line_path__isnull=False)
        return in_line.filter(Q(line_superior=None) | ~Q(line_superior__in=held)).order_by("line_path")
    return here.filter(Q(parent=None) | ~Q(parent__in=held))


def counted(found: QuerySet[Unit], by: Tree) -> QuerySet[Unit]:
    """Return the units with how many stand directly below each, as `below`."""
    children = "children" if by == "area" else "line_children"
    today = clock.today()
    living = Q(**{f"{children}__valid_from__lte": today}) & (
        Q(**{f"{children}__valid_to__isnull": True}) | Q(**{f"{children}__valid_to__gte": today})
    )
    return found.select_related("kind", "line").annotate(below=Count(children, filter=living))


def posting_lines(postings: QuerySet[Posting]) -> list[PostingLine]:
    """Return postings with the names of their roles."""
    shown = postings.select_related("staff", "unit").order_by("staff__name", "from_on")
    return [PostingLine(one, ROLES[one.role].name if one.role in ROLES else Text(one.role, "")) for one in shown]
