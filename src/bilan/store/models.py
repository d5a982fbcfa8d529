"""The tables of the ledger. Rows are added by `bilan.store.append` alone; triggers refuse every other change."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Count = models.BigIntegerField[int, int]
else:
    _Count = models.BigIntegerField


class CountField(_Count):
    """A whole number from 0, given by us; as a key of SQLite it is the row's own address, without an index."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Name the type; what SQLite calls integer has 64 bits."""
        return "integer" if connection.vendor == "sqlite" else "bigint"


class EntryRow(models.Model):
    """An entry: the bytes that the log commits to, and what they are looked up by."""

    number = CountField(primary_key=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    kind = models.TextField()
    key = models.TextField(null=True)
    replaces = models.BigIntegerField(null=True)
    # The entry that a withdrawal or a redaction concerns.
    target = models.BigIntegerField(null=True)
    # The recorder's own name for it; private, and never published.
    origin = models.TextField(null=True)
    # The leaf; nothing once a redaction has removed it.
    body = models.TextField(null=True)
    leaf_hash = models.BinaryField()

    class Meta:
        """Look-ups: the latest entry of a key, the entries of a kind, what replaces or ends an entry."""

        db_table = "bilan_entry"
        indexes = (
            models.Index(fields=["key", "number"], name="bilan_entry_key", condition=models.Q(key__isnull=False)),
            models.Index(fields=["kind", "number"], name="bilan_entry_kind"),
            models.Index(fields=["replaces"], name="bilan_entry_replaces", condition=models.Q(replaces__isnull=False)),
            models.Index(fields=["target"], name="bilan_entry_target", condition=models.Q(target__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["origin"], name="bilan_entry_origin", condition=models.Q(origin__isnull=False)
            ),
        )

    def __str__(self) -> str:
        """Name the entry."""
        return f"entry {self.number}"


class CheckpointRow(models.Model):
    """A state of the log that was signed: how many entries, the root over them, the note."""

    size = CountField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """One checkpoint a size: a log that was signed twice at one size with two roots would have been forked."""

        db_table = "bilan_checkpoint"

    def __str__(self) -> str:
        """Name the checkpoint."""
        return f"checkpoint of {self.size} entries"
