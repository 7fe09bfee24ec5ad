"""`pingyi export …`: write files that others can read, or this system again."""

from pathlib import Path

import click

from pingyi.cli.root import language, with_django
from pingyi.wording import Text


@click.group("export", epilog="例 Example:  pingyi export units --out units.xlsx")
def command() -> None:
    """导出单位等文件 · Export files."""


@command.command("units")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="要写的文件，.csv 或 .xlsx · .csv or .xlsx",
)
def export_units(out: Path) -> None:
    """导出全部地区和单位，可以原样再导入 · Export all areas and units; importing the file changes nothing.

    \b
    例 Example:  pingyi export units --out units.xlsx
    """
    with_django()
    from pingyi.directory import exporting

    if out.suffix.lower() not in exporting.FORMATS:
        raise click.BadParameter("请用 .csv 或 .xlsx 结尾 · must end in .csv or .xlsx", param_hint="--out")
    if not out.absolute().parent.is_dir():
        raise click.BadParameter(f"没有这个文件夹 · no such folder: {out.parent}", param_hint="--out")
    out.write_bytes(exporting.export_units(out.suffix.lower()))
    click.echo(Text(f"已导出到 {out}", f"Exported to {out}").say(language()), err=True)


@command.command("package")
@click.argument("campaign")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="新的或空的文件夹 · a new or empty folder",
)
@click.option("--rows", is_flag=True, help="连同逐行证据，只给审计 · with the rows of evidence, for auditors only")
def export_package(campaign: str, out: Path, rows: bool) -> None:
    """导出评议结果包，任何人可以重算 · Export the appraisal package; anybody can recompute it.

    \b
    例 Example:  pingyi export package yunling-2025 --out package
    """
    with_django()
    from pingyi.results.packages import export_appraisal

    result_set = export_appraisal(campaign, out, rows=rows)
    told = Text(
        f"第{result_set.number}次结果已导出到 {out}。重算：pingyi recompute {out}",
        f"Result set {result_set.number} exported to {out}. To recompute: pingyi recompute {out}",
    )
    click.echo(told.say(language()), err=True)
