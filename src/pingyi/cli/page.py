"""`pingyi page`: the resident's page as one file for any static host."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.page import Pins

BESIDE = Text(
    "请把它放到静态网站上，旁边放各次评议的公开文件夹 c/指纹/。清单里 page.bundle 填上面的 SHA-256。",
    "Put it on a static host, beside it the public folder of each campaign as c/FINGERPRINT/. The SHA-256 above is the "
    "manifest's page.bundle.",
)


@click.group("page")
def command() -> None:
    """群众用的评议页面 · The page on which residents appraise."""


@command.command("build", epilog="例 Example:\n\n    pingyi page build --pins pins.json --out site")
@click.option(
    "--pins",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="页面认哪些钥匙（docs/formats/pins.md） · what the page trusts",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="放到哪里 · where to")
def build(pins: Path, out: Path) -> None:
    """把钥匙写进页面，得到一个文件 · Put the pins into the page: one file, the same bytes for the same pins."""
    from pingyi.page import BUNDLE
    from pingyi.page import build as built

    content = built(_read(pins))
    out.mkdir(parents=True, exist_ok=True)
    (out / BUNDLE).write_bytes(content)
    (out / BUNDLE).chmod(0o644)  # to be served; it holds nothing secret
    click.echo(f"{hashlib.sha256(content).hexdigest()}  {out / BUNDLE}")
    click.echo(BESIDE.say(language()), err=True)


def _read(path: Path) -> "Pins":
    from pingyi.page import Pins
    from pingyi.primitives.errors import Malformed

    try:
        return Pins.parse(path.read_bytes())
    except Malformed as wrong:
        raise Refused.because(
            "unreadable_pins",
            Text(f"“{path}”不能用：{wrong.what}。", f"“{path}” cannot be used: {wrong.what}."),
            Text("格式见 docs/formats/pins.md。", "For the format see docs/formats/pins.md."),
        ) from None
