"""Every write of this package: `design` (the campaign itself), `schemes` (versions, freezing), `external`."""

from pingyi.campaigns.actions.design import attach_form, cover_units, create_campaign, move_timetable
from pingyi.campaigns.actions.external import record_external_result
from pingyi.campaigns.actions.schemes import add_scheme, freeze_scheme

__all__ = [
    "add_scheme",
    "attach_form",
    "cover_units",
    "create_campaign",
    "freeze_scheme",
    "move_timetable",
    "record_external_result",
]
