"""`pingyi export …`: write files that others can read, or this system again."""

from pathlib import Path

import click

from pingyi.cli.root import language, with_django
from pingyi.wording import Text


@click.group("export")
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
