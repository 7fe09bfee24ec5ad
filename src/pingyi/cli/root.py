"""The root of all commands: language, errors, exit codes."""

import importlib
import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from pingyi.cli.calls import wrong_call
from pingyi.cli.troubles import as_refusal
from pingyi.wording import Issue, Text

COMMANDS = {
    # name -> module in pingyi.cli that holds a click command or group called `command`
    "setup": "setup",
    "serve": "serve",
    "import": "import_",
    "export": "export",
    "demo": "demo",
    "campaigns": "campaigns",
    "recompute": "analysis.recompute",
    "tally": "analysis.tally",
    "score": "analysis.score",
    "estimate": "analysis.estimate",
    "sample": "analysis.sample",
    "staff": "staff",
    "journal": "journal",
    "tick": "tick",
    "verify": "ballots.verify",
    "manifest": "ballots.manifest",
    "roll": "ballots.roll",
    "signer": "ballots.signer",
    "witness": "ballots.witness",
    "ballotbox": "ballots.ballotbox",
    "trustee": "ballots.trustee",
    "page": "ballots.page",
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
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # keys and codes in memory get into no file when a program dies
    os.umask(0o077)  # evidence, password hashes, the journal: nothing we write is for other users of the machine
    try:
        sys.exit(root.main(args=args, prog_name="pingyi", standalone_mode=False))
    except click.UsageError as wrong:
        click.echo(wrong_call(wrong).say(language()), err=True)
        sys.exit(2)
    except click.Abort:
        click.echo(Text("已中止。", "Aborted.").say(language()), err=True)
        sys.exit(1)
    except Exception as error:
        refused = as_refusal(error)
        if refused is None:
            raise
        click.echo(refused.say(language()), err=True)
        sys.exit(2 if any(issue.code.startswith("unreadable") for issue in refused.issues) else 1)


@contextmanager
def answering(as_json: bool) -> Iterator[None]:
    """Let a command that prints one JSON object print one when it is refused, too."""
    try:
        yield
    except Exception as error:
        refused = as_refusal(error)
        if as_json and refused:
            click.echo(json.dumps({"ok": False, "errors": listed(refused.issues)}, ensure_ascii=False))
        raise


def listed(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """Return issues as they stand in a JSON answer."""
    return [
        {"code": issue.code, "row": issue.row, "field": issue.field, "message": issue.say(language())}
        for issue in issues
    ]
