"""Which database to use: SQLite under PINGYI_VAR, or the PostgreSQL named by PINGYI_DATABASE."""

from pathlib import Path
from typing import Any

SQLITE = {
    "CONN_MAX_AGE": 60,  # opening the file and setting its pragmas costs as much as a page's queries
    "OPTIONS": {
        # A writer takes the lock when it begins, so two writers queue instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    },
}


def database_settings(url: str, var: Path) -> dict[str, Any]:
    """Return Django's settings for `url` ("postgresql://…"), or for SQLite in `var` when `url` is empty."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": var / "pingyi.sqlite3", **SQLITE}
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {names[key]: value for key, value in parts.items() if key in names}
    rest = {key: value for key, value in parts.items() if key not in names}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "OPTIONS": rest, **known}
