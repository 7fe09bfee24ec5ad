"""Three counts in one bar, never one rate: due, claimed done by the unit, confirmed by citizens."""

from dataclasses import dataclass

from pingyi.charts.axes import Axis, percent
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Nest:
    """Widths in percent of what is due, and what a screen reader says."""

    claimed_width: str
    confirmed_width: str
    says: Text


def nest(due: int, claimed: int, confirmed: int) -> Nest | None:
    """Return the bar; None where nothing is due. What citizens confirmed counts as claimed too."""
    if due <= 0:
        return None
    axis = Axis(0, due)
    return Nest(
        claimed_width=percent(axis.x(max(claimed, confirmed))),
        confirmed_width=percent(axis.x(confirmed)),
        says=Text(
            f"应整改{due}件，其中单位称完成{claimed}件，群众确认解决{confirmed}件",
            f"{due} to be put right; the unit says {claimed} are done, citizens confirm {confirmed}",
        ),
    )
