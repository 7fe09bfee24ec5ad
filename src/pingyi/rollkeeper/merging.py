"""Which units share a cell (pure). The rule is stated for everybody in docs/formats/eligibility.md, section 3.

A cell is fixed in advance from the number of invited people, never from the answers, and holds at least `LEAST`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.rollkeeper.units import Units

LEAST = 150
K, K_WITH_STAFF = 30, 50


@dataclass(slots=True)
class Group:
    """Units whose people count together: the unit it stands for, its members, people invited, staff among them."""

    unit: str
    members: list[str]
    invited: int
    staff: int

    def take(self, other: "Group", unit: str) -> None:
        """Take in another group; both then stand for `unit`."""
        self.unit = unit
        self.members += other.members
        self.invited += other.invited
        self.staff += other.staff

    @property
    def k(self) -> int:
        """The least number of ballots that is published."""
        return K_WITH_STAFF if self.staff else K


@dataclass(slots=True)
class Merged:
    """The cells of one channel, and what could not reach the minimum."""

    cells: list[Group] = field(default_factory=list)
    short: list[Group] = field(default_factory=list)


def merge(units: Units, invited: Mapping[str, tuple[int, int]]) -> Merged:
    """Return the cells for `invited`: unit code to (people, staff among them). All of one channel."""
    return _Merging(units, invited).whole()


class _Merging:
    def __init__(self, units: Units, invited: Mapping[str, tuple[int, int]]) -> None:
        self._invited = invited
        self._found = Merged()
        self._own: dict[str, Group] = {}  # unit -> the cell that began as this unit alone
        self._below: dict[str, list[str]] = {}
        concerned = set(invited).union(*(units.above(code) for code in invited))
        for code in sorted(concerned):
            self._below.setdefault(units[code].parent, []).append(code)

    def whole(self) -> Merged:
        for top in self._below.get("", ()):
            before = len(self._found.cells)
            if left := self._left_of(top):
                below = self._found.cells[before:]
                if below:
                    _smallest(below).take(left, top)
                else:
                    self._found.short.append(left)
        return self._found

    def _left_of(self, parent: str) -> Group | None:
        """Make the cells at and below `parent`; return the people who are too few for one there."""
        children = self._below.get(parent, [])
        small = [left for child in children if (left := self._left_of(child))]
        people, staff = self._invited.get(parent, (0, 0))
        own = Group(parent, [parent], people, staff)
        if people >= LEAST:
            self._own[parent] = own
            self._found.cells.append(own)
        elif people:
            small.append(own)
        return self._put_together(small, parent, [self._own[code] for code in (*children, parent) if code in self._own])

    def _put_together(self, small: list[Group], parent: str, neighbours: list[Group]) -> Group | None:
        made: list[Group] = []
        waiting: Group | None = None
        for group in small:
            if waiting is None:
                waiting = group
            else:
                waiting.take(group, parent)
            if waiting.invited >= LEAST:
                made.append(waiting)
                waiting = None
        self._found.cells += made
        if waiting and (made or neighbours):
            (made[-1] if made else _smallest(neighbours)).take(waiting, parent)
            return None
        return waiting


def _smallest(cells: list[Group]) -> Group:
    return min(cells, key=lambda cell: (cell.invited, cell.members[0]))
