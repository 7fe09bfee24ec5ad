"""The report as people read it, in two languages."""

from collections.abc import Iterator

from pingyi.verifier.report import NOT_YET, WITHDRAWN, Check, Report
from pingyi.wording import Text

MEANINGS: dict[str, Text] = {
    "package": Text("文件一个不多、一个不少，没有改过一个字节", "no file more or less, not a byte changed"),
    "manifest": Text("这就是大家看到的那一次评议", "this is the campaign that everybody else saw"),
    "log": Text(
        "公开日志只增不改，见证的机构都看到同一份", "one history, only ever added to, the same for all witnesses"
    ),
    "roll": Text("名册上每把钥匙只有一把，人数对得上", "every key on the roll stands once, and the numbers agree"),
    "issuance": Text("没有评议码，领不到凭证", "no token without the holder of a code"),
    "entries": Text("没有凭证，票进不了票箱", "no envelope in the box without a token"),
    "tags": Text("开出的票先公布了标记", "opened ballots were announced by their tags"),
    "rows": Text(
        "公布的票都有凭证，标记过的一张不少", "every published ballot has its token, and none that was tagged is gone"
    ),
    "accounts": Text("票箱里的每一张都有交代", "every envelope in the box is accounted for"),
    "statements": Text("该作的声明都作了，都签了名", "every statement that is due stands, signed"),
    "receipt": Text("回执上的票在日志里", "the ballot of this receipt is in the log"),
    "check": Text("这张票照投的样子算进去了", "this ballot is counted as it was cast"),
    "code": Text("这个评议码在名册上", "this code is on the roll"),
}
STAGES: dict[str, Text] = {
    "open": Text("还在评议", "open"),
    "closed": Text("已截止，还没有开票", "closed, not yet opened"),
    "tags": Text("已开票，标记已公布", "opened, tags published"),
    "rows": Text("票已全部公布", "rows published"),
}
DETAILS = {
    NOT_YET: Text("还没到这一步", "not yet"),
    WITHDRAWN: Text("有的名单过了保存期，已经撤下", "a list was withdrawn"),
}
HOLDS, FAILS = Text("✓ 符合", "✓ holds"), Text("✗ 不符", "✗ FAILS")


def lines(report: Report, language: str) -> Iterator[str]:
    """Yield the report line by line."""
    for check in report.checks:
        yield from _check(check, language)
    yield ""
    if report.stage:
        yield Text("进度：", "Stage: ").say(language) + STAGES[report.stage].say(language)
    if report.grade:
        yield Text("保密等级：", "Assurance grade: ").say(language) + str(report.grade)
        yield from ("  " + text.say(language) for text in report.grade.texts())
    yield _origin(report).say(language)
    yield _verdict(report).say(language)


def _check(check: Check, language: str) -> Iterator[str]:
    mark = (HOLDS if check.ok else FAILS).say(language)
    yield f"{mark}  {check.name:<10}  {MEANINGS[check.name].say(language)}"
    if check.detail:
        yield f"        {DETAILS.get(check.detail, Text(check.detail, '')).say(language)}"
    figures = [f"{name} {_figure(value)}" for name, value in check.figures.items()]
    if figures:
        yield f"        {', '.join(figures)}"


def _figure(value: int | list[int]) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{len(value):,}"


def _origin(report: Report) -> Text:
    if report.origin == "checked":
        return Text("指纹与您给的一致。", "The fingerprint is the one you gave.")
    return Text(
        "没有核对指纹：只说明这份资料前后一致。请用 --expect 加上评议票信上的指纹再查一次。",
        "The fingerprint was not compared: this says only that the package agrees with itself. "
        "Check again with --expect and the fingerprint of a letter.",
    )


def _verdict(report: Report) -> Text:
    if report.ok:
        return Text("结论：全部符合。", "Verdict: everything holds.")
    failed = ", ".join(check.name for check in report.checks if not check.ok)
    return Text(f"结论：不符合（{failed}）。", f"Verdict: it does not hold ({failed}).")
