"""`pingyi import evidence`: take in one batch."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language, with_django
from pingyi.wording import Issue, Refused, Text

if TYPE_CHECKING:
    from pingyi.evidence.actions import ImportReport


@click.command("evidence")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--campaign", "code", required=True, help="评议活动代码 · code of the campaign")
@click.option("--source", required=True, help="数据来源 · from whom the rows come")
@click.option("--replaces", type=int, help="更正第几批 · number of the batch this one corrects")
@click.option("--dry-run", is_flag=True, help="只检查，不保存 · check only, keep nothing")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON · one JSON object")
def evidence(
    kind: str, file: Path, *, code: str, source: str, replaces: int | None, dry_run: bool, as_json: bool
) -> None:
    """导入评议数据（CSV 或 Parquet）· Import one batch of evidence.

    \b
    例 Example:
      pingyi import evidence sample answers.csv --campaign yl2026 --source 省调查总队 --dry-run
    """
    with_django()
    from pingyi.campaigns.models import Campaign
    from pingyi.evidence.actions import import_batch

    try:
        campaign = Campaign.objects.filter(code=code).first()
        if campaign is None:
            raise _no_campaign(code)
        report = import_batch(campaign, kind, file, source, replaces=replaces, dry_run=dry_run)
    except Refused as refused:
        if as_json:
            click.echo(json.dumps(_refusal(refused, dry_run), ensure_ascii=False))
        raise
    if as_json:
        click.echo(json.dumps(_plain(report), ensure_ascii=False))
    else:
        click.echo(_sentence(report).say(language()))
        for notice in report.notices:
            click.echo(notice.say(language()), err=True)


def _plain(report: "ImportReport") -> dict[str, object]:
    names = ("kind", "number", "rows", "digest", "replaces", "changed", "dry_run")
    told = {name: getattr(report, name) for name in names}
    return {"ok": True, **told, "notices": _listed(report.notices), "errors": []}


def _refusal(refused: Refused, dry_run: bool) -> dict[str, object]:
    return {"ok": False, "dry_run": dry_run, "changed": False, "errors": _listed(refused.issues)}


def _listed(issues: tuple[Issue, ...]) -> list[dict[str, object]]:
    return [
        {"code": issue.code, "row": issue.row, "field": issue.field, "message": issue.say(language())}
        for issue in issues
    ]


def _sentence(report: "ImportReport") -> Text:
    batch_zh, batch_en = f"{report.kind} 第 {report.number} 批", f"batch {report.number} of {report.kind}"
    if report.dry_run:
        return Text(
            f"检查通过：{batch_zh}，{report.rows} 行。没有保存。", f"Sound: {batch_en}, {report.rows} rows. Not kept."
        )
    if not report.changed:
        return Text(f"这些记录已经是 {batch_zh}，没有变化。", f"These rows are {batch_en} already; nothing changed.")
    return Text(
        f"已导入 {batch_zh}，{report.rows} 行，摘要 {report.digest[:16]}…",
        f"Imported {batch_en}, {report.rows} rows, digest {report.digest[:16]}…",
    )


def _no_campaign(code: str) -> Refused:
    return Refused.because(
        "campaign_unknown",
        Text(f"没有代码为“{code}”的评议活动。", f"There is no campaign “{code}”."),
        Text("用 pingyi campaigns 查看有哪些活动。", "List them with: pingyi campaigns."),
    )
