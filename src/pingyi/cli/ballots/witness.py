"""`pingyi witness`: keep a witness: its key, its service, what it remembers."""

import os
from functools import partial
from pathlib import Path

import click

from pingyi.cli.root import language
from pingyi.wording import Refused, Text

KEY, LOGS, STORE = "key", "logs.txt", "witness.sqlite3"
HEADING = (
    "# 每行写一个公开日志的公钥（manifest.json 里的 log 一项）。改后请重启。\n"
    "# One public key of a log on each line (`log` in manifest.json). Restart after a change.\n"
)

CONTRADICTION = Text(
    "这个日志自相矛盾：下面两份都有它的签名，大小相同，内容不同。请保存并告知评议组织方和监督机构。",
    "This log contradicts itself: it signed both of these, of one size and two contents. Keep them and tell the "
    "organiser and the oversight body.",
)

folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="见证方的文件夹 the witness's folder",
)
store_option = click.option(
    "--store",
    help="数据库：文件或PostgreSQL地址，默认在文件夹里 store: a file or a PostgreSQL URL; default in the folder",
)


@click.group("witness")
def command() -> None:
    """见证公开日志 · Witness public logs."""


@command.command("keygen", epilog="例 Example:\n\n    pingyi witness keygen --name witness.example/w1 --folder witness")
@click.option("--name", required=True, help="见证方的名称，一般是网址 name of the witness, usually an address")
@folder_option
@store_option
def keygen(name: str, folder: Path, store: str | None) -> None:
    """生成密钥和空的数据库，显示公钥 · Make the key and an empty store, print the public key."""
    from pingyi.durable.stores import create_store
    from pingyi.witness.keys import WitnessKey, write_key
    from pingyi.witness.memory import LAYOUT

    key = WitnessKey(_checked(name), os.urandom(32))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _check_new(folder / KEY)  # before the store: a key whose store was lost must not get an empty one
    create_store(store or str(folder / STORE), LAYOUT)
    write_key(folder / KEY, key)
    if not (folder / LOGS).exists():
        (folder / LOGS).write_text(HEADING, encoding="utf-8")
    click.echo(key.public.encode())


@command.command("serve", epilog="例 Example:\n\n    pingyi witness serve --folder witness --port 8021")
@folder_option
@store_option
@click.option("--port", type=click.IntRange(1, 65535), default=8021, show_default=True, help="端口 port")
@click.option("--address", default="127.0.0.1", show_default=True, help="监听地址 listening address")
@click.option(
    "--proxies",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="前面有几层反向代理 trusted proxies in front",
)
def serve(folder: Path, store: str | None, port: int, address: str, proxies: int) -> None:
    """提供见证服务 · Serve cosignatures."""
    from pingyi.durable.serving import serve as serve_application
    from pingyi.witness.keys import read_key
    from pingyi.witness.service import build

    built = partial(build, folder / KEY, folder / LOGS, store or str(folder / STORE), proxies)
    built().close()  # what is to be refused is refused here, with a sentence
    click.echo(f"{read_key(folder / KEY).public.encode()}\nhttp://{address}:{port}/add-checkpoint", err=True)
    serve_application(built, address=address, port=port, threads=16)


@command.command("show", epilog="例 Example:\n\n    pingyi witness show --folder witness")
@folder_option
@store_option
def show(folder: Path, store: str | None) -> None:
    """显示每个日志见证到哪里，有无自相矛盾 · Show how far each log was witnessed, and contradictions."""
    from pingyi.durable.stores import open_store
    from pingyi.witness.logs import read_logs
    from pingyi.witness.memory import LAYOUT, Memory

    memory = Memory(open_store(store or str(folder / STORE), LAYOUT, alone=False))
    try:
        for origin in read_logs(folder / LOGS):
            last = memory.last(origin)
            click.echo(f"{origin}\t{last.size}\t{last.root.hex()}")
            for ours, offered in memory.disputes(origin):
                click.echo(f"\n{CONTRADICTION.say(language())}\n\n{ours.decode()}\n{offered.decode()}")
    finally:
        memory.close()


def _check_new(key: Path) -> None:
    if key.exists():
        raise Refused.because(
            "key_exists",
            Text(f"“{key}”里已经有密钥。", f"There is a key in “{key}” already."),
            Text("请另选一个文件夹；原来的密钥不会被替换。", "Choose another folder; a key is never replaced."),
        )


def _checked(name: str) -> str:
    from pingyi.ledger.notes import check_name
    from pingyi.primitives.errors import Malformed

    try:
        check_name(name)
    except Malformed as error:
        raise Refused.because(
            "witness_name_wrong",
            Text("名称里不能有空格、加号和控制字符。", "The name has a space, a plus or a control character."),
            Text("请用形如 witness.example/w1 的名称。", "Use a name like witness.example/w1."),
            field="name",
        ) from error
    return name
