"""Reads of the online appraisal: its questionnaire, its cells with what they can tell, its total."""

from dataclasses import dataclass

from pingyi.campaigns.models import Campaign, CampaignForm
from pingyi.forms.model import Form
from pingyi.forms.reading import read_form
from pingyi.polling.models import Cell, OnlineAppraisal
from pingyi.polling.precision import Expected, expected

RESPONSES = (0.1, 0.2, 0.3, 0.5)  # shares of invited people who answer: low, usual, good, very good


@dataclass(frozen=True, slots=True)
class CellOutlook:
    """A cell and what it can be expected to tell at one response rate."""

    cell: Cell
    expected: Expected


def online_form(campaign: Campaign) -> Form | None:
    """Return the questionnaire that `campaign` asks online; None where it does not."""
    asked = campaign.forms.filter(channel=CampaignForm.Channel.ONLINE).select_related("version").first()
    return read_form(asked.version.content) if asked else None


def outlook(appraisal: OnlineAppraisal, response: float) -> tuple[CellOutlook, ...]:
    """Return every cell with what it can be expected to tell when the share `response` answers."""
    cells = appraisal.cells.select_related("unit")
    return tuple(CellOutlook(cell, expected(cell.invited, cell.k, response)) for cell in cells)
