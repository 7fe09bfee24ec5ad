"""Triggers that let the database itself refuse to change or delete an entry.

They stop mistakes, not an administrator of the database: who may drop a trigger is caught by the chain.
"""

from django.db import connection

_SQLITE = """
create trigger if not exists journal_no_{verb} before {verb} on {table}
begin select raise(abort, 'the journal is append-only'); end;
"""
_POSTGRESQL = """
create or replace function pingyi_journal_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the journal is append-only'; end $$;
create or replace trigger journal_no_change before update or delete or truncate on {table}
for each statement execute function pingyi_journal_append_only();
"""


def forbid_changes() -> None:
    """Install the triggers; doing it again changes nothing."""
    from pingyi.journal.models import JournalEntry

    table = connection.ops.quote_name(JournalEntry._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL.format(table=table))
        else:
            for verb in ("update", "delete"):
                cursor.execute(_SQLITE.format(verb=verb, table=table))
