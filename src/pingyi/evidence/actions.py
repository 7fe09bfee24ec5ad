"""The one write: take in a batch."""

import datetime as dt
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.analysis.kinds import KINDS, SCHEMA_VERSION
from pingyi.analysis.reading.convert import Converted, Rules, convert
from pingyi.analysis.reading.files import LARGEST_BYTES
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import frozen_scheme
from pingyi.directory.models import Unit
from pingyi.evidence import refusals
from pingyi.evidence.levels import levels_of
from pingyi.evidence.models import EvidenceBatch
from pingyi.evidence.notices import notices_about
from pingyi.evidence.queries import batches_in_force, path_of, scales_of
from pingyi.evidence.timing import check_moment
from pingyi.foundation import clock
from pingyi.foundation.places import var_folder
from pingyi.journal.actions import SYSTEM, record
from pingyi.wording import Issue


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. `changed` is False on a dry run, and when the same rows were there already."""

    kind: str
    number: int
    rows: int
    columns: tuple[str, ...]
    digest: str
    replaces: int | None
    changed: bool
    dry_run: bool
    notices: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A batch on its way in: what it is, where its file waits, what it corrects."""

    campaign: Campaign
    kind: str
    source: str
    converted: Converted
    waiting: Path
    replaced: EvidenceBatch | None
    rules: Rules


def import_batch(
    campaign: Campaign,
    kind: str,
    path: Path,
    source: str,
    *,
    replaces: int | None = None,
    dry_run: bool = False,
    by: Staff | None = None,
) -> ImportReport:
    """Check the CSV or Parquet file `path` and take it in as a batch of `kind` ("sample", "ballots", …).

    `source` says from whom; `replaces` is the number of the batch this one corrects. The same rows twice change
    nothing. A dry run judges everything and keeps nothing. Raises `Refused` with every error found; a kill at any
    moment leaves at worst a file that no row names.
    """
    _check_request(campaign, kind, source)
    check_moment(campaign, kind, correction=replaces is not None)
    replaced = _in_force(campaign, kind, replaces)
    rules = _rules(campaign, kind, replaced)
    with _waiting_place(campaign) as waiting:
        converted = convert(KINDS[kind], path, waiting, rules)
        arrival = _Arrival(campaign, kind, source.strip(), converted, waiting, replaced, rules)
        known = campaign.batches.filter(kind=kind, digest=converted.digest).first()
        if known or dry_run:
            return _report(arrival, _known_number(known) if known else _next_number(campaign, kind), dry_run=dry_run)
        number, changed = _register(arrival, by)
    return _report(arrival, number, changed=changed)


@transaction.atomic
def _register(arrival: _Arrival, by: Staff | None) -> tuple[int, bool]:
    """Write the row, move the file into place, and note it; the row stands only if the file does.

    Returns the number, and False when somebody else brought the same rows in the meantime.
    """
    campaign = Campaign.objects.select_for_update().get(pk=arrival.campaign.pk)
    converted = arrival.converted
    if known := campaign.batches.filter(kind=arrival.kind, digest=converted.digest).first():
        return _known_number(known), False
    if arrival.replaced:
        _in_force(campaign, arrival.kind, arrival.replaced.number)
    if KINDS[arrival.kind].fact and _others(campaign, arrival.kind, arrival.replaced) != arrival.rules.earlier:
        raise refusals.others_came_in()
    batch = EvidenceBatch.objects.create(
        campaign=campaign,
        kind=arrival.kind,
        number=_next_number(campaign, arrival.kind),
        rows=converted.rows,
        columns=[column.name for column in converted.columns],
        digest=converted.digest,
        source=arrival.source,
        schema_version=SCHEMA_VERSION,
        imported_at=clock.now(),
        imported_by=by,
        replaces=arrival.replaced,
    )
    record(
        by.username if by else SYSTEM,
        "evidence:batch:imported",
        f"campaign:{campaign.code}",
        kind=batch.kind,
        number=batch.number,
        rows=batch.rows,
        digest=batch.digest,
        source=batch.source,
        replaces=arrival.replaced.number if arrival.replaced else None,
    )
    _put_into_place(arrival.waiting, path_of(batch))
    return batch.number, True


def _check_request(campaign: Campaign, kind: str, source: str) -> None:
    if kind not in KINDS:
        raise refusals.unknown_kind(kind, list(KINDS))
    if not 0 < len(source.strip()) <= 200:
        raise refusals.no_source()
    if not source.strip().isprintable():
        raise refusals.source_not_plain()
    if kind != EvidenceBatch.Kind.EXTERNAL and not frozen_scheme(campaign):
        raise refusals.scheme_open()


def _in_force(campaign: Campaign, kind: str, number: int | None) -> EvidenceBatch | None:
    if number is None:
        return None
    batch = batches_in_force(campaign, kind).filter(number=number).first()
    if batch is None:
        raise refusals.nothing_to_replace(kind, number)
    return batch


def _rules(campaign: Campaign, kind: str, replaced: EvidenceBatch | None) -> Rules:
    scales = scales_of(campaign, kind)
    if scales is None:
        raise refusals.not_asked(kind)
    return Rules(
        units=frozenset(Unit.objects.values_list("code", flat=True)),
        scales=scales,
        levels=levels_of(campaign, kind),
        days=(dt.date(campaign.year - 1, 1, 1), dt.date(campaign.year + 1, 12, 31)),
        earlier=_others(campaign, kind, replaced),
        largest_bytes=getattr(settings, "PINGYI_EVIDENCE_LIMIT", LARGEST_BYTES),
    )


def _others(campaign: Campaign, kind: str, replaced: EvidenceBatch | None) -> dict[int, Path]:
    """Return number and file of the batches in force beside which this one will stand."""
    batches = batches_in_force(campaign, kind).select_related("campaign")
    return {batch.number: path_of(batch) for batch in batches if batch != replaced}


def _next_number(campaign: Campaign, kind: str) -> int:
    last = campaign.batches.filter(kind=kind).order_by("-number").first()
    return last.number + 1 if last else 1


def _known_number(known: EvidenceBatch) -> int:
    if EvidenceBatch.objects.filter(replaces=known).exists():
        raise refusals.replaced_before(known.number)
    return known.number


def _report(arrival: _Arrival, number: int, *, changed: bool = False, dry_run: bool = False) -> ImportReport:
    converted = arrival.converted
    return ImportReport(
        kind=arrival.kind,
        number=number,
        rows=converted.rows,
        columns=tuple(column.name for column in converted.columns),
        digest=converted.digest,
        replaces=arrival.replaced.number if arrival.replaced else None,
        changed=changed,
        dry_run=dry_run,
        notices=notices_about(arrival.campaign, arrival.kind, converted),
    )


@contextmanager
def _waiting_place(campaign: Campaign) -> Iterator[Path]:
    """Yield a path in the folder of the campaign's evidence; whatever still lies there afterwards is removed."""
    waiting = var_folder("evidence", campaign.code) / f"{uuid.uuid4().hex}.part"
    try:
        yield waiting
    finally:
        waiting.unlink(missing_ok=True)


def _put_into_place(waiting: Path, place: Path) -> None:
    """Move a file so that it survives a power cut; the row that names it is committed afterwards."""
    with waiting.open("rb") as file:
        os.fsync(file.fileno())
    waiting.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
