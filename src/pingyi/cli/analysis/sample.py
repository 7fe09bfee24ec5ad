"""`pingyi sample`: how many to ask, whom to ask, and proof that nobody chose. Needs no database."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from pingyi.analysis import draws
from pingyi.cli.root import language
from pingyi.sampling import sizes
from pingyi.wording import Text

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
SEED_BYTES: Final = 32
CHECKS: Final = {
    "frame": Text("抽样框没有变", "the frame is the one drawn from"),
    "design": Text("抽样设计没有变", "the design is the one drawn by"),
    "commitment": Text("种子就是事先承诺的", "the seed is the one committed to"),
}


class Hex(click.ParamType[bytes]):
    """32 bytes in hexadecimal."""

    name = "hex"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """Return the bytes."""
        try:
            found = bytes.fromhex(value)
        except ValueError:
            found = b""
        if len(found) != SEED_BYTES:
            self.fail("请给出64位十六进制数 · give 64 hexadecimal digits", param, ctx)
        return found


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that makes the answer one JSON object."""
    return click.option("--json", "as_json", is_flag=True, help="只输出 JSON · one JSON object")(command)


@click.group("sample")
def command() -> None:
    """抽样：算样本量，抽取，重抽核对 · Sample sizes, draws, and drawing again to check."""


@command.command("commit")
@click.argument("design", type=FILE)
@click.option("--frame", type=FILE, required=True, help="抽样框 · CSV or Parquet")
@click.option("--seed", type=Hex(), help="64位十六进制；不给就随机生成 · made at random if not given")
@as_json
def commit(design: Path, frame: Path, seed: bytes | None, as_json: bool) -> None:
    """抽样前公布的承诺 · What to publish before the draw. Keep the seed secret until then."""
    seed = seed or secrets.token_bytes(SEED_BYTES)
    found = {"commitment": draws.commit(design, frame, seed).hex(), "seed": seed.hex()}
    _say(
        found,
        as_json,
        Text("承诺（现在公布）", "commitment, to publish now"),
        Text("种子（抽样时公布）", "seed, to reveal"),
    )


@command.command("draw")
@click.argument("design", type=FILE)
@click.option("--frame", type=FILE, required=True, help="抽样框 · CSV or Parquet")
@click.option("--seed", type=Hex(), required=True, help="64位十六进制 · 64 hexadecimal digits")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="新文件夹 · a new folder")
@as_json
def draw(design: Path, frame: Path, seed: bytes, out: Path, as_json: bool) -> None:
    """按设计和种子抽取 · Draw by a design and a seed.

    \b
    例 Example:
      pingyi sample draw design.json --frame frame.parquet --seed 9f… --out draw
    """
    said = draws.draw(design, frame, seed, out)
    if as_json:
        click.echo(json.dumps({"ok": True, **said}, ensure_ascii=False))
        return
    click.echo(Text(f"抽中 {said['n']} 个，写入 {out}", f"{said['n']} drawn, written to {out}").say(language()))


@command.command("verify")
@click.argument("folder", type=FOLDER)
@click.option("--frame", type=FILE, help="抽样框在别处时 · where the frame lies elsewhere")
@click.option("--commitment", type=Hex(), help="事先公布的承诺 · as published before the draw")
@as_json
def verify(folder: Path, frame: Path | None, commitment: bytes | None, as_json: bool) -> None:
    """重抽一次，逐个字节核对 · Draw again and compare byte by byte."""
    checks = dict(draws.verify(folder, frame, commitment))
    ok = all(checks.values())
    if as_json:
        click.echo(json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False))
    else:
        for name, held in checks.items():
            said = CHECKS.get(name, Text(f"{name} 重抽后相同", f"{name} came out the same")).say(language())
            click.echo(f"{'✓' if held else '✗'} {said}")
    if not ok:
        raise SystemExit(1)


@command.command("size")
@click.option("--p", type=float, help="预计比例 · expected share, 0 to 1")
@click.option("--sd", type=float, help="标准差 · standard deviation of one answer")
@click.option("--margin", type=float, help="区间半宽 · half width of the interval")
@click.option("--p1", type=float, help="比较两个比例时的第一个 · the first of two shares")
@click.option("--p2", type=float, help="第二个 · the second")
@click.option("--power", type=float, default=0.8, show_default=True, help="把握度 · power")
@click.option("--formula", type=click.Choice(["pooled", "unpooled"]), default="pooled", show_default=True)
@click.option("--population", type=click.IntRange(min=1), help="总体 · population")
@click.option("--level", type=float, default=0.95, show_default=True, help="置信水平 · confidence")
@click.option("--deff", type=float, default=1.0, show_default=True, help="设计效应 · design effect")
@click.option("--response", type=float, default=1.0, show_default=True, help="预计回答率 · expected response rate")
@as_json
def size(as_json: bool, **given: Any) -> None:
    """要多少人才够准 · How many people a wanted precision needs.

    \b
    例 Examples:
      pingyi sample size --p 0.5 --margin 0.05 --population 2000
      pingyi sample size --p1 0.70 --p2 0.75 --power 0.8
    """
    found = _size(given)
    answer = {"n": found.n, "exact": found.exact, "formula": found.formula}
    _say(answer, as_json, Text("需要", "needed"), Text("取整前", "before rounding"), Text("公式", "formula"))


def _size(given: dict[str, Any]) -> sizes.Size:
    common = {key: given[key] for key in ("deff", "response")}
    if given["p1"] is not None and given["p2"] is not None:
        return sizes.size_for_difference(
            given["p1"],
            given["p2"],
            power=given["power"],
            alpha=1 - given["level"],
            formula=given["formula"],
            **common,
        )
    common |= {key: given[key] for key in ("population", "level")}
    if given["margin"] is not None and given["p"] is not None:
        return sizes.size_for_proportion(given["p"], given["margin"], **common)
    if given["margin"] is not None and given["sd"] is not None:
        return sizes.size_for_mean(given["sd"], given["margin"], **common)
    raise click.UsageError("请给出 --p 和 --margin，或 --sd 和 --margin，或 --p1 和 --p2 · give one of these pairs")


def _say(found: dict[str, Any], as_json: bool, *labels: Text) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for label, value in zip(labels, found.values(), strict=True):
        click.echo(f"{label.say(language())}: {value}")
