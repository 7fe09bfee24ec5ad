"""What the organiser's side of an online appraisal refuses, as sentences."""

from collections.abc import Sequence

from pingyi.wording import Issue, Refused, Text


def no_online_form() -> Refused:
    """The campaign asks nothing online."""
    return Refused.because(
        "no_online_form",
        Text("这次评议没有网络评议的问卷。", "The campaign has no questionnaire for online appraisal."),
        Text("请先在“评议活动”里选定网络评议的问卷。", "Choose one for online appraisal in the campaign first."),
    )


def scheme_not_frozen() -> Refused:
    """The manifest names the scheme's hash, so the scheme must not change any more."""
    return Refused.because(
        "scheme_not_frozen",
        Text("评议方案还没有锁定。", "The scheme is not frozen yet."),
        Text("请先锁定方案，清单要写上它的哈希。", "Freeze the scheme first: the manifest names its hash."),
    )


def already_fixed() -> Refused:
    """The manifest is signed and taken in."""
    return Refused.because(
        "manifest_fixed",
        Text("清单已经由五方签名，不能再改。", "The manifest is signed by all five bodies and cannot change."),
        Text("要改，只能另开一次评议活动。", "To change anything, call another campaign."),
    )


def not_fixed() -> Refused:
    """There is no manifest yet."""
    return Refused.because(
        "manifest_missing",
        Text("还没有五方签名的清单。", "There is no manifest signed by all five bodies yet."),
        Text("请先收下清单。", "Take the manifest in first."),
    )


def public_id_wrong(public_id: str) -> Refused:
    """The name in every code's key has one form."""
    return Refused.because(
        "public_id_wrong",
        Text(f"编号“{public_id}”不合规定，或已有人用过。", f"The id “{public_id}” is not allowed or is taken."),
        Text("请用1至64个小写字母、数字或连字符。", "Use 1 to 64 lower-case letters, digits or hyphens."),
        field="public_id",
    )


def malformed(what: str) -> Refused:
    """A file of another body cannot be read."""
    return Refused.because(
        "unreadable_ballot_file",
        Text(f"文件不合格式：{what}。", f"The file is not in its format: {what}."),
        Text("请向送来文件的一方重新索取。", "Ask the body that made it for another copy."),
    )


def manifest_differs(fields: Sequence[Text]) -> Refused:
    """The manifest says something else than the campaign."""
    return Refused([_differs(field) for field in fields])


def _differs(field: Text) -> Issue:
    return Issue(
        "manifest_differs",
        Text(f"清单里的{field.zh}与这次评议不同。", f"The manifest and the campaign differ in {field.en}."),
        Text("请改正清单，再请五方重新签名。", "Correct the manifest and have all five sign it again."),
    )


def cells_unknown_units(codes: Sequence[str]) -> Refused:
    """Cells of units that the campaign does not know."""
    listed = ", ".join(codes[:5])
    return Refused.because(
        "cell_unit_unknown",
        Text(f"统计单元所属的单位不在这次评议里：{listed}。", f"Cells of units outside this campaign: {listed}."),
        Text("请核对名册方用的单位文件。", "Check the unit file that the roll keeper used."),
    )


def not_verified(failed: Sequence[str], stage: str | None) -> Refused:
    """The package does not hold, or has not come to its rows."""
    if failed:
        names = ", ".join(failed)
        return Refused.because(
            "package_fails",
            Text(f"票据没有通过核对：{names}。", f"The ballot package does not hold: {names}."),
            Text("一张票也没有收下。请用 pingyi verify 查看详情。", "Nothing was taken in. See pingyi verify."),
        )
    return Refused.because(
        "package_without_rows",
        Text(f"票还没有公布（进度：{stage}）。", f"The rows are not published yet (stage: {stage})."),
        Text("请等票据公布以后再收。", "Wait until they are."),
    )


def objection_late() -> Refused:
    """The final tags stand."""
    return Refused.because(
        "objection_late",
        Text("最后的计票标记已经公布，异议期已过。", "The final tags are published; the time for objections is over."),
        Text("可以把材料交给监督机构。", "The evidence may go to the oversight body."),
    )
