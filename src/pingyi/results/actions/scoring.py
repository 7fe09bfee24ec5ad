"""One run: freeze the evidence by its digests, appraise, keep what was found."""

import shutil
from pathlib import Path

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.analysis.appraisal import appraise, gather
from pingyi.analysis.fingerprints import evidence_digest, results_digest
from pingyi.analysis.packages import write_package
from pingyi.campaigns.models import Campaign, SchemeVersion
from pingyi.campaigns.queries import frozen_scheme
from pingyi.evidence.models import EvidenceBatch
from pingyi.evidence.queries import batches_in_force, damaged_batches, evidence_index, path_of
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.results import refusals
from pingyi.results.actions.rows import keep_rows
from pingyi.results.collecting import facts_of
from pingyi.results.files import kept_folder, package_facts, package_files
from pingyi.results.frames import frame_of
from pingyi.results.models import ResultSet
from pingyi.scoring.scheme import read_scheme


@transaction.atomic
def score_campaign(campaign: Campaign, *, by: Staff | None = None) -> ResultSet:
    """Score `campaign` from the evidence in force and its frozen scheme; returns a new result set.

    Refuses before collecting has closed, without a frozen scheme or evidence, and when a batch no longer gives its
    digest. The same evidence again gives another result set with the same digest.
    """
    scheme_version, batches = _ready(campaign)
    scheme, frame = read_scheme(scheme_version.text), frame_of(campaign)
    paths = _paths(batches)
    gathered = gather(scheme, frame, paths)
    outcome = appraise(scheme, frame, gathered)
    result_set = _new_set(campaign, scheme_version, by)
    files = package_files(result_set, scheme, frame, gathered, outcome)
    result_set.digest = results_digest(files)
    result_set.save()
    keep_rows(result_set, outcome, facts_of(scheme, frame, gathered, paths.get("inspection", ())))
    _note(result_set, by)
    folder = kept_folder(result_set)
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was cut off: its number was never committed
    write_package(folder, files, package_facts(result_set))
    return result_set


def _paths(batches: list[EvidenceBatch]) -> dict[str, list[Path]]:
    paths: dict[str, list[Path]] = {}
    for batch in batches:
        paths.setdefault(batch.kind, []).append(path_of(batch))
    return paths


def _ready(campaign: Campaign) -> tuple[SchemeVersion, list[EvidenceBatch]]:
    scheme = frozen_scheme(campaign)
    if scheme is None:
        raise refusals.scheme_open()
    if clock.now() < campaign.close_at:
        raise refusals.still_collecting(campaign.close_at)
    batches = list(batches_in_force(campaign).select_related("campaign"))
    if not batches:
        raise refusals.no_evidence()
    if damaged := damaged_batches(campaign):
        raise refusals.damaged_evidence([str(batch) for batch in damaged])
    return scheme, batches


def _new_set(campaign: Campaign, scheme: SchemeVersion, by: Staff | None) -> ResultSet:
    index = evidence_index(campaign)
    last = campaign.result_sets.order_by("-number").first()
    return ResultSet(
        campaign=campaign,
        number=last.number + 1 if last else 1,
        scheme=scheme,
        evidence=index,
        evidence_digest=evidence_digest(index),
        computed_at=clock.now(),
        computed_by=by,
    )


def _note(result_set: ResultSet, by: Staff | None) -> None:
    record(
        by.username if by else SYSTEM,
        "results:set:computed",
        f"campaign:{result_set.campaign.code}",
        number=result_set.number,
        evidence=result_set.evidence_digest,
        digest=result_set.digest,
    )
