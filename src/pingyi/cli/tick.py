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

    loaded = load_calendars()
    call_command("clearsessions")
    click.echo(f"新载入的节假日 calendar days loaded: {loaded}", err=True)


def load_calendars() -> int:
    """Load the holidays of last year and every later year that is known; return how many days were new."""
    from pingyi.directory.actions.calendars import YEARS_KNOWN, load_calendar_year
    from pingyi.foundation import clock

    return sum(load_calendar_year(year) for year in YEARS_KNOWN if year >= clock.today().year - 1)
