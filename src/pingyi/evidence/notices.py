"""What is worth knowing about a batch that was not wrong."""

from pingyi.analysis.kinds import KINDS, Column, is_item, item_column
from pingyi.analysis.reading.convert import Converted
from pingyi.campaigns.models import Campaign
from pingyi.evidence.queries import scales_of
from pingyi.wording import Issue, Text


def notices_about(campaign: Campaign, kind: str, converted: Converted) -> tuple[Issue, ...]:
    """Return the notices: those of the conversion, items not asked here, units the campaign does not cover."""
    notices = list(converted.notices)
    missing = _items_left_out(campaign, kind, converted.columns)
    if missing:
        notices.append(_not_asked(missing))
    uncovered = converted.units - _covered(campaign)
    if uncovered:
        notices.append(_not_covered(sorted(uncovered)))
    return tuple(notices)


def _items_left_out(campaign: Campaign, kind: str, columns: tuple[Column, ...]) -> list[str]:
    present = {column.name for column in columns if is_item(KINDS[kind], column.name)}
    return sorted(item_column(item).name for item in scales_of(campaign, kind) or {} if f"q_{item}" not in present)


def _covered(campaign: Campaign) -> set[str]:
    return {campaign.formal_object.code, *campaign.covered.values_list("unit__code", flat=True)}


def _not_asked(items: list[str]) -> Issue:
    return Issue(
        "items_not_asked",
        Text(f"文件里没有这些题：{' '.join(items)}。", f"The file has no column for {' '.join(items)}."),
        Text("将按“没有问”处理；如果问过，请补上再导入。", "They count as not asked; add them if they were."),
    )


def _not_covered(units: list[str]) -> Issue:
    shown = " ".join(units[:5]) + (" …" if len(units) > 5 else "")
    return Issue(
        "units_not_covered",
        Text(f"有 {len(units)} 个单位不在本次评议范围：{shown}。", f"{len(units)} units are not covered: {shown}."),
        Text("这些记录会保存，但不计入结果。", "Their rows are kept but do not count."),
    )
