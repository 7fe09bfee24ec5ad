"""What the organiser's side of an online appraisal refuses, as sentences."""

from collections.abc import Sequence

from pingyi.verifier.meanings import MEANINGS, STAGES
from pingyi.verifier.report import Check, Report
from pingyi.wording import Issue, Refused, Text

MOST_DIFFERENCES = 20


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
        Text(f"编号“{public_id}”不合规定，或者已经用过。", f"The id “{public_id}” is not allowed or is taken."),
        Text("请用1至64个小写字母、数字或连字符。", "Use 1 to 64 lower-case letters, digits or hyphens."),
        field="public_id",
    )


def already_there() -> Refused:
    """A campaign has one online appraisal."""
    return Refused.because(
        "appraisal_there",
        Text("这次评议的网络评议已经在筹备。", "The online appraisal of this campaign is under way already."),
        Text("接着往下办就可以。", "Go on with the next step."),
    )


def rated_missing() -> Refused:
    """The assurance grade needs to know who controls the rated side."""
    return Refused.because(
        "rated_missing",
        Text("没有写被评一方归谁管。", "It is not said who controls the rated side."),
        Text("请写机构名单里用的那个名称，最多200字。", "Write it as in the list of bodies, 200 characters at most."),
        field="rated",
    )


def place_wrong(field: str) -> Refused:
    """Not a place where files or a page can lie."""
    return Refused.because(
        "place_wrong",
        Text("这不是可用的地址。", "This is no address that can be used."),
        Text("请写 https:// 开头的网址，最多500字，不带#。", "Write an address that begins with https://, without #."),
        field=field,
    )


def package_unreadable(what: str) -> Refused:
    """There is no package, or no server answers."""
    return Refused.because(
        "unreadable_package",
        Text(f"打不开票数据：{what}。", f"The package cannot be opened: {what}."),
        Text("请检查地址，过一会儿再试。", "Check the address, or try again later."),
        field="place",
    )


def not_signed(names: Sequence[str]) -> Refused:
    """Some of the five signatures are missing or bad."""
    listed = ", ".join(names)
    return Refused.because(
        "manifest_not_signed",
        Text(f"签名不对：{listed}。", f"The signature is not good: {listed}."),
        Text("请用 pingyi manifest seal 合成的签名文件。", "Use the file that pingyi manifest seal made."),
        field="signatures",
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
        Text(f"计票单元所属的单位不在这次评议里：{listed}。", f"Cells of units outside this campaign: {listed}."),
        Text("请核对名册方用的单位文件。", "Check the unit file that the roll keeper used."),
    )


class NotVerified(Refused):
    """The package does not hold, or has not come to its rows. `report` says so check by check."""

    def __init__(self, report: Report) -> None:
        failed = [check for check in report.checks if not check.ok]
        issues = [_fails(check) for check in failed] or [_without_rows(report)]
        super().__init__(issues)
        self.report = report


def _fails(check: Check) -> Issue:
    meaning = MEANINGS[check.name]
    return Issue(
        "package_fails",
        Text(
            f"“{meaning.zh}”没有通过核对（{check.detail}）。",
            f"This does not hold: {meaning.en} ({check.name}: {check.detail}).",
        ),
        Text("一张票也没有收下。请让公布的一方查明。", "Nothing was taken in. Have those who published it look."),
    )


def _without_rows(report: Report) -> Issue:
    stage = STAGES[report.stage] if report.stage else Text("", "")
    return Issue(
        "package_without_rows",
        Text(f"票数据还没有公布（进度：{stage.zh}）。", f"The rows are not published yet (stage: {stage.en})."),
        Text("请等公布以后再收。", "Take them in when they are."),
    )


def no_rows() -> Refused:
    """No cell reached its least number, so that no row was published."""
    return Refused.because(
        "no_rows",
        Text("没有一个计票单元达到最少票数，没有公布票数据。", "No cell reached its least number of ballots."),
        Text("这次评议没有可以收下的票。", "There is nothing to take in."),
    )


def rows_withdrawn() -> Refused:
    """The rows were published and are withdrawn by now."""
    return Refused.because(
        "rows_withdrawn",
        Text("票数据过了保存期，已经撤下。", "The rows are withdrawn: their retention date has passed."),
        Text("请从保存的票数据包里收。", "Take them in from a copy that was kept."),
    )


def nobody_to_invite() -> Refused:
    """The list is empty, or everybody on it must not be asked."""
    return Refused.because(
        "list_empty",
        Text("名单里没有可以邀请的人。", "The list holds nobody who may be invited."),
        Text("请检查导出的条件。", "Check how it was exported."),
    )


def no_cells() -> Refused:
    """The cells are not planned yet."""
    return Refused.because(
        "cells_missing",
        Text("还没有计票单元。", "There are no cells yet."),
        Text("请先收下名册方的计票单元草案。", "Take in the roll keeper's draft of the cells first."),
    )


def cells_draft_wrong(row: int | None = None) -> Refused:
    """`cells-draft.csv` is not what `roll plan` writes."""
    return Refused.because(
        "unreadable_cells_draft",
        Text("这不是名册方的计票单元草案。", "This is no draft of the cells."),
        Text("请用 pingyi roll plan 写出的 cells-draft.csv，不要改动。", "Use cells-draft.csv as roll plan wrote it."),
        row=row,
        field="draft",
    )


def public_file_wrong(field: str, what: str) -> Refused:
    """A public file or key of a body is of another form, or does not fit."""
    return Refused.because(
        "unreadable_public_file",
        Text(f"不对：{what}。", f"Wrong: {what}."),
        Text("请向送来的一方核对。", "Ask the body that handed it in."),
        field=field,
    )


def file_too_large(field: str) -> Refused:
    """No file of this kind is so large."""
    return Refused.because(
        "unreadable_public_file",
        Text("文件太大。", "The file is too large."),
        Text("请检查是不是选错了。", "See whether it is the wrong one."),
        field=field,
    )


def draft_wrong(what: str) -> Refused:
    """All parts can be read but together they are no manifest."""
    return Refused.because(
        "draft_wrong",
        Text(f"合不成清单：{what}。", f"They do not make a manifest: {what}."),
        Text("请改正后再试。", "Correct it and try again."),
    )


def cells_differ(fields: Sequence[Text], *, field: str | None = None) -> Refused:
    """The cells of the roll keeper are not those that were planned."""
    return Refused([_cells_differ(one, field) for one in fields[:MOST_DIFFERENCES]])


def _cells_differ(one: Text, field: str | None) -> Issue:
    return Issue(
        "cells_differ",
        Text(f"{one.zh}与草案不同。", f"The cells and their draft differ in {one.en}."),
        Text("请和名册方核对，必要时重新收草案。", "Ask the roll keeper; take the draft in again if need be."),
        field=field,
    )


def not_by_hand() -> Refused:
    """Ballots of an online appraisal come in verified or not at all."""
    return Refused.because(
        "ballots_by_hand",
        Text("网络评议的票不能上传，只能核对以后收下。", "Ballots are not uploaded: they are verified and taken in."),
        Text("请到“网络评议”里收下票数据。", "Take them in from the page of the online appraisal."),
    )


def objection_late() -> Refused:
    """The final tags stand."""
    return Refused.because(
        "objection_late",
        Text("最后的计票标记已经公布，异议期已过。", "The final tags are published; the time for objections is over."),
        Text("可以把材料交给监督机构。", "The evidence may go to the oversight body."),
    )
