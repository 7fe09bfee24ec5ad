"""Which units make up which domain."""

from collections.abc import Iterable
from typing import Final

from pingyi.analysis.stage1.runners import TEXT, Runner

DOMAINS: Final = "domains"  # the table (unit, domain)

Memberships = Iterable[tuple[str, str]]  # (unit, domain); a unit may stand in several domains


def place_domains(runner: Runner, memberships: Memberships) -> None:
    """Write the memberships into the table `DOMAINS`."""
    runner.place(DOMAINS, {"unit": TEXT, "domain": TEXT}, sorted(set(memberships)))
