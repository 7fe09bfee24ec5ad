"""`pingyi page`: the resident's page and the verifier's, one file each, for any static host."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.page import Pins

BESIDE = Text(
    "请把两个文件放到静态网站上，旁边放各次评议的公开文件夹 c/指纹/。清单里 page.bundle 填第一行的 SHA-256。",
    "Put both files on a static host, beside them the public folder of each campaign as c/FINGERPRINT/. The SHA-256 of "
    "the first line is the manifest's page.bundle.",
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
    """把钥匙写进评议页面和核对页面 · Put the pins into both pages: the same bytes for the same pins."""
    from pingyi.page import BUNDLE, VERIFIER, build_verifier
    from pingyi.page import build as built

    read = _read(pins)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in {BUNDLE: built(read), VERIFIER: build_verifier(read)}.items():
        (out / name).write_bytes(content)
        (out / name).chmod(0o644)  # to be served; it holds nothing secret
        click.echo(f"{hashlib.sha256(content).hexdigest()}  {out / name}")
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
