"""The command `pingyi`. Each subcommand imports what it needs when it runs."""

from pingyi.cli.root import main

__all__ = ["main"]
