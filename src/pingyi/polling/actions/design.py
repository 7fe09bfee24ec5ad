"""From the wish for an online appraisal to the manifest that all five bodies signed."""

import re
from pathlib import Path

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import frozen_scheme
from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling import refusals
from pingyi.polling.agreement import differences
from pingyi.polling.models import Cell, OnlineAppraisal
from pingyi.polling.queries import online_form
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest, Signatures, camp
from pingyi.rollkeeper.drafts import read_drafts

_PUBLIC_ID = re.compile(r"[a-z0-9-]{1,64}")


@transaction.atomic
def prepare(campaign: Campaign, public_id: str, rated: str, *, by: Staff | None = None) -> OnlineAppraisal:
    """Begin the online appraisal of a campaign that asks something online. `rated` controls the rated agency."""
    if online_form(campaign) is None:
        raise refusals.no_online_form()
    taken = OnlineAppraisal.objects.filter(public_id=public_id).exists()
    if not _PUBLIC_ID.fullmatch(public_id) or taken or hasattr(campaign, "online_appraisal"):
        raise refusals.public_id_wrong(public_id)
    appraisal = OnlineAppraisal.objects.create(campaign=campaign, public_id=public_id, rated=rated)
    _note(by, "polling:appraisal:prepared", appraisal, rated=rated)
    return appraisal


@transaction.atomic
def plan_cells(appraisal: OnlineAppraisal, draft: Path, *, by: Staff | None = None) -> int:
    """Take in the roll keeper's draft of the cells; replaces an earlier one. Returns how many there are."""
    if appraisal.manifest:
        raise refusals.already_fixed()
    drafts = read_drafts(draft)
    units = _units_of(appraisal.campaign, {one.unit for one in drafts})
    unknown = sorted({one.unit for one in drafts} - units.keys())
    if unknown:
        raise refusals.cells_unknown_units(unknown)
    appraisal.cells.all().delete()
    Cell.objects.bulk_create(
        Cell(
            appraisal=appraisal,
            index=one.index,
            unit=units[one.unit],
            name_zh=one.name_zh,
            name_en=one.name_en,
            channel=one.channel,
            k=one.k,
            invited=one.invited,
        )
        for one in drafts
    )
    _note(by, "polling:cells:planned", appraisal, cells=len(drafts), invited=sum(one.invited for one in drafts))
    return len(drafts)


@transaction.atomic
def fix_manifest(
    appraisal: OnlineAppraisal, content: bytes, signatures: bytes, *, by: Staff | None = None
) -> OnlineAppraisal:
    """Take in the manifest. Refused unless all five bodies signed it and it says what the campaign says."""
    if appraisal.manifest:
        raise refusals.already_fixed()
    if frozen_scheme(appraisal.campaign) is None:
        raise refusals.scheme_not_frozen()
    name = camp(content)
    try:
        manifest = Manifest.parse(content)
        unsigned = Signatures.parse(signatures).wrong(manifest, name)
    except Malformed as problem:
        raise refusals.malformed(problem.what) from None
    if unsigned:
        raise refusals.malformed(f"manifest not signed by {', '.join(party.name for party in unsigned)}")
    if fields := differences(appraisal, manifest):
        raise refusals.manifest_differs(fields)
    appraisal.manifest, appraisal.camp, appraisal.fixed_at = content, name.hex(), clock.now()
    appraisal.save(update_fields=["manifest", "camp", "fixed_at"])
    _note(by, "polling:manifest:fixed", appraisal, camp=name.hex())
    return appraisal


@transaction.atomic
def say_where(
    appraisal: OnlineAppraisal, *, public_place: str, page_address: str, by: Staff | None = None
) -> OnlineAppraisal:
    """Note where the public files lie and where residents open the page."""
    appraisal.public_place, appraisal.page_address = public_place.strip(), page_address.strip()
    appraisal.save(update_fields=["public_place", "page_address"])
    _note(by, "polling:places:said", appraisal, public_place=appraisal.public_place, page=appraisal.page_address)
    return appraisal


def _units_of(campaign: Campaign, codes: set[str]) -> dict[str, Unit]:
    """Return the units among `codes` that the campaign covers, or the one it is about."""
    covered = Unit.objects.filter(code__in=codes, covered_in__campaign=campaign)
    found = {unit.code: unit for unit in covered}
    if campaign.formal_object.code in codes:
        found[campaign.formal_object.code] = campaign.formal_object
    return found


def _note(by: Staff | None, act: str, appraisal: OnlineAppraisal, **details: object) -> None:
    record(by.username if by else SYSTEM, act, f"campaign:{appraisal.campaign.code}", **details)
