"""Whether manifest and cells say what the campaign says: they are fixed by different people and must not differ."""

import datetime as dt
from collections.abc import Iterator, Sequence

from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import frozen_scheme
from pingyi.forms.writing import digest
from pingyi.polling.models import Cell, OnlineAppraisal
from pingyi.polling.queries import online_form
from pingyi.polling.questions import options_of
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest
from pingyi.wording import Text

_SAME = {
    "unit": Text("单位", "the unit"),
    "name_zh": Text("名称", "the name"),
    "name_en": Text("英文名称", "the English name"),
    "channel": Text("邀请方式", "how people are invited"),
    "k": Text("最少票数", "the least number of ballots"),
}


def kind_of(campaign: Campaign) -> str:
    """Return the manifest's word for the mode of `campaign`."""
    return "internal" if campaign.mode == Campaign.Mode.INTERNAL else "external"


def moment_text(moment: dt.datetime) -> str:
    """Return a moment as a manifest writes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def differences(appraisal: OnlineAppraisal, manifest: Manifest) -> list[Text]:
    """Return the names of what differs between manifest and campaign."""
    return list(_differences(appraisal, appraisal.campaign, manifest))


def cell_differences(appraisal: OnlineAppraisal, manifest: Manifest, cells: Sequence[CellRecord]) -> list[Text]:
    """Return what differs between the cells of the roll keeper (`cells.jsonl`) and the cells that were planned."""
    planned = list(appraisal.cells.select_related("unit"))
    if len(planned) != len(cells):
        return [Text("计票单元个数", "the number of cells")]
    continuous = manifest.batch_max > 0
    return [text for plan, cell in zip(planned, cells, strict=True) for text in _cell(plan, cell, continuous)]


def _differences(appraisal: OnlineAppraisal, campaign: Campaign, manifest: Manifest) -> Iterator[Text]:
    form, scheme = online_form(campaign), frozen_scheme(campaign)
    same = {
        Text("编号", "the id"): manifest.id == appraisal.public_id,
        Text("评议方式", "the mode"): manifest.kind == kind_of(campaign),
        Text("是否演示", "being a demonstration"): manifest.demonstration == campaign.demonstration,
        Text("被评一方归谁管", "who controls the rated side"): manifest.rated == appraisal.rated,
        Text("问卷", "the questionnaire"): form is not None
        and manifest.questionnaire.hex() == digest(form)
        and manifest.options == options_of(form),
        Text("计票单元个数", "the number of cells"): manifest.cells == appraisal.cells.count(),
        Text("评议方案", "the scheme"): scheme is not None and manifest.scheme.hex() == scheme.digest,
        Text("开始时间", "the opening"): manifest.opens == moment_text(campaign.collect_at),
        Text("截止时间", "the closing"): manifest.closes == moment_text(campaign.close_at),
    }
    return (name for name, agrees in same.items() if not agrees)


def _cell(plan: Cell, cell: CellRecord, continuous: bool) -> Iterator[Text]:
    where = Text(f"计票单元{cell.index}的", f" of cell {cell.index}")
    planned = {"unit": plan.unit.code, **{name: getattr(plan, name) for name in _SAME if name != "unit"}}
    for name, called in _SAME.items():
        if planned[name] != getattr(cell, name):
            yield Text(where.zh + called.zh, called.en + where.en)
    if cell.roll_count != plan.invited and not (continuous and cell.roll_count == 0):
        yield Text(where.zh + "邀请人数", "the number of invited people" + where.en)
