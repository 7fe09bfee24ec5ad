"""`pingyi import …`: take in files. Each subcommand is all or nothing."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pingyi.cli.import_evidence import evidence
from pingyi.cli.root import language, listed, with_django
from pingyi.cli.troubles import as_refusal
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.directory.importing.files import DirectoryFile
    from pingyi.directory.importing.planning import Plan

MOST_LISTED = 50


@click.group("import", epilog="例 Example:  pingyi import units divisions.csv --dry-run")
def command() -> None:
    """导入单位等文件；要么全部导入，要么什么都不改 · Import files, all or nothing."""


command.add_command(evidence)


@command.command("units")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会改什么，不改动 · show what would change, change nothing")
@click.option("--rule", type=click.Path(path_type=Path), help="单位生成规则（TOML） · rule that makes units from areas")
@click.option("--areas-only", is_flag=True, help="只导入地区，不生成单位 · import areas, make no units")
@click.option("--valid-from", type=click.DateTime(["%Y-%m-%d"]), help="新生成单位的起始日期 · first day of units made")
@click.option("--json", "as_json", is_flag=True, help="向标准输出写一个 JSON 对象 · print one JSON object")
def import_units(
    file: Path, *, dry_run: bool, rule: Path | None, areas_only: bool, valid_from: dt.datetime | None, as_json: bool
) -> None:
    """导入行政区划文件或单位文件（CSV、XLSX） · Import a division file or a unit file.

    \b
    例 Example:  pingyi import units yunnan_divisions.csv --dry-run
    """
    with_django()
    from pingyi.directory.generation import default_rule, read_rule
    from pingyi.directory.importing.tables import read_bytes

    try:
        options: dict[str, Any] = {
            "rule": read_rule(read_bytes(rule)) if rule else default_rule(),
            "areas_only": areas_only,
            "valid_from": valid_from.date() if valid_from else None,
        }
        plan = _take_in(read_bytes(file), file.name, _carried_out(dry_run, options))
    except Exception as error:
        if as_json and (refused := as_refusal(error)):
            click.echo(json.dumps(_refusal(refused, dry_run), ensure_ascii=False))
        raise
    click.echo(json.dumps(_result(plan, dry_run), ensure_ascii=False) if as_json else _summary(plan, dry_run))


def _carried_out(dry_run: bool, options: dict[str, Any]) -> "Callable[[DirectoryFile, str], Plan]":
    from pingyi.directory.actions.imports import import_file
    from pingyi.directory.importing.planning import plan_file

    def carry_out(file: "DirectoryFile", digest: str) -> "Plan":
        return plan_file(file, **options) if dry_run else import_file(file, digest=digest, **options)

    return carry_out


def _take_in(content: bytes, name: str, carry_out: "Callable[[DirectoryFile, str], Plan]") -> "Plan":
    """Read and carry out; keep the file with its errors when it is refused."""
    from pingyi.directory.importing.files import read_file
    from pingyi.directory.importing.refused import keep_refused
    from pingyi.directory.importing.tables import read_table

    try:
        return carry_out(read_file(read_table(content)), hashlib.sha256(content).hexdigest())
    except Refused as refused:
        kept = keep_refused(content, refused, name=name, language=language())
        told = Text(
            f"没有导入。原文件和错误说明留在：{kept}", f"Nothing was imported. The file with its errors: {kept}"
        )
        click.echo(told.say(language()), err=True)
        raise


def _result(plan: "Plan", dry_run: bool) -> dict[str, Any]:
    return {
        "ok": True,
        "dry_run": dry_run,
        **_counts(plan),
        "areas": _counts_of(plan.areas),
        "units": _counts_of(plan.units),
        "changes": [
            {"code": change.code, "field": change.field, "before": change.before, "after": change.after}
            for change in plan.changes
        ],
        "errors": [],
    }


def _refusal(refused: Refused, dry_run: bool) -> dict[str, Any]:
    return {
        "ok": False,
        "dry_run": dry_run,
        "new": 0,
        "changed": 0,
        "same": 0,
        "absent": 0,
        "errors": listed(refused.issues),
    }


def _counts(plan: "Plan") -> dict[str, int]:
    return {"new": plan.new, "changed": plan.changed, "same": plan.same, "absent": plan.absent}


def _counts_of(comparison: Any) -> dict[str, int]:
    return {
        "new": len(comparison.new),
        "changed": len(comparison.changed),
        "same": comparison.same,
        "absent": len(comparison.absent),
    }


def _summary(plan: "Plan", dry_run: bool) -> str:
    done = Text("试运行，没有改动：", "Dry run, nothing was changed:") if dry_run else Text("已导入：", "Imported:")
    lines = [done, _line(Text("地区", "areas"), plan.areas), _line(Text("单位", "units"), plan.units)]
    lines += [
        Text(
            f"  {c.code} {c.field}：{c.before or '空'} → {c.after or '空'}",
            f"  {c.code} {c.field}: {c.before!r} -> {c.after!r}",
        )
        for c in plan.changes[:MOST_LISTED]
    ]
    if (rest := len(plan.changes) - MOST_LISTED) > 0:
        lines.append(Text(f"  另有 {rest} 处变更", f"  and {rest} more changes"))
    return "\n".join(line.say(language()) for line in lines)


def _line(what: Text, comparison: Any) -> Text:
    new, changed, same, absent = _counts_of(comparison).values()
    return Text(
        f"{what.zh}：新增 {new}，变更 {changed}，相同 {same}，文件中未列 {absent}",
        f"{what.en}: {new} new, {changed} changed, {same} same, {absent} absent",
    )
