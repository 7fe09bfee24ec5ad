"""The units of a campaign as `analysis` takes them."""

from pingyi.analysis.appraisal import Frame, UnitRow
from pingyi.campaigns.models import Campaign
from pingyi.directory.queries.units import subtree_of


def frame_of(campaign: Campaign) -> Frame:
    """Return the formal object and all units below it on the first day of collecting, with their ranking groups."""
    groups = dict(campaign.covered.values_list("unit_id", "group"))
    units = list(subtree_of(campaign.formal_object, day=campaign.collect_at.date()).select_related("kind", "parent"))
    known = {unit.pk for unit in units}
    return Frame(
        tuple(
            UnitRow(
                code=unit.code,
                parent=unit.parent.code if unit.parent and unit.parent_id in known else "",
                group=groups.get(unit.pk, ""),
                kind=unit.kind.code,
                level=unit.level,
                name_zh=unit.name_zh,
                name_en=unit.name_en,
            )
            for unit in units
        )
    )
