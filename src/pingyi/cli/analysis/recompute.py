"""`pingyi recompute`: compute a published package again, without the database."""

import json
import sys
from pathlib import Path

import click

from pingyi.analysis.recompute import PUBLIC, Report, as_json, recompute
from pingyi.cli.root import language
from pingyi.wording import Text

LEVELS = {
    True: Text("根据公开的汇总重算", "computed from the public sums"),
    False: Text("根据逐行证据重算", "computed from the rows"),
}


@click.command("recompute")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_one", is_flag=True, help="只输出 JSON · one JSON object")
@click.option("--expect", help="别处记下的 package.json 的 SHA-256 · hash of package.json noted elsewhere")
@click.option("--diff", is_flag=True, help="列出不同的行 · show the lines that differ")
def command(folder: Path, as_one: bool, expect: str | None, diff: bool) -> None:
    """重算公布的结果包，逐字节比较 · Compute a published package again and compare byte by byte.

    \b
    例 Example:  pingyi recompute package --diff
    """
    report = recompute(folder, expect)
    if as_one:
        click.echo(json.dumps(as_json(report), ensure_ascii=False))
    else:
        _print(report, diff)
    sys.exit(0 if report.ok else 1)


def _print(report: Report, diff: bool) -> None:
    click.echo(LEVELS[report.level == PUBLIC].say(language()))
    for file in report.files:
        verdict = Text("相同", "same") if file.ok else Text("不同", "DIFFERS")
        click.echo(f"{verdict.say(language())}\t{file.name}")
        for line in file.differences if diff else ():
            click.echo(f"    {line}")
