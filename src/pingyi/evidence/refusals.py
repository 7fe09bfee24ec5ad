"""Why a batch is not taken in, apart from what is wrong inside the file."""

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
