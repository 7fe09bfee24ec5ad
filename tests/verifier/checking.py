"""Having packages checked."""

from pathlib import Path

from pingyi.verifier.report import NOT_RUN, Report
from pingyi.verifier.run import verify
from pingyi.verifier.sources import Folder
from tests.ballots.plan import DUPLICATE, INVALID, LATE, MISSING, UNDECRYPTABLE, Plan

# Cells 0 to 2 are opened and 0 and 1 released; 2 loses two ballots, and 3 is too small.
FATES = {(0, 1): LATE, (0, 2): DUPLICATE, (1, 5): UNDECRYPTABLE, (2, 3): INVALID, (2, 4): MISSING}
SMALL = Plan(cast=(36, 33, 31, 5), fates=FATES, batches=((0,),), sealed=False)


def checked(folder: Path, **asked) -> Report:
    """The report on a folder, by one process."""
    return verify(Folder(folder), processes=1, **asked)


def failing(report: Report) -> list[str]:
    """The names of the checks that were run and do not hold."""
    return [check.name for check in report.checks if not check.ok and check.detail != NOT_RUN]


def found(report: Report, name: str):
    """One check."""
    return next(check for check in report.checks if check.name == name)
