"""`pingyi estimate`: an analysis plan over a file of answers. Needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from pingyi.analysis.plans import Engine, estimate, estimate_with, read_plan
from pingyi.cli.root import language
from pingyi.wording import Text

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("estimate")
@click.argument("plan", type=FILE)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), help="数据很大时 · for data of any size")
@click.option("--master", default="local[*]", show_default=True, help="Spark 主节点 · address of the Spark master")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON · one JSON object")
def command(plan: Path, engine: Engine | None, master: str, as_json: bool) -> None:
    """按分析方案估计：均值、比例、总数、回归……，都带误差 · Estimates by an analysis plan, with their errors.

    \b
    例 Examples:
      pingyi estimate plan.json --json
      pingyi estimate plan.json --engine spark --master spark://10.0.0.1:7077
    """
    asked = read_plan(plan)
    if engine is None:
        results = estimate(asked)
    else:
        results = estimate_with(asked, engine, master=master, progress=sys.stderr.isatty())
    if as_json:
        click.echo(json.dumps({"results": results}, ensure_ascii=False))
        return
    for name, result in results.items():
        click.echo(f"{name}  ({result['formula']})")
        for line in _lines(result):
            click.echo(f"  {line.say(language())}")


def _lines(result: dict[str, Any]) -> list[Text]:
    if "levels" not in result:
        shown = ", ".join(f"{key} {_number(value)}" for key, value in result.items() if key != "formula")
        return [Text(shown, shown)]
    return [_line(result, k) for k in range(len(result["levels"]))]


def _line(result: dict[str, Any], k: int) -> Text:
    place = " ".join(f"{key}={value}" for key, value in result["levels"][k].items())
    value, error, n = (_number(result[key][k]) for key in ("estimate", "se", "n"))
    interval = " … ".join(_number(end) for end in result["ci"][k]) if "ci" in result else ""
    zh = f"{place} {value}，标准误 {error}，样本 {n}" + (f"，区间 {interval}" if interval else "")
    en = f"{place} {value}, standard error {error}, n {n}" + (f", interval {interval}" if interval else "")
    return Text(zh.strip(), en.strip())


def _number(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
