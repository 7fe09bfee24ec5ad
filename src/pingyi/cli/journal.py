"""`pingyi journal`: check the chain, and write it out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pingyi.cli.root import answering, language, with_django
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.journal.chain import ChainReport


@click.group(epilog="示例 Example:  pingyi journal verify")
def command() -> None:
    """操作日志：核对、导出 · The journal of staff acts: verify, export."""


@command.command(epilog="示例 Example:  pingyi journal verify --expect 9f2c… --json")
@click.option("--file", type=click.Path(path_type=Path), help="核对导出的文件 · Verify an exported file instead.")
@click.option(
    "--expect", metavar="ROOT", help="以前记下的根值，必须仍在链上 · A root noted earlier; must be in the chain."
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象 · Print one JSON object.")
@click.pass_context
def verify(ctx: click.Context, file: Path | None, expect: str | None, as_json: bool) -> None:
    """核对操作日志有没有被改动 · Check that no entry was changed, removed, inserted or moved.

    退出码：0 完好，1 已断开，2 读不了 · Exit 0 whole, 1 broken, 2 unreadable.
    """
    with answering(as_json):
        report = _follow_file(file, expect) if file else _follow_database(expect)
    if as_json:
        click.echo(json.dumps({"ok": report.ok, "entries": report.entries, "root": report.root}))
    said = _say(report).say(language())
    click.echo(said, err=as_json or not report.ok)
    ctx.exit(0 if report.ok else 1)


@command.command(epilog="示例 Example:  pingyi journal export --out journal.jsonl")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="输出文件 · File to write.")
def export(out: Path) -> None:
    """导出操作日志，每行一条 · Write the journal, one JSON object per line, oldest first."""
    with_django()
    from pingyi.journal.chain import canonical
    from pingyi.journal.queries import journal_lines

    unfinished = out.with_name(out.name + ".part")
    count = 0
    with unfinished.open("w", encoding="utf-8", newline="\n") as lines:
        for line in journal_lines():
            lines.write(canonical(line) + "\n")
            count += 1
    unfinished.replace(out)
    click.echo(Text(f"已导出 {count} 条到 {out}。", f"{count} entries written to {out}.").say(language()))


def _follow_database(expect: str | None) -> "ChainReport":
    with_django()
    from pingyi.journal.queries import verify_chain

    return verify_chain(expect)


def _follow_file(file: Path, expect: str | None) -> "ChainReport":
    from pingyi.journal.chain import follow

    try:
        return follow(_lines_of(file), expect)
    except (OSError, ValueError, RecursionError) as problem:
        raise Refused.because(
            "unreadable_journal",
            Text(f"读不了文件 {file}（{problem}）。", f"{file} cannot be read ({problem})."),
            Text("请给出 pingyi journal export 写出的文件。", "Give a file written by pingyi journal export."),
        ) from problem


def _lines_of(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if not isinstance(entry, dict):
                raise ValueError("a line is not a JSON object")
            yield entry


def _say(report: "ChainReport") -> Text:
    if report.broken_at is not None:
        return Text(
            f"操作日志在第 {report.broken_at} 条断开：这一条被改动、缺失或插入过。前面 {report.entries} 条完好。",
            f"The journal breaks at entry {report.broken_at}: it was changed, removed or inserted. "
            f"The {report.entries} entries before it hold.",
        )
    if report.expected is False:
        return Text(
            "链条完整，但不含您给出的根值：可能有记录从末尾被删去，或整条链被重写。",
            "The chain hangs together but lacks the root you gave: entries were cut off its end, or it was rewritten.",
        )
    return Text(
        f"操作日志完好，共 {report.entries} 条，根值 {report.root}。",
        f"The journal is whole: {report.entries} entries, root {report.root}.",
    )
