"""Reads of the online appraisal: its questionnaire, manifest, cells with what they can tell, and what was done when."""

from dataclasses import dataclass

from pingyi.campaigns.models import Campaign, CampaignForm
from pingyi.forms.model import Form
from pingyi.forms.reading import read_form
from pingyi.journal.models import JournalEntry
from pingyi.polling.models import Cell, OnlineAppraisal
from pingyi.polling.precision import Expected, expected
from pingyi.protocol.manifest import Manifest

RESPONSES = (10, 20, 30, 50)  # percent of invited people who answer: low, usual, good, very good
USUAL = 20


@dataclass(frozen=True, slots=True)
class CellOutlook:
    """A cell and what it can be expected to tell at one response rate."""

    cell: Cell
    expected: Expected


@dataclass(frozen=True, slots=True)
class Outlook:
    """All cells at one response rate, people and ballots in all, and how many cells come to what."""

    cells: tuple[CellOutlook, ...]
    invited: int
    ballots: int
    withheld: int
    unranked: int
    ranked: int


def online_form(campaign: Campaign) -> Form | None:
    """Return the questionnaire that `campaign` asks online; None where it does not."""
    asked = campaign.forms.filter(channel=CampaignForm.Channel.ONLINE).select_related("version").first()
    return read_form(asked.version.content) if asked and asked.version.content else None


def appraisal_of(campaign: Campaign) -> OnlineAppraisal | None:
    """Return the online appraisal of `campaign` with its verified rows; None where none is prepared."""
    related = ("campaign__formal_object", "verified__batch", "verified__verified_by")
    return OnlineAppraisal.objects.filter(campaign=campaign).select_related(*related).first()


def manifest_of(appraisal: OnlineAppraisal) -> Manifest | None:
    """Return what the manifest says; None before it is fixed."""
    return Manifest.parse(bytes(appraisal.manifest)) if appraisal.manifest else None


def outlook(appraisal: OnlineAppraisal, percent: int) -> Outlook:
    """Return every cell with what it can be expected to tell when `percent` of the invited people answer."""
    cells = appraisal.cells.select_related("unit")
    found = tuple(CellOutlook(cell, expected(cell.invited, cell.k, percent / 100)) for cell in cells)
    shown = [one.expected.shown for one in found]
    return Outlook(
        found,
        invited=sum(one.cell.invited for one in found),
        ballots=sum(one.expected.ballots for one in found),
        withheld=shown.count("withheld"),
        unranked=shown.count("unranked"),
        ranked=shown.count("ranked"),
    )


def deeds(campaign: Campaign) -> dict[str, JournalEntry]:
    """Return the last journal entry of each act of this package on `campaign`, by the name of the act."""
    entries = JournalEntry.objects.filter(thing=f"campaign:{campaign.code}", act__startswith="polling:")
    return {entry.act: entry for entry in entries.order_by("seq")}
