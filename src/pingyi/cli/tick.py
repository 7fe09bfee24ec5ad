"""`pingyi tick`: do what is due. Run it from a timer; running it twice does nothing twice."""

import click

from pingyi.cli.root import with_django


@click.command("tick")
def command() -> None:
    """做到期的事：载入日历、清理过期会话 · Do what is due: load calendars, clear expired sessions.

    \b
    例 Example:  pingyi tick
    """
    with_django()
    from django.core.management import call_command

    from pingyi.directory.actions import load_known_years

    years = load_known_years()
    call_command("clearsessions")
    click.echo(f"载入日历年份 calendar years loaded: {', '.join(map(str, years)) or '0'}", err=True)
