"""Rights as predicates: `user.has_perm("directory.change", unit)`.

Without an object: the verb is held in some current posting. With an object: it is held over a scope that contains
the unit (a `Unit`, or anything with a `unit`; a thing whose unit is None belongs to the whole, so only a posting
without a unit reaches it). Anything else is refused.
"""

from collections.abc import Iterable
from typing import Any

from rules.permissions import add_perm
from rules.predicates import Predicate

from pingyi.directory.models import Unit
from pingyi.directory.queries.postings import current_postings, lasting_postings, scope_of, scopes_of, verbs_over
from pingyi.directory.roles import verbs_of
from pingyi.directory.scopes import EVERYWHERE

KEEPS_ACCOUNTS = "staff.change"
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


def accounts_kept(user: Any, staff: Iterable[Any]) -> set[int]:
    """Return, by primary key, which of these accounts `user` may close, open or give a new password to.

    Whoever gets into an account gets its rights: so `user` must hold each of them, and "staff.change", over every scope
    where that person has a posting or will have one. An account without postings needs "staff.change" anywhere.
    """
    people, own = list(staff), list(current_postings(user))
    if not any(KEEPS_ACCOUNTS in verbs_of(posting.role) for posting in own):
        return set()
    beyond = {
        posting.staff_id
        for posting in lasting_postings(people)
        if not {KEEPS_ACCOUNTS, *verbs_of(posting.role)} <= verbs_over(own, scope_of(posting) or EVERYWHERE)
    }
    return {one.pk for one in people} - beyond


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
