"""What this package refuses, in both languages: one function per sentence."""

from pingyi.wording import Refused, Text


def not_permitted(label: Text, who: str) -> Refused:
    """`who` may not take part in the act, or no longer may."""
    return Refused.because(
        "not_permitted",
        Text(f"{who}没有权限办理“{label.zh}”。", f"{who} may not take part in “{label.say('en')}”."),
        Text("请由有权限的人办理。", "Ask somebody who holds the right."),
    )


def own_proposal() -> Refused:
    """The proposer wants to decide."""
    return Refused.because(
        "own_proposal",
        Text("自己提出的事项不能自己复核。", "Nobody decides a proposal of his own."),
        Text("请由另一位有权限的人复核。", "Ask another person who holds the right."),
    )


def another_s_proposal() -> Refused:
    """Somebody else wants to withdraw."""
    return Refused.because(
        "another_s_proposal",
        Text("只有提出人可以撤回。", "Only the proposer may withdraw it."),
        Text("如不同意，请在复核时说明理由。", "Decline it with a reason instead."),
    )


def proposal_closed() -> Refused:
    """Somebody was faster."""
    return Refused.because(
        "proposal_closed",
        Text("这个事项已经办结。", "This proposal is closed already."),
        Text("请刷新页面查看结果。", "Load the page again to see what became of it."),
    )


def proposal_open() -> Refused:
    """There is one for the same thing."""
    return Refused.because(
        "proposal_open",
        Text("同一事项已有人提出，正在等待复核。", "The same has been proposed and waits for a decision."),
        Text("请先复核或撤回原来的事项。", "Decide or withdraw that proposal first."),
    )


def payload_differs() -> Refused:
    """What would be executed is not what was shown."""
    return Refused.because(
        "payload_differs",
        Text("事项内容与您看到的不一致，没有执行。", "The content is not what you were shown; nothing was done."),
        Text(
            "请刷新页面重新核对；如再次出现，请联系管理员。",
            "Load the page again; if it recurs, tell the administrator.",
        ),
    )


def answer_missing() -> Refused:
    """A proposal was declined without a word."""
    return Refused.because(
        "answer_missing",
        Text("没有填写不同意的理由。", "No reason for declining was given."),
        Text("请写明理由，提出人会看到。", "Give one; the proposer will see it."),
        field="answer",
    )


def too_long(field: str, most: int) -> Refused:
    """A text is longer than its column."""
    return Refused.because(
        "too_long",
        Text(f"文字超过{most}字。", f"The text is longer than {most} characters."),
        Text("请缩短后再提交。", "Shorten it."),
        field=field,
    )


def payload_unfit(problem: ValueError | TypeError) -> Refused:
    """The payload cannot be kept as JSON."""
    return Refused.because(
        "payload_unfit",
        Text("事项内容无法保存。", f"The content cannot be kept: {problem}."),
        Text("请检查填写的内容。", "Check what was entered."),
        field="payload",
    )
