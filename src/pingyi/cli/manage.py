"""`pingyi manage`: Django's own commands, for operators."""

import click

from pingyi.cli.root import with_django


@click.command("manage", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(args: tuple[str, ...]) -> None:
    """Django 管理命令 · Django's own commands; without a name, a list of them.

    \b
    例 Example:  pingyi manage dbshell
    """
    with_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["pingyi manage", *args])
