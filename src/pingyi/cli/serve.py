"""`pingyi serve`: the site on this machine."""

import socket

import click

from pingyi.cli.root import with_django
from pingyi.wording import Refused, Text


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 port")
@click.option(
    "--address", default="127.0.0.1", show_default=True, help="监听地址；本机以外须为正式运行 listening address"
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="进程数 processes")
def command(port: int, address: str, workers: int) -> None:
    """启动网站 · Serve the site.

    \b
    例 Example:  pingyi serve --port 8000
    """
    with_django()
    from pingyi.project.guard import check_start

    check_start(address)
    _check_free(address, port)
    from pingyi.demonstration.appraisal.serving import beside_the_site

    with beside_the_site() as appraising:
        _say_where(port, appraising=appraising)
        _serve(address, port, workers)


def _check_free(address: str, port: int) -> None:
    """Refuse an address that cannot be listened on before the server starts; it would answer with a traceback."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError as error:
        raise Refused.because(
            "address_unusable",
            Text(f"不能在 {address} 的 {port} 端口提供服务。", f"Port {port} of {address} cannot be served on."),
            Text(
                "它可能被别的程序占用：请用 --port 换一个端口。",
                "Another program may be using it: choose another with --port.",
            ),
        ) from error


def _say_where(port: int, *, appraising: bool) -> None:
    from pingyi.accounts.queries import demonstration_staff
    from pingyi.demonstration.people import PASSWORD

    click.echo(f"\n  打开 Open:  http://localhost:{port}/      English: http://localhost:{port}/en/", err=True)
    if appraising:
        click.echo(f"  试评一次 Try to appraise (演示 grade D):  http://localhost:{port}/demonstration/code/", err=True)
    people = demonstration_staff()
    if people:
        click.echo(f"  演示账号 Demonstration accounts (密码 password {PASSWORD}):", err=True)
        for person in people:
            click.echo(f"    {person.username:<14} {person.name}", err=True)
        click.echo(f"  登录 Sign in:  http://localhost:{port}/office/", err=True)
    click.echo("  按 Ctrl-C 停止 Ctrl-C to stop\n", err=True)


def _serve(address: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "pingyi.project.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
