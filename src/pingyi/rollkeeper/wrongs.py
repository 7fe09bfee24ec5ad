"""Sentences of refusal that several parts of the roll keeper say."""

from typing import TYPE_CHECKING

from pingyi.wording import Issue, Refused, Text

if TYPE_CHECKING:
    from pingyi.rollkeeper.eligibility import Person

CORRECT = Text("请改正后重新提交整份名单。", "Correct it and give the whole list again.")
OTHER_REFERENCE = Text("请用不含个人信息的编号代替。", "Use a reference that tells nothing about the person.")
OTHER_FONT = Text(
    "请用 --font 指定收字更全的 Noto Sans CJK SC 字体文件，或改用短信。",
    "Name a fuller font file of Noto Sans CJK SC with --font, or invite by text message.",
)
MOST = 100  # more lines than this help nobody


def row(person: "Person", field: str | None, code: str, what: Text, remedy: Text = CORRECT) -> Issue:
    """Return an issue at the row of `person`."""
    return Issue(code, what, remedy, person.row, field)


def refuse_rows(issues: list[Issue], found: int) -> None:
    """Refuse when there are issues; `found` says how many in all when `issues` holds only the first."""
    if not issues:
        return
    if found > len(issues):
        more = Text(f"另有{found - len(issues)}处，不再列出。", f"{found - len(issues)} more are not listed.")
        issues = [*issues, Issue("more_issues", more, CORRECT)]
    raise Refused(issues)


def missing(name: str, before: Text) -> Refused:
    """Return the refusal for a file of the desk that an earlier step should have made."""
    return Refused.because(
        "step_missing",
        Text(f"还没有“{name}”。", f"There is no “{name}” yet."),
        before,
    )
