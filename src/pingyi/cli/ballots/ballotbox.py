"""`pingyi ballotbox`: keep a ballot box: its keys, its start and its end, its service, what it publishes."""

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.ballotbox.running import Setting

STORE = "box.sqlite3"

keys_option = click.option(
    "--keys",
    "keys_folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    required=True,
    help="密钥文件夹 folder of the box's keys",
)
public_option = click.option(
    "--public",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    required=True,
    help="这次活动的公开文件夹 public folder of the campaign",
)
store_option = click.option(
    "--store", help="数据库：文件或PostgreSQL地址，默认在密钥文件夹里 store: a file or a PostgreSQL URL"
)
addresses_option = click.option(
    "--addresses",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help='存证点的地址文件，{"名称": "网址"} addresses of witnesses, a JSON object',
)


@click.group("ballotbox")
def command() -> None:
    """票箱：收票、记入公开日志 · The ballot box: take ballots, keep the public log."""


@command.command("keys", epilog="例 Example:\n\n    pingyi ballotbox keys --out keys --name box.example/2026")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="新的密钥文件夹 new folder"
)
@click.option("--name", required=True, help="公开日志的名称，一般是网址 name of the log, usually an address")
def keys(out: Path, name: str) -> None:
    """生成两把密钥，显示活动文件里要写的公钥 · Make both keys; print what the manifest needs."""
    from pingyi.ballotbox.keys import make_keys

    _check_name(name)
    made = make_keys(out, log=os.urandom(32), identity=os.urandom(32))
    click.echo(f"log\t{made.vkey(name)}\nparties.B.key\t{made.public_identity().hex()}")


@command.command("init", epilog="例 Example:\n\n    pingyi ballotbox init --keys keys --public public/ballots/2026")
@keys_option
@public_option
@store_option
def init(keys_folder: Path, public: Path, store: str | None) -> None:
    """核对活动文件，建立票箱，写入第 0 条日志 · Check the campaign's files; set the box up with log entry 0."""
    from pingyi.ballotbox.campaign import Campaign
    from pingyi.ballotbox.founding import found
    from pingyi.ballotbox.keys import read_keys
    from pingyi.protocol.manifest import fingerprint

    campaign = Campaign.read(public)
    fresh = found(campaign, store or str(keys_folder / STORE), read_keys(keys_folder))
    said = Text("票箱已建立。", "The box is set up.") if fresh else Text("票箱早已建立。", "The box was set up before.")
    click.echo(said.say(language()), err=True)
    click.echo(f"{campaign.camp.hex()}\t{fingerprint(campaign.camp)}")


@command.command(
    "serve",
    epilog="例 Example:\n\n    pingyi ballotbox serve --keys keys --public public/2026 --peer-store r.sqlite3",
)
@keys_option
@public_option
@store_option
@addresses_option
@click.option("--peer-store", multiple=True, help="其他各方的数据库，须打不开 other parties' stores, must not open")
@click.option("--demonstration", is_flag=True, help="演示，只限本机 a demonstration, on this machine only")
@click.option("--port", type=click.IntRange(1, 65535), default=8013, show_default=True, help="端口 port")
@click.option("--address", default="127.0.0.1", show_default=True, help="监听地址 listening address")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="进程数 processes")
@click.option("--limit", type=click.IntRange(0), default=0, show_default=True, help="每地址10分钟次数 per address")
@click.option("--proxies", type=click.IntRange(0), default=0, show_default=True, help="前面几层代理 trusted proxies")
@click.option("--every", type=click.FloatRange(0.1), default=60.0, hidden=True)
def serve(
    *,
    keys_folder: Path,
    public: Path,
    store: str | None,
    addresses: Path | None,
    peer_store: tuple[str, ...],
    demonstration: bool,
    port: int,
    address: str,
    workers: int,
    limit: int,
    proxies: int,
    every: float,
) -> None:
    """收票 · Take ballots."""
    from pingyi.ballotbox.running import build
    from pingyi.ballotbox.starting import check_start
    from pingyi.durable.peers import refuse_open_peers
    from pingyi.durable.serving import serve as serve_application

    setting = _setting(keys_folder, public, store, addresses, limit=limit, proxies=proxies, every=every)
    said = refuse_open_peers(peer_store, demonstration=demonstration, address=address)
    check_start(setting, demonstration=demonstration, workers=workers)
    if said:
        click.echo(said.say(language()), err=True)
    click.echo(f"http://{address}:{port}/v1/cast", err=True)
    serve_application(partial(build, setting), address=address, port=port, workers=workers)


@command.command("close", epilog="例 Example:\n\n    pingyi ballotbox close --keys keys --public public/ballots/2026")
@keys_option
@public_option
@store_option
def close(keys_folder: Path, public: Path, store: str | None) -> None:
    """封箱：截止48小时后写入第 8 类日志，此后不再收票 · Close: log entry 8; no ballot is taken afterwards."""
    from pingyi.ballotbox.starting import close_box

    place = close_box(_setting(keys_folder, public, store, None), time.time())
    said = Text(f"已封箱，日志第 {place.index} 条。", f"Closed: log entry {place.index}.")
    click.echo(said.say(language()))


@command.command("checkpoint", epilog="例 Example:\n\n    pingyi ballotbox checkpoint --keys keys --public public/2026")
@keys_option
@public_option
@store_option
@addresses_option
@click.pass_context
def checkpoint(ctx: click.Context, keys_folder: Path, public: Path, store: str | None, addresses: Path | None) -> None:
    """票箱没有运行时，公开一次日志 · Publish the log once while the box does not run."""
    from pingyi.ballotbox.starting import checkpoint_once

    shown = checkpoint_once(_setting(keys_folder, public, store, addresses))
    if shown:
        click.echo(Text("日志已公开。", "The log is published.").say(language()), err=True)
    ctx.exit(0 if shown else 1)


@command.command("publish", epilog="例 Example:\n\n    pingyi ballotbox publish --keys keys --public public/2026")
@keys_option
@public_option
@store_option
@click.option(
    "--add",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    multiple=True,
    help="放入一份名单（名册、发放、标记、票行） put a list of a party into the folder",
)
def publish(keys_folder: Path, public: Path, store: str | None, add: tuple[Path, ...]) -> None:
    """放入各方的名单，或列出全部文件 · Put lists in; without --add, write package.json over all files."""
    from pingyi.ballotbox.starting import add_lists, publish_package

    setting = _setting(keys_folder, public, store, None)
    if add:
        for path in add_lists(setting, add):
            click.echo(path)
        return
    count = publish_package(setting)
    click.echo(Text(f"已列出 {count} 个文件。", f"{count} files are listed.").say(language()))


def _setting(
    keys_folder: Path, public: Path, store: str | None, addresses: Path | None, **more: float | int
) -> "Setting":
    from pingyi.ballotbox.running import Setting

    where = store or str(keys_folder / STORE)
    return Setting(where, public, keys_folder, addresses, language(), **more)  # type: ignore[arg-type]


def _check_name(name: str) -> None:
    from pingyi.ledger.notes import check_name
    from pingyi.primitives.errors import Malformed

    try:
        check_name(name)
    except Malformed as error:
        raise Refused.because(
            "log_name_wrong",
            Text("名称里不能有空格、加号和控制字符。", "The name has a space, a plus or a control character."),
            Text("请用形如 box.example/2026 的名称。", "Use a name like box.example/2026."),
            field="name",
        ) from error
