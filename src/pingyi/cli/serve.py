"""`pingyi serve`: the site on this machine."""

import click

from pingyi.cli.root import with_django


@click.command("serve")
@click.option("--port", default=8000, show_default=True, help="端口 port")
@click.option(
    "--address", default="127.0.0.1", show_default=True, help="监听地址；本机以外须为正式运行 listening address"
)
@click.option("--workers", default=2, show_default=True, help="进程数 processes")
def command(port: int, address: str, workers: int) -> None:
    """启动网站 · Serve the site.

    \b
    例 Example:  pingyi serve --port 8000
    """
    with_django()
    from pingyi.project.guard import check_start

    check_start(address)
    _say_where(port)
    _serve(address, port, workers)


def _say_where(port: int) -> None:
    from pingyi.accounts.queries import demonstration_staff
    from pingyi.demonstration.people import PASSWORD

    click.echo(f"\n  打开 Open:  http://localhost:{port}/      English: http://localhost:{port}/en/", err=True)
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
        blocking_threads=2,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
