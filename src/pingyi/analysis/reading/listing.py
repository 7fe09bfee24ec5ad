"""How many errors are listed before the rest is only counted."""

from collections.abc import Iterable
from typing import Final

from pingyi.wording import Issue, Refused, Text

LISTED: Final = 100


def refuse_all(issues: Iterable[Issue], total: int) -> None:
    """Raise `Refused` with the first `LISTED` issues by row, and one that counts the others; nothing if none."""
    listed = sorted(issues, key=lambda issue: (issue.row or 0, issue.field or ""))[:LISTED]
    if not listed:
        return
    rest = total - len(listed)
    if rest > 0:
        listed.append(
            Issue(
                "more_errors",
                Text(f"另有 {rest} 处错误没有列出。", f"There are {rest} more errors that are not listed."),
                Text("请先改正以上各处，再导入一次。", "Mend those above first and import again."),
            )
        )
    raise Refused(listed)
