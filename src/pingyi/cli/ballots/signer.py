"""`pingyi signer`: keys, the service, daily roots, publishing and the end of the keys."""

import time
from pathlib import Path
from typing import Any

import click

from pingyi.cli.root import language

STORE = "issuances.sqlite3"

folder_argument = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
campaign_option = click.option(
    "--campaign",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="本次评议的公开文件夹 the campaign's public folder",
)
store_option = click.option(
    "--store",
    help="数据库：文件或PostgreSQL地址，默认在文件夹里 store: a file or a PostgreSQL URL; default in the folder",
)
role_option = click.option(
    "--role", type=click.Choice(["ballot", "entry"]), required=True, help="签发哪一种凭证 which tokens it signs"
)
box_option = click.option("--box", help="票箱网址，默认按评议清单 URL of the ballot box; default from the manifest")
addresses_option = click.option(
    "--addresses",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='地址文件 file of addresses, {"NAME": "URL"}',
)


@click.group("signer")
def command() -> None:
    """签发匿名凭证 · Sign tokens blindly, once per person."""


@command.command("keys", epilog="例 Example:\n\n    pingyi signer keys --role ballot --cells 40 --out signer-ballot")
@role_option
@click.option("--cells", type=click.IntRange(1), required=True, help="计票单元的个数 number of cells")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="新文件夹 a new folder")
@store_option
def keys(role: str, cells: int, out: Path, store: str | None) -> None:
    """生成身份密钥、各单元的签名密钥和空的数据库 · Make the keys and an empty store."""
    from tqdm import tqdm

    from pingyi.durable.stores import create_store
    from pingyi.signer.issuing import LAYOUT
    from pingyi.signer.keys import ROLE_NAMES, make_keys

    for _ in tqdm(make_keys(out, role=ROLE_NAMES[role], cells=cells), total=cells, unit="key", leave=False):
        pass
    create_store(store or str(out / STORE), LAYOUT)
    click.echo(out / "public.json")


@command.command("agree", epilog="例 Example:\n\n    pingyi signer agree signer-ballot --campaign campaign")
@folder_argument
@campaign_option
def agree(folder: Path, campaign: Path) -> None:
    """核对评议清单写的是自己的密钥，并签名 · Check that the manifest names our keys, and sign it."""
    from pingyi.signer.agreeing import agree

    click.echo(agree(folder, campaign))


@command.command(
    "serve",
    epilog="例 Example:\n\n    pingyi signer serve signer-ballot --role ballot --campaign campaign --port 8011 "
    "--peer-store /srv/entry/issuances.sqlite3 --peer-store /srv/box/box.sqlite3",
)
@folder_argument
@role_option
@campaign_option
@store_option
@click.option("--peer-store", "peers", multiple=True, help="其他各方的数据库，必须打不开 stores of other parties")
@click.option("--demonstration", is_flag=True, help="演示：只在本机 a demonstration, on this machine only")
@click.option("--port", type=click.IntRange(1, 65535), default=8011, show_default=True, help="端口 port")
@click.option("--address", default="127.0.0.1", show_default=True, help="监听地址 listening address")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="进程数 processes (PostgreSQL)")
@click.option(
    "--limit", type=click.IntRange(0), default=6000, show_default=True, help="每地址每十分钟，0不限 per address"
)
@click.option("--proxies", type=click.IntRange(0), default=0, show_default=True, help="几层反向代理 trusted proxies")
def serve(
    *, folder: Path, role: str, campaign: Path, store: str | None, address: str, port: int, workers: int, **more: Any
) -> None:
    """提供签发服务 · Serve tokens."""
    from functools import partial

    from pingyi.durable import serving
    from pingyi.durable.peers import refuse_open_peers
    from pingyi.durable.stores import is_postgresql
    from pingyi.signer import building
    from pingyi.signer.keys import ROLE_NAMES
    from pingyi.signer.refusals import demonstration_differs, one_process_for_sqlite

    said = refuse_open_peers(more["peers"], demonstration=more["demonstration"], address=address)
    place = store or str(folder / STORE)
    if workers > 1 and not is_postgresql(place):
        raise one_process_for_sqlite()
    setting = building.Setting(folder, campaign, place, ROLE_NAMES[role], more["limit"], more["proxies"])
    if building.check(setting).manifest.demonstration != more["demonstration"]:
        raise demonstration_differs()
    if said:
        click.echo(said.say(language()), err=True)
    click.echo(f"http://{address}:{port}/v1/issue", err=True)
    built = partial(building.build, setting)
    serving.serve(built, address=address, port=port, threads=building.THREADS, workers=workers)


@command.command("day", epilog="例 Example:\n\n    pingyi signer day signer-ballot --campaign campaign")
@folder_argument
@campaign_option
@store_option
@box_option
@addresses_option
@click.option("--write", is_flag=True, help="只写成文件，不交给票箱 only write it as a file")
@click.option(
    "--receipt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="另行送交后票箱的回执 the box's answer to an entry that went another way",
)
def day(folder: Path, campaign: Path, store: str | None, write: bool, receipt: Path | None, **place: Any) -> None:
    """签署截至今天的签发总数，交给票箱 · Sign today's total and hand it to the box."""
    from pingyi.signer.campaign import Campaign
    from pingyi.signer.days import last_day, sign_day
    from pingyi.signer.handing import hand_over, keep_receipt
    from pingyi.signer.keys import read_public
    from pingyi.signer.refusals import day_not_receipted

    known = Campaign.read(campaign)
    if receipt:
        signed = last_day(folder)
        if signed is None:
            raise day_not_receipted()
        keep_receipt(signed.receipt, signed.entry.encode(), receipt.read_bytes(), known)
        click.echo(signed.receipt)
        return
    known.check_keys(read_public(folder))
    opened = _opened(folder, store)
    signed = sign_day(folder, known, opened, role=read_public(folder).role, now=time.time)
    click.echo(signed.path)
    if not write and not signed.receipt.exists():
        answer = hand_over(_box(known, **place), signed.entry.encode())
        keep_receipt(signed.receipt, signed.entry.encode(), answer, known)
        click.echo(signed.receipt)


@command.command(
    "publish", epilog="例 Example:\n\n    pingyi signer publish signer-ballot --campaign campaign --out campaign"
)
@folder_argument
@campaign_option
@store_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="公开文件夹 public folder")
def publish(folder: Path, campaign: Path, store: str | None, out: Path) -> None:
    """截止后公布一次签发记录 · Publish the issuance records, once, after the close."""
    from pingyi.signer.campaign import Campaign
    from pingyi.signer.days import publish

    click.echo(publish(folder, Campaign.read(campaign), _opened(folder, store), out=out, now=time.time))


@command.command(
    "destroy", epilog="例 Example:\n\n    pingyi signer destroy signer-ballot --campaign campaign --log campaign/log"
)
@folder_argument
@campaign_option
@store_option
@box_option
@addresses_option
@click.option(
    "--log",
    help="公开日志的文件夹或网址，默认在评议文件夹里 folder or URL of the log; default in the campaign's folder",
)
@click.option("--write", is_flag=True, help="只写成文件，不交给票箱 only write the statement as a file")
@click.confirmation_option(
    prompt="销毁后不能恢复。确定销毁全部签名密钥吗？ The signing keys cannot be restored. Destroy all of them?"
)
def destroy(folder: Path, campaign: Path, store: str | None, log: str | None, write: bool, **place: Any) -> None:
    """截止得到见证后销毁签名密钥，并作声明 · Destroy the keys after a witnessed close, and say so in the log."""
    from pingyi.durable.stores import open_store
    from pingyi.signer.campaign import Campaign
    from pingyi.signer.destruction import check_end, destroy
    from pingyi.signer.handing import hand_over, keep_receipt
    from pingyi.signer.issuing import LAYOUT

    known = Campaign.read(campaign)
    open_store(store or str(folder / STORE), LAYOUT).close()  # refused while a service runs on this SQLite file
    check_end(folder, known, log or str(campaign / "log"))
    ended = destroy(folder, known)
    click.echo(folder / "destroyed.json")
    if not write:
        answer = hand_over(_box(known, **place), ended.entry.encode(), ended.statement)
        keep_receipt(folder / "destroyed.receipt", ended.entry.encode(), answer, known)


def _opened(folder: Path, store: str | None) -> Any:
    """Open the store for reading beside the running service."""
    from pingyi.durable.stores import open_store
    from pingyi.signer.issuing import LAYOUT

    return open_store(store or str(folder / STORE), LAYOUT, alone=False)


def _box(campaign: Any, *, box: str | None, addresses: Path | None) -> str:
    """Return the URL of the ballot box."""
    from pingyi.durable.asking import base_of
    from pingyi.protocol.parties import Party

    return box or base_of(campaign.manifest.parties[Party.B].name, addresses)
