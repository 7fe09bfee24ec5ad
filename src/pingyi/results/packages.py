"""The appraisal package of a campaign, copied out of what was kept when it was scored."""

from pathlib import Path

from pingyi.analysis.packages import read_package, write_package
from pingyi.campaigns.models import Campaign
from pingyi.evidence.queries import evidence_path
from pingyi.results.files import kept_folder, package_facts
from pingyi.results.models import ResultSet
from pingyi.wording import Refused, Text


def export_appraisal(code: str, folder: Path, *, rows: bool = False) -> ResultSet:
    """Write the package of the campaign's published result (else its newest) into `folder`; returns the result set.

    With `rows` the evidence itself goes along under rows/: the sealed package for an auditor.
    """
    result_set = _to_export(code)
    _, files = read_package(kept_folder(result_set))
    if rows:
        files |= _rows(result_set)
    write_package(folder, files, package_facts(result_set) | {"published": result_set.published_at is not None})
    return result_set


def _to_export(code: str) -> ResultSet:
    campaign = Campaign.objects.filter(code=code).first()
    if campaign is None:
        raise Refused.because(
            "campaign_unknown",
            Text(f"没有代码为“{code}”的评议活动。", f"There is no campaign “{code}”."),
            Text("用 pingyi campaigns 看有哪些。", "See them with `pingyi campaigns`."),
        )
    sets = campaign.result_sets.select_related("campaign__formal_object", "scheme").order_by("-number")
    found = sets.filter(published_at__isnull=False).first() or sets.first()
    if found is None:
        raise Refused.because(
            "no_result",
            Text("这次评议还没有结果。", "This campaign has no result yet."),
            Text("请先计分。", "Score it first."),
        )
    return found


def _rows(result_set: ResultSet) -> dict[str, bytes]:
    named = ((batch["kind"], batch["digest"]) for batch in result_set.evidence)
    return {
        f"rows/{kind}/{digest}.parquet": evidence_path(result_set.campaign, kind, digest).read_bytes()
        for kind, digest in named
    }
