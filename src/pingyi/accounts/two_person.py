"""Acts that need two people: the one mechanism, and the register of what can be done by it.

An upper package registers an act beside its own actions:

    @two_person("results.sign", label=Text("签发结果", "Sign results"), permission="results.sign")
    def sign_result_set(payload, *, proposed_by, decided_by): ...

One person proposes (`actions.propose`), another decides (`actions.decide`); the function runs inside the transaction
of the decision, so that decision, act and journal entry stand or fall together. Whatever it raises undoes them all.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import Model

from pingyi.accounts.models import Proposal, Staff
from pingyi.journal.chain import canonical
from pingyi.wording import Refused, Text

Payload = dict[str, Any]


class Run(Protocol):
    """What an act does when it is approved. Writes through actions; may raise `Refused`."""

    def __call__(self, payload: Payload, *, proposed_by: Staff, decided_by: Staff) -> object:
        """Do it."""
        ...


@dataclass(frozen=True, slots=True)
class Act:
    """A registered act: its name for people, the permission both must hold, and over what they must hold it."""

    name: str
    label: Text
    permission: str
    over: Callable[[Payload], Model | None] | None
    run: Run

    def may(self, staff: Staff, payload: Payload) -> bool:
        """Whether `staff` is active and holds the permission over what the payload touches; not over nothing."""
        if self.over is None:
            return staff.is_active and staff.has_perm(self.permission)
        touched = self.over(payload)
        return staff.is_active and touched is not None and staff.has_perm(self.permission, touched)


_acts: dict[str, Act] = {}
_Run = TypeVar("_Run", bound=Run)


def two_person(
    name: str, *, label: Text, permission: str, over: Callable[[Payload], Model | None] | None = None
) -> Callable[[_Run], _Run]:
    """Register the decorated function as what the act `name` does when it is approved.

    `over` returns from a payload the object (a unit, …) the permission must reach, `None` where there is no such
    object, and then nobody may; without `over`, holding the permission anywhere is enough. A name is
    registered once: a second function under it raises `ValueError`.
    """

    def register(run: _Run) -> _Run:
        if name in _acts:
            raise ValueError(f"the two-person act {name} is registered already")
        _acts[name] = Act(name, label, permission, over, run)
        return run

    return register


def act_called(name: str) -> Act:
    """Return the act called `name`; refuses one that nobody registered."""
    if name not in _acts:
        raise Refused.because(
            "act_unknown",
            Text(f"没有“{name}”这项双人办理事项。", f"There is no two-person act “{name}”."),
            Text("请从办理页面发起。", "Start it from the page it belongs to."),
            field="act",
        )
    return _acts[name]


def all_acts() -> Mapping[str, Act]:
    """Return the register."""
    return dict(_acts)


def digest_of_proposal(proposal: Proposal) -> str:
    """Return SHA-256, in hexadecimal, over what would be executed: act, thing and payload."""
    content = {"act": proposal.act, "thing": proposal.thing, "payload": proposal.payload}
    return hashlib.sha256(canonical(content).encode()).hexdigest()
