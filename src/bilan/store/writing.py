"""The writer's lock: one writer at a time, from the first question of a rule to the last row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

# Any number will do, as long as every writer of the database asks for the same: "bilan" in ASCII.
LOCK: Final = int.from_bytes(b"bilan")


@contextmanager
def writing() -> Iterator[CursorWrapper]:
    """Hold the writer's lock for one transaction; what it did is kept when this ends well, else nothing is.

    It refuses to stand inside another transaction, which could still take back what its caller has acknowledged.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        # On SQLite the transaction itself began as the only writer (transaction_mode IMMEDIATE).
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield cursor
