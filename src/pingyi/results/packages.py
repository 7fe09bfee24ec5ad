"""The appraisal package of a campaign, copied out of what was kept when it was scored."""

import os
import zipfile
from pathlib import Path

from pingyi.analysis.packages import read_package, write_package
from pingyi.campaigns.models import Campaign
from pingyi.evidence.queries import evidence_path
from pingyi.foundation.places import var_folder
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


def public_archive(result_set: ResultSet) -> Path:
    """Return the published package as one ZIP file, made the first time; the same package gives the same bytes."""
    archive = var_folder("public", "appraisals") / f"{result_set.campaign.code}-{result_set.number}.zip"
    if not archive.exists():
        folder, part = kept_folder(result_set), archive.with_suffix(f".{os.getpid()}.part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(f"{archive.stem}/{path.relative_to(folder)}")  # dated 1980, like every other
                target.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
        part.replace(archive)
    return archive


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
