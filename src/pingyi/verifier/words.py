"""The report as people read it, in two languages."""

from collections.abc import Iterator

from pingyi.verifier.meanings import DETAILS, FAILURES, FIGURES, MEANINGS, STAGES
from pingyi.verifier.report import NOT_RUN, Check, Report
from pingyi.wording import Text

HOLDS, FAILS, SKIPPED = Text("✓ 符合", "✓ holds"), Text("✗ 不符", "✗ FAILS"), Text("－ 未查", "- unrun")
FOUND = Text("查到的问题（英文，供技术人员看）：", "What was found: ")


def lines(report: Report, language: str) -> Iterator[str]:
    """Yield the report line by line."""
    for check in report.checks:
        yield from _check(check, language)
    yield ""
    if report.stage:
        yield Text("进度：", "Stage: ").say(language) + STAGES[report.stage].say(language)
    if report.grade:
        yield Text("保证等级：", "Assurance grade: ").say(language) + _grade(report).say(language)
        yield from ("  " + text.say(language) for text in report.grade.texts())
    yield _origin(report).say(language)
    yield _verdict(report).say(language)


def _check(check: Check, language: str) -> Iterator[str]:
    mark, says = (HOLDS, MEANINGS) if check.ok else (FAILS, FAILURES)
    if check.detail == NOT_RUN:
        yield f"{SKIPPED.say(language)}  {check.name:<10}  {DETAILS[NOT_RUN].say(language)}"
        return
    known = [DETAILS[part].say(language) for part in check.detail.split("; ") if part in DETAILS]
    yield f"{mark.say(language)}  {check.name:<10}  {says[check.name].say(language)}"
    yield from (f"        {text}" for text in known)
    if check.detail and not known:
        yield f"        {'' if check.ok else FOUND.say(language)}{check.detail}"
    figures = [_figure(name, value, language) for name, value in check.figures.items()]
    if figures:
        yield "        " + Text("，", ", ").say(language).join(figures)


def _figure(name: str, value: int | list[int], language: str) -> str:
    count = value if isinstance(value, int) else len(value)
    return f"{FIGURES[name].say(language)} {count:,}"


def _grade(report: Report) -> Text:
    letter = report.grade.letter if report.grade else ""
    if report.grade and report.grade.claimed:
        return Text(
            f"{letter}（这份资料自己说的；请用 --policy 给出您认可的机构名单再查一次）",
            f"{letter}, as the package claims itself (give --policy with the bodies that you accept, and check again)",
        )
    return Text(letter, letter)


def _origin(report: Report) -> Text:
    if report.origin == "checked":
        return Text("指纹与您给的一致。", "The fingerprint is the one you gave.")
    return Text(
        "没有核对指纹：只说明这份资料前后一致。请用 --expect 加上信上的指纹再查一次。",
        "The fingerprint was not compared: this says only that the package agrees with itself. "
        "Check again with --expect and the fingerprint of a letter.",
    )


def _verdict(report: Report) -> Text:
    if report.ok:
        return Text("结论：全部符合。", "Verdict: everything holds.")
    failed = [check.name for check in report.checks if not check.ok and check.detail != NOT_RUN]
    return Text(f"结论：不符合（{'、'.join(failed)}）。", f"Verdict: it does not hold ({', '.join(failed)}).")
