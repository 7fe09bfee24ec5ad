"""After the close: objections that reach us, and the published rows as evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.evidence.actions import import_batch
from pingyi.foundation import clock
from pingyi.foundation.places import var_folder
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling import refusals
from pingyi.polling.models import BallotObjection, OnlineAppraisal, VerifiedRows
from pingyi.polling.queries import online_form
from pingyi.polling.rows import write_evidence
from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.protocol.bodies import Policy
from pingyi.verifier.report import Report
from pingyi.verifier.run import verify
from pingyi.verifier.sources import Unreadable, opened


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a package: the verifier's report, and the number of ballots that became evidence."""

    report: Report
    ballots: int


@transaction.atomic
def note_objection(appraisal: OnlineAppraisal, log_index: int, *, by: Staff | None = None) -> BallotObjection:
    """Note that somebody objects: a ballot in the log was not counted. The evidence itself goes to the trustees."""
    if not appraisal.manifest:
        raise refusals.not_fixed()
    if hasattr(appraisal, "verified"):
        raise refusals.objection_late()
    noted, fresh = BallotObjection.objects.get_or_create(
        appraisal=appraisal, log_index=log_index, defaults={"received_at": clock.now()}
    )
    if fresh:
        _note(by, "polling:objection:noted", appraisal, log_index=log_index)
    return noted


@transaction.atomic
def tell_objection(noted: BallotObjection, *, added: bool, by: Staff | None = None) -> BallotObjection:
    """Note what the trustees found: the ballot was added to the final tags, or they say why not in their count."""
    noted.added, noted.told_at = added, clock.now()
    noted.save(update_fields=["added", "told_at"])
    _note(by, "polling:objection:told", noted.appraisal, log_index=noted.log_index, added=added)
    return noted


def take_in_rows(
    appraisal: OnlineAppraisal, place: str, *, policy: bytes | None = None, by: Staff | None = None
) -> TakenIn:
    """Verify the ballot package at `place` (folder or web address) and take its rows in as evidence.

    `policy` is the pinned list of bodies that the grade is computed by. Refused unless every check holds and the rows
    are out; then nothing is kept. The same package again changes nothing.
    """
    if not appraisal.manifest:
        raise refusals.not_fixed()
    try:
        pinned = Policy.parse(policy) if policy is not None else None
        with opened(place, _as_they_are) as folder:
            report = verify(folder, expect=appraisal.camp, policy=pinned)
            _check(report)
            return TakenIn(report, _take_in(appraisal, folder.root, report, by))
    except Malformed as problem:
        raise refusals.malformed(problem.what) from None
    except Unreadable as problem:
        raise refusals.malformed(str(problem)) from None


def _check(report: Report) -> None:
    failed = [check.name for check in report.checks if not check.ok]
    if failed or report.stage != "rows":
        raise refusals.not_verified(failed, report.stage)


@transaction.atomic
def _take_in(appraisal: OnlineAppraisal, root: Path, report: Report, by: Staff | None) -> int:
    form, grade = online_form(appraisal.campaign), report.grade
    if form is None or grade is None:
        raise refusals.no_online_form()
    with TemporaryDirectory(dir=var_folder("evidence")) as waiting:
        table = Path(waiting) / "ballots.csv"
        units = dict(appraisal.cells.values_list("index", "unit__code"))
        ballots = write_evidence(_rows_file(root), table, form, units, grade.letter)
        found = import_batch(appraisal.campaign, "ballots", table, f"pingyi verify {appraisal.camp[:16]}", by=by)
    if found.changed:
        VerifiedRows.objects.create(
            appraisal=appraisal,
            batch=appraisal.campaign.batches.get(kind="ballots", digest=found.digest),
            grade=grade.letter,
            claimed=grade.claimed,
            report=report.plain(),
            verified_at=clock.now(),
            verified_by=by,
        )
        _note(by, "polling:rows:taken_in", appraisal, ballots=ballots, grade=str(grade), digest=found.digest)
    return ballots


def _rows_file(root: Path) -> Path:
    """Return the one rows file of a verified package."""
    files = package.parse((root / package.NAME).read_bytes())
    return root / next(file.path for file in files if file.path.startswith("rows/"))


def _as_they_are(files: Iterable[package.File], _what: str) -> Iterable[package.File]:
    return files


def _note(by: Staff | None, act: str, appraisal: OnlineAppraisal, **details: object) -> None:
    record(by.username if by else SYSTEM, act, f"campaign:{appraisal.campaign.code}", **details)
