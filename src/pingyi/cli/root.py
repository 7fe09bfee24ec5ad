"""The root of all commands: language, errors, exit codes."""

import importlib
import os
import sys
from typing import Any

import click

from pingyi.wording import Refused, Text

UNPREPARED = Text(
    "数据库还没有准备好。请先运行 pingyi setup。", "The database is not prepared. Run `pingyi setup` first."
)
COMMANDS = {
    # name -> module in pingyi.cli that holds a click command or group called `command`
    "setup": "setup",
    "serve": "serve",
    "import": "import_",
    "export": "export",
    "demo": "demo",
    "campaigns": "campaigns",
    "recompute": "recompute",
    "tally": "tally",
    "staff": "staff",
    "journal": "journal",
    "tick": "tick",
    "manage": "manage",
}


class LateGroup(click.Group):
    """A group that imports a command only when it is called, so that `tally` does not wait for Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the map of the manual."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command called `name`."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pingyi.cli.{COMMANDS[name]}").command
        return command


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pingyi")
def root() -> None:
    """群众评议机关作风 · Public appraisal of public agencies."""


def language() -> str:
    """Return "en" or "zh": PINGYI_LANGUAGE, else the locale, else Chinese."""
    wanted = os.environ.get("PINGYI_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if wanted.lower().startswith("en") else "zh"


def with_django() -> None:
    """Prepare Django; commands that need the database call it first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pingyi.project.settings")
    import django

    django.setup()


def main(args: list[str] | None = None) -> Any:
    """Run the command line. Exit 0 as it should be, 1 refused or different, 2 called wrongly or unreadable."""
    try:
        return root.main(args=args, prog_name="pingyi")
    except Refused as refused:
        click.echo(refused.say(language()), err=True)
        sys.exit(2 if any(issue.code.startswith("unreadable") for issue in refused.issues) else 1)
    except Exception as error:
        if not _means_unprepared(error):
            raise
        click.echo(UNPREPARED.say(language()), err=True)
        sys.exit(1)


def _means_unprepared(error: Exception) -> bool:
    """Whether the tables are not there; told by name, since Django may not be loaded."""
    kind = f"{type(error).__module__}.{type(error).__name__}"
    words = str(error)
    return kind.startswith("django.db.utils.") and ("no such table" in words or "does not exist" in words)
