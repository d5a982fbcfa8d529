"""What goes out: letters and calls to other programs, kept until they have arrived; answers, kept for a day."""

from django.db import models

from bilan.store.desk.papers import new_id
from bilan.store.desk.people import Account


class Letter(models.Model):
    """A letter on its way; `once` names what it is about, so that nobody gets it twice."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="letters")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(null=True)
    headers = models.JSONField(default=dict)
    once = models.CharField(max_length=200, unique=True)
    made_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_letter"
        indexes = (models.Index(fields=["sent_at", "next_at"], name="bilan_letter_due"),)

    def __str__(self) -> str:
        """Return its subject."""
        return self.subject


class Hook(models.Model):
    """An address of another program that wants to be told of some events."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    address = models.URLField(max_length=500)
    secret = models.CharField(max_length=64)
    events = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_hook"

    def __str__(self) -> str:
        """Return its address."""
        return self.address


class Delivery(models.Model):
    """An event on its way to a hook: written down with what happened, in the same transaction."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=32)
    body = models.JSONField()
    made_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    # When it was tried for the last time; whoever manages hooks may send it again.
    given_up_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    failure = models.CharField(max_length=300, null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_delivery"
        indexes = (models.Index(fields=["arrived_at", "next_at"], name="bilan_delivery_due"),)

    def __str__(self) -> str:
        """Say what it tells."""
        return f"{self.event} to {self.hook}"


class Answered(models.Model):
    """What a program was answered to a request under a key of its own: asked again, it is answered the same.

    Without a status it is still being answered, or whoever did so has died.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="requests")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    status = models.IntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")

    class Meta:
        """Each key once an account."""

        db_table = "bilan_answered"
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="bilan_answered_once"),)

    def __str__(self) -> str:
        """Return the key."""
        return self.key
