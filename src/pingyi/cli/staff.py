"""`pingyi staff add`: the way in for the first administrator; later ones are added on the pages."""

import click

from pingyi.cli.root import language, with_django
from pingyi.wording import Text


@click.group("staff", epilog="例 Example:  pingyi staff add lin --name 林晓")
def command() -> None:
    """工作人员账号 · Staff accounts."""


@command.command("add")
@click.argument("username")
@click.option("--name", required=True, help="姓名 name")
@click.option("--role", default="administrator", show_default=True, help="角色 role")
@click.password_option(prompt="密码 Password", help="不写则提示输入 asked for when not given")
def add(username: str, name: str, role: str, password: str) -> None:
    """添加账号并授予管辖全部单位的角色 · Add an account with a role over all units.

    \b
    例 Example:  pingyi staff add lin --name 林晓
    """
    with_django()
    from django.db import transaction

    from pingyi.accounts.actions import add_staff
    from pingyi.directory.actions.postings import grant_posting

    with transaction.atomic():
        staff = add_staff(username, name=name, password=password, by=None)
        grant_posting(staff, role)
    click.echo(Text(f"已添加 {username}", f"Added {username}").say(language()), err=True)
