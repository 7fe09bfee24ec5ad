"""Why a batch is not taken in, apart from what is wrong inside the file."""

import datetime as dt

from django.utils import timezone

from pingyi.wording import Refused, Text


def unknown_kind(kind: str, kinds: list[str]) -> Refused:
    """No such kind of evidence."""
    return Refused.because(
        "kind_unknown",
        Text(f"没有“{kind}”这一类评议数据。", f"There is no kind of evidence called “{kind}”."),
        Text(f"可用的类别：{'、'.join(kinds)}。", f"Kinds: {', '.join(kinds)}."),
    )


def no_source() -> Refused:
    """Nobody is named as the origin."""
    return Refused.because(
        "source_missing",
        Text("没有写明数据来源。", "The source is not named."),
        Text("请写明由哪个单位、哪次调查提供，不超过 200 字。", "Name who hands it in, in at most 200 characters."),
    )


def not_asked(kind: str) -> Refused:
    """The campaign has no questionnaire for the channel."""
    return Refused.because(
        "channel_without_form",
        Text(f"本次活动没有为“{kind}”选定问卷。", f"The campaign has no questionnaire for “{kind}”."),
        Text("请先在活动里选定问卷版本。", "Choose a questionnaire version for the campaign first."),
    )


def scheme_open() -> Refused:
    """The scheme may still change."""
    return Refused.because(
        "scheme_not_frozen",
        Text("评议方案还没有锁定。", "The scheme of the campaign is not frozen yet."),
        Text(
            "请先锁定方案，再导入数据，免得照着结果改规则。",
            "Freeze it first, so that no rule is fitted to the answers.",
        ),
    )


def nothing_to_replace(kind: str, number: int) -> Refused:
    """The batch to be corrected does not exist, or was corrected before."""
    return Refused.because(
        "batch_not_in_force",
        Text(
            f"“{kind}”第 {number} 批不存在或已被更正。", f"Batch {number} of “{kind}” does not exist or was replaced."
        ),
        Text("请核对要更正的批号。", "Check the number of the batch to replace."),
    )


def replaced_before(number: int) -> Refused:
    """The same rows were once imported and then corrected."""
    return Refused.because(
        "batch_replaced_before",
        Text(f"这些记录就是已被更正的第 {number} 批。", f"These rows are those of batch {number}, which was replaced."),
        Text("请导入更正后的文件。", "Import the corrected file."),
    )


def source_not_plain() -> Refused:
    """The name of the origin has line breaks or unseen characters."""
    return Refused.because(
        "source_not_plain",
        Text("数据来源里有换行或看不见的字符。", "The source has a line break or an unseen character in it."),
        Text("请写成一行普通文字。", "Write it as one plain line."),
    )


def not_collecting_yet(begins_at: dt.datetime) -> Refused:
    """Answers before anybody was asked."""
    day = timezone.localtime(begins_at).date().isoformat()
    return Refused.because(
        "collecting_not_begun",
        Text(f"评议从 {day} 才开始，还不能有群众的回答。", f"Collecting begins on {day}; there are no answers yet."),
        Text("请核对选的是哪一次评议。", "Check which campaign the file is for."),
    )


def published_already() -> Refused:
    """New evidence for a campaign that has come to its day of publication."""
    return Refused.because(
        "campaign_past_publication",
        Text("已到公布日期，不再收新的数据。", "The day of publication has come; no new evidence is taken in."),
        Text(
            "更正已公布的数据，要写明更正的是第几批。",
            "Corrections of published evidence name the batch they replace.",
        ),
    )


def others_came_in() -> Refused:
    """Another batch was taken in while this one was being checked, so it was not checked against that one."""
    return Refused.because(
        "batches_changed",
        Text("检查期间有别的批次导入或更正。", "Another batch came in while this one was being checked."),
        Text("请再导入一次。", "Import it once more."),
    )
