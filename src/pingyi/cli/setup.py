"""`pingyi setup`: prepare the database and the static files."""

import click

from pingyi.cli.root import with_django
from pingyi.cli.tick import load_calendars
from pingyi.cli.turns import own_turn


@click.command("setup")
def command() -> None:
    """准备数据库和静态文件，可重复运行 · Prepare the database and static files; safe to repeat.

    \b
    例 Example:  PINGYI_VAR=var pingyi setup
    """
    with_django()
    with own_turn():
        prepare()
    from django.conf import settings

    click.echo(f"准备好了 Ready: {settings.PINGYI_VAR}", err=True)


def prepare() -> None:
    """Migrate, shut the journal, make the cache table, gather static files, load calendars. Safe to repeat."""
    from django.core.management import call_command

    from pingyi.journal.protection import forbid_changes

    call_command("migrate", verbosity=0)
    forbid_changes()
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_calendars()


def is_prepared() -> bool:
    """Tell whether every table is as this version wants it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
