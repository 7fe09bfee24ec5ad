"""Rights as predicates: `user.has_perm("directory.change", unit)`.

Without an object: the verb is held in some current posting. With an object: it is held over a scope that contains
the unit (a `Unit`, or anything with a `unit`; a thing whose unit is None belongs to the whole, so only a posting
without a unit reaches it). Anything else is refused.
"""

from typing import Any

from rules.permissions import add_perm
from rules.predicates import Predicate

from pingyi.directory.models import Unit
from pingyi.directory.queries.postings import scopes_of

_NOT_A_UNIT = object()


def holds(verb: str) -> Predicate:
    """Return the predicate that is true for staff who hold `verb`, somewhere or over the given object."""

    def test(user: Any, thing: Any = None) -> bool:
        scopes = scopes_of(user, verb)
        if thing is None:
            return bool(scopes)
        unit = thing if isinstance(thing, Unit) else getattr(thing, "unit", _NOT_A_UNIT)
        if unit is None:
            return any(scope.area is None and scope.line is None for scope in scopes)
        return isinstance(unit, Unit) and any(scope.holds_unit(unit.path, unit.line_path) for scope in scopes)

    return Predicate(test, name=f"holds:{verb}")


# The directory stands above `journal` and `accounts`, so it names their rules too.
for _verb in (
    "office.view",
    "directory.view",
    "directory.change",
    "postings.grant",
    "journal.view",
    "staff.change",
    "proposals.decide",
):
    add_perm(_verb, holds(_verb))  # type: ignore[no-untyped-call]
