"""The desk's changes to the plan, and the editions that somebody published or froze."""

from django.db import models

from bilan.store.desk.papers import new_id
from bilan.store.desk.people import Account


class PlanChange(models.Model):
    """Changes to the plan proposed together, with their reason; approved by somebody else, or not.

    Like a paper it counts its versions, and what a person may see of it is decided by party, node and region: those
    that all of its rows have in common.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=32)
    reason_words = models.TextField()
    # Who decided it, when, and from which day it counts.
    authority = models.CharField(max_length=600)
    decided_day = models.CharField(max_length=40)
    in_force_day = models.CharField(max_length=40)
    # The rows to record: kind, key, cells, and the number of the entry that each was written against.
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=16)
    version = models.IntegerField(default=1)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    origin = models.CharField(max_length=64, null=True)
    party = models.CharField(max_length=96, null=True)
    node = models.CharField(max_length=96, null=True)
    region = models.CharField(max_length=32, null=True)
    salt = models.CharField(max_length=32, null=True)
    digest = models.CharField(max_length=64, null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="changes_decided")
    decided_at = models.DateTimeField(null=True)
    # With which words it was sent back.
    words = models.TextField(null=True)
    entries = models.JSONField(default=list)

    class Meta:
        """Its table; the same form sent twice makes one."""

        db_table = "bilan_plan_change"
        constraints = (
            models.UniqueConstraint(
                fields=["author", "origin"], name="bilan_plan_change_origin", condition=models.Q(origin__isnull=False)
            ),
        )

    def __str__(self) -> str:
        """Return its title."""
        return self.title


class Release(models.Model):
    """An edition that somebody published by hand, or froze under a title so that it can be cited."""

    edition = models.CharField(max_length=64)
    size = models.BigIntegerField()
    title = models.CharField(max_length=200, null=True)
    note = models.TextField(null=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="releases")
    made_at = models.DateTimeField()

    class Meta:
        """Its table; under one title there is one edition."""

        db_table = "bilan_release"
        constraints = (
            models.UniqueConstraint(
                fields=["title"], name="bilan_release_title", condition=models.Q(title__isnull=False)
            ),
        )

    def __str__(self) -> str:
        """Name the edition."""
        return self.title or self.edition
