"""The wish for an online appraisal, its cells, and where its public files lie."""

import csv
import re
from pathlib import Path

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign
from pingyi.directory.models import Unit
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling import refusals
from pingyi.polling.models import Cell, OnlineAppraisal
from pingyi.polling.queries import online_form
from pingyi.protocol.cells import CHANNELS, LEAST_K
from pingyi.rollkeeper.drafts import Draft, read_drafts

LONGEST_NAME = 200
LONGEST_PLACE = 500
U32 = 2**32
_PUBLIC_ID = re.compile(r"[a-z0-9-]{1,64}")


@transaction.atomic
def prepare(campaign: Campaign, public_id: str, rated: str, *, by: Staff | None = None) -> OnlineAppraisal:
    """Begin the online appraisal of a campaign that asks something online. `rated` controls the rated agency."""
    if online_form(campaign) is None:
        raise refusals.no_online_form()
    if OnlineAppraisal.objects.filter(campaign=campaign).exists():
        raise refusals.already_there()
    if not _PUBLIC_ID.fullmatch(public_id) or OnlineAppraisal.objects.filter(public_id=public_id).exists():
        raise refusals.public_id_wrong(public_id)
    controller = rated.strip()
    if not 0 < len(controller) <= LONGEST_NAME:
        raise refusals.rated_missing()
    appraisal = OnlineAppraisal.objects.create(campaign=campaign, public_id=public_id, rated=controller)
    _note(by, "polling:appraisal:prepared", appraisal, public_id=public_id, rated=controller)
    return appraisal


@transaction.atomic
def plan_cells(appraisal: OnlineAppraisal, draft: Path, *, by: Staff | None = None) -> int:
    """Take in the roll keeper's draft of the cells; replaces an earlier one. Returns how many there are."""
    if appraisal.manifest:
        raise refusals.already_fixed()
    drafts = _drafts(draft)
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
def say_where(
    appraisal: OnlineAppraisal, *, public_place: str, page_address: str, by: Staff | None = None
) -> OnlineAppraisal:
    """Note where the public files lie (folder or web address) and where residents open the page; "" is not known."""
    for field, place in (("public_place", public_place), ("page_address", page_address)):
        if len(place) > LONGEST_PLACE or "#" in place or not place.isprintable():
            raise refusals.place_wrong(field)
    if page_address and not page_address.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise refusals.place_wrong("page_address")
    appraisal.public_place, appraisal.page_address = public_place.strip(), page_address.strip()
    appraisal.save(update_fields=["public_place", "page_address"])
    _note(by, "polling:places:said", appraisal, public_place=appraisal.public_place, page=appraisal.page_address)
    return appraisal


def _drafts(path: Path) -> list[Draft]:
    """Read the roll keeper's draft, which came by mail: it may be anything."""
    try:
        drafts = read_drafts(path)
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error):
        raise refusals.cells_draft_wrong() from None
    for place, one in enumerate(drafts):
        if one.index != place or one.channel not in CHANNELS or one.k < LEAST_K or not 0 < one.invited < U32:
            raise refusals.cells_draft_wrong(row=place + 2)
        if not 0 < len(one.name_zh) <= LONGEST_NAME or len(one.name_en) > LONGEST_NAME:
            raise refusals.cells_draft_wrong(row=place + 2)
    if not drafts:
        raise refusals.cells_draft_wrong()
    return drafts


def _units_of(campaign: Campaign, codes: set[str]) -> dict[str, Unit]:
    """Return the units among `codes` that are the formal object or lie below it: merged cells stand for a parent."""
    below = Unit.objects.filter(code__in=codes, path__startswith=campaign.formal_object.path)
    return {unit.code: unit for unit in below}


def _note(by: Staff | None, act: str, appraisal: OnlineAppraisal, **details: object) -> None:
    record(by.username if by else SYSTEM, act, f"campaign:{appraisal.campaign.code}", **details)
