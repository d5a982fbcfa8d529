"""Audits under way: what they look at, on which days, from which state of the ledger."""

from django.db import models

from bilan.store.desk.papers import new_id
from bilan.store.desk.people import Account


class Engagement(models.Model):
    """An audit under way: who audits, on which days, from which state of the ledger it began, and until when."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    title = models.CharField(max_length=200)
    auditor = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="engagements")
    # The party of the ledger in whose name the auditor speaks.
    party = models.CharField(max_length=96)
    as_of = models.DateField()
    known_on = models.DateField()
    edition = models.CharField(max_length=64)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        """Its table."""

        db_table = "bilan_engagement"

    def __str__(self) -> str:
        """Return its title."""
        return self.title


class Item(models.Model):
    """One thing in the scope of an audit: a key of the ledger. What the auditor thinks of it is a finding there."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="items")
    concerns = models.CharField(max_length=96)
    added_at = models.DateTimeField()

    class Meta:
        """Each thing once an audit."""

        db_table = "bilan_item"
        constraints = (models.UniqueConstraint(fields=["engagement", "concerns"], name="bilan_item_once"),)

    def __str__(self) -> str:
        """Say what it is about."""
        return self.concerns
