"""`pingyi demo`: build the demonstration province."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language, with_django
from pingyi.cli.setup import is_prepared, prepare
from pingyi.cli.turns import own_turn

if TYPE_CHECKING:
    from pingyi.demonstration.build import Chapter


@click.command("demo")
@click.option("--seed", type=click.IntRange(min=0), help="随机种子；同一个种子得到同样的数据 seed of the evidence")
@click.option("--if-missing", is_flag=True, help="已经有了就不做，也不提示 say nothing when it is there")
@click.option(
    "--without-appraisals",
    is_flag=True,
    help="不办网上评议，快一分钟 leave out both online appraisals, a minute faster",
)
def command(seed: int | None, if_missing: bool, without_appraisals: bool) -> None:
    """建演示省（虚构的云岭省），不启动网站；需要时先做 setup · Build the demonstration, after `setup` if needed.

    \b
    例 Example:  pingyi demo --if-missing
    """
    with_django()
    from pingyi.demonstration.build import SEED, build
    from pingyi.demonstration.people import PASSWORD

    with own_turn():
        if not is_prepared():
            prepare()
        built = build(SEED if seed is None else seed, watched, appraisals=not without_appraisals)
    if built:
        click.echo(f"演示省建好了，演示账号的密码 · Built; password of its accounts: {PASSWORD}", err=True)
    elif not if_missing:
        click.echo("演示省已经有了；要重建，请换一个空的 PINGYI_VAR。", err=True)
        click.echo("It is there already; to build it anew, use an empty PINGYI_VAR.", err=True)


def watched(chapters: "Sequence[Chapter]") -> "Iterator[Chapter]":
    """Yield the chapters with a progress bar on stderr that names the one being told."""
    from tqdm import tqdm

    with tqdm(chapters, file=sys.stderr, unit="", bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} {elapsed}") as bar:
        for chapter in bar:
            bar.set_description(chapter.name.say(language()))
            yield chapter
