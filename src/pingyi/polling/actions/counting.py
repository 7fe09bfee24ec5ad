"""After the close: objections that reach us, and the published rows as evidence."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.evidence.actions import import_batch
from pingyi.evidence.queries import scales_of_form
from pingyi.evidence.timing import check_moment
from pingyi.foundation import clock
from pingyi.foundation.places import var_folder
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling import publics, refusals
from pingyi.polling.models import BallotObjection, OnlineAppraisal, VerifiedRows
from pingyi.polling.queries import online_form
from pingyi.polling.questions import columns_of
from pingyi.polling.rows import write_evidence
from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.protocol.bodies import Policy
from pingyi.protocol.grade import Grade
from pingyi.verifier.fetching import opened
from pingyi.verifier.report import Report
from pingyi.verifier.run import unwatched, verify
from pingyi.verifier.sources import Unreadable

KIND = "ballots"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a package: the verifier's report, and the number of ballots that are evidence now."""

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
    are out (`refusals.NotVerified` has the report); then nothing is kept. The same package again changes nothing; with
    another list of bodies the grade may change, and the new batch corrects the old one.
    """
    if not appraisal.manifest:
        raise refusals.not_fixed()
    check_moment(appraisal.campaign, KIND, correction=hasattr(appraisal, "verified"))
    pinned = _pinned(policy)
    try:
        with opened(place, unwatched) as folder:
            report = verify(folder, expect=appraisal.camp, policy=pinned)
            if not report.ok or report.stage != "rows" or report.grade is None:
                raise refusals.NotVerified(report)
            return TakenIn(report, _take_in(appraisal, folder.root, report, report.grade, by))
    except Unreadable as problem:
        raise refusals.package_unreadable(str(problem)) from None


def _pinned(policy: bytes | None) -> Policy | None:
    if policy is None:
        return None
    try:
        return Policy.parse(policy)
    except Malformed as problem:
        raise refusals.public_file_wrong("policy", problem.what) from None


@transaction.atomic
def _take_in(appraisal: OnlineAppraisal, root: Path, report: Report, grade: Grade, by: Staff | None) -> int:
    before = VerifiedRows.objects.select_for_update().filter(appraisal=appraisal).select_related("batch").first()
    with TemporaryDirectory(dir=var_folder("evidence")) as waiting:
        table = Path(waiting) / "ballots.csv"
        ballots = _write(appraisal, root, table, grade)
        replaces = before.batch.number if before else None
        source = f"pingyi verify {appraisal.camp[:16]}"
        found = import_batch(appraisal.campaign, KIND, table, source, replaces=replaces, by=by)
    batch = appraisal.campaign.batches.get(kind=KIND, digest=found.digest)
    if before and (before.batch, before.grade, before.claimed) == (batch, grade.letter, grade.claimed):
        return ballots
    kept = {"batch": batch, "grade": grade.letter, "claimed": grade.claimed, "report": report.plain()}
    VerifiedRows.objects.update_or_create(
        appraisal=appraisal, defaults={**kept, "verified_at": clock.now(), "verified_by": by}
    )
    _note(by, "polling:rows:taken_in", appraisal, ballots=ballots, grade=str(grade), digest=found.digest)
    return ballots


def _write(appraisal: OnlineAppraisal, root: Path, table: Path, grade: Grade) -> int:
    """Write the rows as a table of evidence; the package, not our own plan, says which cell is of which unit."""
    form = online_form(appraisal.campaign)
    if form is None:
        raise refusals.no_online_form()
    cells = publics.cell_records((root / "cells.jsonl").read_bytes())
    ballots = write_evidence(
        _rows_file(root),
        table,
        columns=columns_of(form),
        kept=scales_of_form(form).keys(),
        units={cell.index: cell.unit for cell in cells},
        grade=grade.letter,
    )
    if not ballots:
        raise refusals.no_rows()
    return ballots


def _rows_file(root: Path) -> Path:
    """Return the one rows file of a verified package."""
    files = package.parse((root / package.NAME).read_bytes())
    found = next((file.path for file in files if file.path.startswith("rows/")), None)
    if found is None:
        raise refusals.rows_withdrawn()
    return root / found


def _note(by: Staff | None, act: str, appraisal: OnlineAppraisal, **details: object) -> None:
    record(by.username if by else SYSTEM, act, f"campaign:{appraisal.campaign.code}", **details)
