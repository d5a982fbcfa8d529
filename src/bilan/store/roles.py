"""The role of PostgreSQL under which Bilan runs: it can add to the ledger, and keep the papers of the desk."""

from typing import Final

from django.db import connection

WRITER: Final = "bilan_writer"

# Granted to the role that logs in: CREATE ROLE desk LOGIN PASSWORD '…' IN ROLE bilan_writer.
GRANTS: Final = f"""
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {WRITER};
GRANT SELECT, INSERT, UPDATE (body) ON bilan_entry TO {WRITER};
GRANT SELECT, INSERT ON bilan_checkpoint TO {WRITER};
GRANT SELECT ON django_migrations TO {WRITER};
"""


# The papers of the desk, its accounts and its post change; what was given and done there is kept by the desk itself.
PAPERS: Final = "GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {role}"
COUNTED: Final = "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
LEDGER: Final = frozenset({"bilan_entry", "bilan_checkpoint", "django_migrations"})


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
        papers = sorted(set(connection.introspection.table_names(cursor)) - LEDGER)
        cursor.execute(PAPERS.format(tables=", ".join(map(connection.ops.quote_name, papers)), role=WRITER))
        cursor.execute(COUNTED.format(role=WRITER))
