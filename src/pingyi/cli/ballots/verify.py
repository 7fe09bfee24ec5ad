"""`pingyi verify`: check a ballot package, folder or web address. Starts without Django."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import answering, language
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.protocol.bodies import Policy
    from pingyi.protocol.package import File
    from pingyi.verifier.report import Report

MANY = 2_000  # files from which a progress bar is shown
CODE = Text("码", "Code")


@click.command("verify")
@click.argument("place", metavar="DIR_OR_URL")
@click.option("--expect", metavar="HASH", help="信上的指纹，或清单的哈希 fingerprint of the letter, or manifest hash")
@click.option("--policy", type=click.Path(path_type=Path), help="您认可的机构和钥匙名单 pinned list of bodies (JSON)")
@click.option("--receipt", default="", metavar="TEXT", help="回执：票在不在日志里 is the ballot in the log")
@click.option("--check", default="", metavar="CODE", help="计票查验码：票算进去没有 is the ballot counted; -: ask me")
@click.option("--code", default="", metavar="CODE", help="评议码：用过没有 was the code used; -: ask me")
@click.option("--json", "as_json", is_flag=True, help="只输出一个JSON对象 one JSON object and nothing else")
def command(place: str, expect: str | None, policy: Path | None, as_json: bool, **wishes: str) -> None:
    """核对一次网络评议的全部票据 · Check an online appraisal: every signature, every count.

    \b
    例 Example:  pingyi verify var/public/ballots/CAMPAIGN --expect FINGERPRINT
    """
    with answering(as_json):
        told = {name: _told(value) for name, value in wishes.items()}
        report = _report(place, _expected(expect), _policy(policy), told)
    _print(report, as_json=as_json)
    sys.exit(0 if report.ok else 1)


def _told(value: str) -> str:
    """Return a wish; `-` asks for it, because a command line can be seen by everybody on the machine."""
    if value != "-":
        return value
    if sys.stdin.isatty():
        asked: str = click.prompt(CODE.say(language()), hide_input=True, err=True)
        return asked
    return sys.stdin.readline().strip()


def _report(place: str, expect: str | None, policy: "Policy | None", wishes: dict[str, str]) -> "Report":
    from pingyi.verifier.fetching import opened
    from pingyi.verifier.personal import Wishes
    from pingyi.verifier.run import verify
    from pingyi.verifier.sources import Unreadable

    try:
        with opened(place, _watched) as folder:
            return verify(folder, expect=expect, policy=policy, wishes=Wishes(**wishes), watch=_watched)
    except Unreadable as problem:
        raise Refused.because(
            "unreadable_package",
            Text(f"打不开这份票据：{problem}。", f"The package cannot be opened: {problem}."),
            Text("请给出含有 package.json 的文件夹或网址。", "Give the folder or address that holds package.json."),
        ) from None


def _expected(expect: str | None) -> str | None:
    """Refuse what cannot be the name of any campaign: the call is wrong, not the package."""
    from pingyi.primitives.errors import Malformed
    from pingyi.protocol.manifest import is_expected

    try:
        if expect is not None:
            is_expected(bytes(32), expect)
    except Malformed:
        raise Refused.because(
            "unreadable_expect",
            Text("--expect 既不是指纹，也不是清单的哈希。", "--expect is neither a fingerprint nor a manifest hash."),
            Text(
                "指纹是信上的26个字；哈希是64位十六进制。",
                "Give the 26 characters of a letter, or 64 hex digits.",
            ),
        ) from None
    return expect


def _policy(path: Path | None) -> "Policy | None":
    from pingyi.primitives.errors import Malformed
    from pingyi.protocol.bodies import Policy

    if path is None:
        return None
    try:
        return Policy.parse(path.read_bytes())
    except (Malformed, OSError) as problem:
        raise Refused.because(
            "unreadable_policy",
            Text(f"机构名单读不了：{problem}。", f"The list of bodies cannot be read: {problem}."),
            Text("格式见 docs/protocol/checks.md。", "Its format is in docs/protocol/checks.md."),
        ) from None


def _print(report: "Report", *, as_json: bool) -> None:
    from pingyi.verifier.words import lines

    click.echo(json.dumps(report.plain(), ensure_ascii=False) if as_json else "\n".join(lines(report, language())))


def _watched(files: "Iterable[File]", what: str) -> "Iterator[File]":
    """Show a progress bar on stderr where there are many files."""
    listed = tuple(files)
    if len(listed) < MANY:
        yield from listed
        return
    from tqdm import tqdm

    yield from tqdm(listed, desc=what, file=sys.stderr, unit="")
