"""What the call-back audit found, in numbers only."""

import csv
from dataclasses import dataclass
from pathlib import Path

from pingyi.rollkeeper import wrongs
from pingyi.rollkeeper.audits import SHEET
from pingyi.wording import Issue, Refused, Text

REACHED, TOOK_PART = ("yes", "no", "refused"), ("yes", "no", "unsure", "")


@dataclass(frozen=True, slots=True)
class Findings:
    """Drawn, reached, refused, not reached; of those who answered: their code used though they took no part, or not
    used though they did; the share of forged keys that 95 of 100 such audits would have found."""

    drawn: int
    answered: int
    refused: int
    unreachable: int
    used_by_others: int
    lost: int
    found_above: float


def findings(path: Path) -> Findings:
    """Count a filled call sheet; raises `Refused` for rows that are not filled in. Nobody is replaced."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        table = csv.DictReader(source)
        if tuple(table.fieldnames or ()) != SHEET:
            what = Text("这不是回访表。", "This is not a call sheet.")
            raise Refused(Issue("unreadable_sheet", what, wrongs.CORRECT))
        rows = list(table)
    wrong = [_wrong(number, row) for number, row in enumerate(rows, 2) if _is_wrong(row)]
    wrongs.refuse_rows(wrong[: wrongs.MOST], len(wrong))
    reached = [row for row in rows if row["reached"] == "yes"]
    said = [row for row in reached if row["took_part"] in {"yes", "no"}]
    others = sum(row["took_part"] == "no" and row["ballot_issued"] == "yes" for row in said)
    lost = sum(row["took_part"] == "yes" and row["ballot_issued"] == "no" for row in said)
    refused = sum(row["reached"] == "refused" for row in rows)
    bound = 1 - 0.05 ** (1 / len(said)) if said else 1.0
    return Findings(len(rows), len(said), refused, len(rows) - len(reached) - refused, others, lost, bound)


def _is_wrong(row: dict[str, str]) -> bool:
    return row["reached"] not in REACHED or row["took_part"] not in TOOK_PART


def _wrong(number: int, row: dict[str, str]) -> Issue:
    what = Text(
        f"reached应为{'、'.join(REACHED)}，took_part应为yes、no、unsure或空。",
        f"reached must be {', '.join(REACHED)}; took_part yes, no, unsure or empty.",
    )
    return Issue(
        "answer_wrong", what, wrongs.CORRECT, number, "reached" if row["reached"] not in REACHED else "took_part"
    )
