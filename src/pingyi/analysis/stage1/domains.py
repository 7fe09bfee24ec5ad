"""Which units make up which domain."""

from collections.abc import Iterable
from typing import Final

import duckdb

DOMAINS: Final = "domains"  # the table (unit, domain)

Memberships = Iterable[tuple[str, str]]  # (unit, domain); a unit may stand in several domains


def place_domains(engine: duckdb.DuckDBPyConnection, memberships: Memberships) -> None:
    """Write the memberships into the table `DOMAINS`."""
    pairs = sorted(set(memberships))
    units, domains = [unit for unit, _ in pairs], [domain for _, domain in pairs]
    engine.execute(f"CREATE TEMP TABLE {DOMAINS} (unit VARCHAR, domain VARCHAR)")
    engine.execute(f"INSERT INTO {DOMAINS} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", [units, domains])
