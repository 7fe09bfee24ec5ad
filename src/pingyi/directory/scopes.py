"""Where a right holds: everywhere, below a unit in the area tree, or below a unit in its line. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the directory. At most one path is set; none set means everywhere."""

    area: str | None = None
    line: str | None = None

    def holds_unit(self, path: str, line_path: str | None) -> bool:
        """Tell whether a unit with these paths lies in the scope."""
        if self.area is not None:
            return path.startswith(self.area)
        if self.line is not None:
            return line_path is not None and line_path.startswith(self.line)
        return True

    def covers(self, other: "Scope") -> bool:
        """Tell whether every unit of `other` lies in this scope, whatever units are added later.

        An area never covers a line nor the other way round: the next import may add a unit to one and not the other.
        """
        if self == EVERYWHERE:
            return True
        if self.area is not None:
            return other.area is not None and other.area.startswith(self.area)
        return self.line is not None and other.line is not None and other.line.startswith(self.line)


EVERYWHERE = Scope()
