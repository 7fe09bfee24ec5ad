"""Whether a manifest says what the campaign says: both are signed, by different people, and must not differ."""

import datetime as dt
from collections.abc import Iterator

from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import frozen_scheme
from pingyi.forms.writing import digest
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.queries import online_form
from pingyi.polling.questions import options_of
from pingyi.protocol.manifest import Manifest
from pingyi.wording import Text


def kind_of(campaign: Campaign) -> str:
    """Return the manifest's word for the mode of `campaign`."""
    return "internal" if campaign.mode == Campaign.Mode.INTERNAL else "external"


def moment_text(moment: dt.datetime) -> str:
    """Return a moment as a manifest writes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def differences(appraisal: OnlineAppraisal, manifest: Manifest) -> list[Text]:
    """Return the names of what differs."""
    return list(_differences(appraisal, appraisal.campaign, manifest))


def _differences(appraisal: OnlineAppraisal, campaign: Campaign, manifest: Manifest) -> Iterator[Text]:
    form, scheme = online_form(campaign), frozen_scheme(campaign)
    same = {
        Text("编号", "the id"): manifest.id == appraisal.public_id,
        Text("评议方式", "the mode"): manifest.kind == kind_of(campaign),
        Text("是否演示", "being a demonstration"): manifest.demonstration == campaign.demonstration,
        Text("被评议单位的主管", "who controls the rated agency"): manifest.rated == appraisal.rated,
        Text("问卷", "the questionnaire"): form is not None
        and manifest.questionnaire.hex() == digest(form)
        and manifest.options == options_of(form),
        Text("统计单元个数", "the number of cells"): manifest.cells == appraisal.cells.count(),
        Text("评议方案", "the scheme"): scheme is not None and manifest.scheme.hex() == scheme.digest,
        Text("开始时间", "the opening"): manifest.opens == moment_text(campaign.collect_at),
        Text("截止时间", "the closing"): manifest.closes == moment_text(campaign.close_at),
    }
    return (name for name, agrees in same.items() if not agrees)
