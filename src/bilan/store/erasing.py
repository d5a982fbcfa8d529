"""Remove from the files of the database what a redaction has removed from its tables."""

from django.db import connection

OWNED = "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = 'bilan_entry'::regclass"


def erase() -> bool:
    """Rewrite the files of the database without the bytes of deleted content; tell whether that was possible now.

    It is not while a reader still looks at an older state (SQLite), or for a role that does not own the table
    (PostgreSQL). Backups, and the logs that PostgreSQL ships elsewhere, are beyond the reach of this function.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            # The log of SQLite still holds the pages as they were: move it into the file, and cut it.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return bool(cursor.fetchone()[0] == 0)
        cursor.execute(OWNED)
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("VACUUM FULL bilan_entry")
    return True
