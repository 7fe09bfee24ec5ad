"""Which database to use: SQLite under PINGYI_VAR, or the PostgreSQL named by PINGYI_DATABASE."""

from pathlib import Path
from typing import Any

from pingyi.wording import Refused, Text

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
    """Return Django's settings for `url` ("postgresql://…"), or for SQLite in `var` when `url` is empty.

    Raises `Refused` for anything else, without repeating it: it may hold a password.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": var / "pingyi.sqlite3", **SQLITE}
    from psycopg import Error
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(url)
    except Error:
        raise _unreadable() from None
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {names[key]: value for key, value in parts.items() if key in names}
    rest = {key: value for key, value in parts.items() if key not in names}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "OPTIONS": rest, **known}


def _unreadable() -> Refused:
    return Refused.because(
        "setting_wrong",
        Text("PINGYI_DATABASE 不是数据库地址。", "PINGYI_DATABASE is no address of a database."),
        Text(
            "请写成 postgresql://用户:密码@主机:端口/库名；不设则用 SQLite。",
            "Write it like postgresql://user:password@host:port/name; without it, SQLite is used.",
        ),
    )
