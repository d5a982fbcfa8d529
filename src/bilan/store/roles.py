"""The role of PostgreSQL under which Bilan runs: it can add to the ledger, and nothing else."""

from typing import Final

from django.db import connection

WRITER: Final = "bilan_writer"

# Granted to the role that logs in: CREATE ROLE desk LOGIN PASSWORD '…' IN ROLE bilan_writer.
GRANTS: Final = f"""
REVOKE ALL ON bilan_entry, bilan_checkpoint, django_migrations FROM PUBLIC, {WRITER};
GRANT SELECT, INSERT, UPDATE (body) ON bilan_entry TO {WRITER};
GRANT SELECT, INSERT ON bilan_checkpoint TO {WRITER};
GRANT SELECT ON django_migrations TO {WRITER};
"""


class NoRoles(Exception):
    """The database at hand has no roles."""


def make_writer() -> None:
    """Make the role of the writer, or take back what it may do beyond its task; run by the owner of the tables."""
    if connection.vendor != "postgresql":
        raise NoRoles(f"{connection.display_name} has no roles: who may write to its file is for the system to say")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WRITER])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {WRITER} NOLOGIN")
        cursor.execute(GRANTS)
