"""Why a campaign cannot be scored or a result not be published, and what to do about it."""

import datetime as dt

from django.utils import timezone

from pingyi.wording import Refused, Text


def scheme_open() -> Refused:
    """Return the refusal to score without a frozen scheme."""
    return Refused.because(
        "scheme_open",
        Text("评议方案还没有锁定。", "The scheme is not frozen."),
        Text("请先锁定方案，再计分。", "Freeze it first, then score."),
    )


def still_collecting(close_at: dt.datetime) -> Refused:
    """Return the refusal to score while answers still come in."""
    local = timezone.localtime(close_at)
    return Refused.because(
        "still_collecting",
        Text(f"评议到{local:%Y-%m-%d %H:%M}才截止。", f"Collecting closes at {local:%Y-%m-%d %H:%M}."),
        Text("请在截止之后计分。", "Score after it has closed."),
    )


def no_evidence() -> Refused:
    """Return the refusal to score nothing."""
    return Refused.because(
        "no_evidence",
        Text("这次评议还没有任何证据。", "This campaign has no evidence yet."),
        Text("请先导入抽样、票、评价或检查等证据。", "Import evidence of some kind first."),
    )


def damaged_evidence(batches: list[str]) -> Refused:
    """Return the refusal to score from files that are not what was imported."""
    named = ", ".join(batches)
    return Refused.because(
        "damaged_evidence",
        Text(
            f"这些批次的文件缺失或被改动过：{named}。", f"The files of these batches are missing or changed: {named}."
        ),
        Text(
            "请从备份恢复文件；摘要对上了才能计分。",
            "Restore them from the backup; scoring needs the digests to agree.",
        ),
    )


def not_signed() -> Refused:
    """Return the refusal to publish what two people have not signed."""
    return Refused.because(
        "not_signed",
        Text("这次结果还没有两个人签发。", "Two people have not signed this result."),
        Text("请一人提出签发，另一人批准。", "One proposes to sign, another approves."),
    )


def too_early(publish_at: dt.datetime) -> Refused:
    """Return the refusal to publish before the announced day."""
    local = timezone.localtime(publish_at)
    return Refused.because(
        "too_early",
        Text(f"公布时间定在{local:%Y-%m-%d %H:%M}。", f"Publication is set for {local:%Y-%m-%d %H:%M}."),
        Text("请等到那时，或先改时间表。", "Wait until then, or move the timetable."),
    )


def already_published() -> Refused:
    """Return the refusal to publish twice."""
    return Refused.because(
        "already_published",
        Text("这次结果已经公布。", "This result is published already."),
        Text("要更正，请重新计分并签发新的一版。", "To correct it, score again and sign the new set."),
    )
