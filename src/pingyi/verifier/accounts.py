"""The checks named `accounts` and `statements`: the trustees account for every envelope, in what they signed."""

from pingyi.primitives.errors import Malformed
from pingyi.protocol import accounting
from pingyi.protocol.accounting import CellCounts
from pingyi.protocol.parties import Party
from pingyi.verifier.facts import Facts
from pingyi.verifier.report import NOT_YET, Check, Figures

SHOWN = 3  # problems that are named
FLAGGED = "flagged"


def counts_of(facts: Facts) -> list[CellCounts]:
    """Return what log and files say of every cell; what was withdrawn or is not there yet is None."""
    ballot, entry = (facts.issued.get(role) for role in (Party.S, Party.R))
    first, final, *_ = (*facts.tags, None, None)
    return [
        CellCounts(
            cell=index,
            k=cell.k,
            roll=facts.roll[index],
            cast=facts.log.cast[index],
            ballot=None if ballot is None else ballot[index],
            entry=None if entry is None else entry[index],
            first_tags=None if first is None else first[index],
            final_tags=None if final is None else final[index],
            rows=None if facts.rows is None else facts.rows[index],
        )
        for index, cell in enumerate(facts.cells)
    ]


def check_accounts(facts: Facts) -> Check:
    """Check the sums of every cell. What is flagged is a figure and never decides."""
    counts, stated = counts_of(facts), facts.stated()
    problems = accounting.wrong(counts, stated)
    if problems:
        raise Malformed("; ".join(problems[:SHOWN]))
    figures: Figures = {"cast": facts.log.cast.total(), "review_cells": list(accounting.reviews(counts))}
    if stated.final is None:
        return Check("accounts", True, NOT_YET, figures)
    flags = accounting.flags(counts, stated.final)
    figures |= {"lost": sum(row.invalid + row.missing for row in stated.final), "flagged_cells": list(flags.cells)}
    return Check("accounts", True, FLAGGED if flags.campaign or flags.cells else "", figures)


def check_statements(facts: Facts) -> Check:
    """Check that all statements stand, in their turn and signed, and none that must stand is lacking."""
    log = facts.log
    if log.statement_problem:
        raise Malformed(log.statement_problem)
    if lacking := log.course.lacking():
        raise Malformed(f"statements: lacking {', '.join(lacking)}")
    withheld = log.course.withheld.cells if log.course.withheld else ()
    figures: Figures = {"statements": len(log.statements), "withheld_cells": [row.cell for row in withheld]}
    return Check("statements", True, "" if log.order.stage == "rows" else NOT_YET, figures)
