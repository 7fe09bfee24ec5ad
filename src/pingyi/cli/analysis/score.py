"""`pingyi score`: what a scheme makes of evidence in files. Needs no database."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pingyi.analysis.appraisal import read_frame, result_files, score_files
from pingyi.cli.root import language
from pingyi.scoring.scheme import read_scheme
from pingyi.scoring.scores import UnitScore
from pingyi.wording import Refused, Text

SHOWN = ("unit", "group", "score", "se", "lower", "upper", "grade", "tier", "rank_low", "rank_high", "withheld")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("score")
@click.argument("scheme", type=FILE)
@click.option("--units", required=True, type=FILE, help="单位表 units.csv · the units")
@click.option(
    "--evidence", multiple=True, required=True, metavar="KIND=FILE", help="评议数据，可多次 · may be repeated"
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="结果文件写到这里（新文件夹）· folder for the result files"
)
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON · one JSON object")
def command(scheme: Path, units: Path, evidence: Sequence[str], out: Path | None, as_json: bool) -> None:
    """按方案给文件里的评议数据计分 · What a scheme makes of evidence in files.

    \b
    例 Example:
      pingyi score scheme.toml --units units.csv --evidence sample=answers.csv --evidence ballots=rows.csv
    """
    files = _files(evidence)
    with tempfile.TemporaryDirectory(prefix="pingyi-score-") as scratch:
        read = read_scheme(scheme.read_text("utf-8", errors="replace"))
        outcome = score_files(read, read_frame(units.read_bytes()), files, Path(scratch))
    if out is not None:
        _write(out, result_files(outcome))
    scores = outcome.scores
    if as_json:
        units_found = [{name: getattr(one, name) for name in SHOWN} for one in scores.units]
        click.echo(json.dumps({"ok": True, "scheme": scores.scheme, "units": units_found}, ensure_ascii=False))
    else:
        for one in scores.units:
            click.echo(_line(one).say(language()))


def _files(given: Sequence[str]) -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = defaultdict(list)
    for pair in given:
        kind, equals, path = pair.partition("=")
        if not equals or not Path(path).is_file():
            raise Refused.because(
                "unreadable_evidence",
                Text(f"“{pair}”看不懂，或文件不存在。", f"“{pair}” cannot be read, or there is no such file."),
                Text("请写成“种类=文件”，如 sample=answers.csv。", "Write KIND=FILE, such as sample=answers.csv."),
                field="evidence",
            )
        files[kind].append(Path(path))
    return dict(files)


def _write(out: Path, files: dict[str, bytes]) -> None:
    if out.exists() and any(out.iterdir()):
        raise Refused.because(
            "folder_in_use",
            Text(f"“{out}”里已经有文件。", f"There are files in “{out}” already."),
            Text("请换一个新文件夹。", "Name a new folder."),
            field="out",
        )
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _line(one: UnitScore) -> Text:
    if one.score is None:
        return Text(f"{one.unit}\t不公布（{one.withheld}）", f"{one.unit}\twithheld ({one.withheld})")
    figures: Any = f"{one.unit}\t{one.score:.1f}\t[{one.lower:.1f}, {one.upper:.1f}]"
    tier = "-" if one.tier is None else one.tier
    return Text(f"{figures}\t{one.grade or '-'}\t第 {tier} 区间", f"{figures}\t{one.grade or '-'}\ttier {tier}")
