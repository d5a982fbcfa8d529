"""The desk's working papers: what is proposed, its way to the ledger, what is asked and filed beside it."""

import uuid

from django.db import models

from bilan.store.desk.people import Account


def new_id() -> str:
    """Return a name that nobody can guess and nothing else has."""
    return uuid.uuid4().hex


class Batch(models.Model):
    """A file of proposals that somebody uploaded: read and looked at in the background, then confirmed."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16)
    # The kind that its author gave to it, where its name and its sheets do not.
    kind = models.CharField(max_length=32, null=True)
    # How many entries the ledger had when it was looked at.
    seen = models.BigIntegerField(null=True)
    # How many rows there are, how many were worked off, how many came to what.
    rows = models.IntegerField(null=True)
    done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Its table."""

        db_table = "bilan_batch"

    def __str__(self) -> str:
        """Name it as its author did."""
        return self.name


class Paper(models.Model):
    """A proposed entry on its way: its fields as a cell of a file would hold them, and where it stands.

    `version` counts its changes: whoever acts says which one was seen, and is told when there is a newer. What a person
    may see of all papers is decided by party, node and region alone, in one clause of SQL.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=96, null=True)
    cells = models.JSONField(default=dict)
    # What its author was asked of it ("a thousand times the last value?") and answered, for whoever verifies.
    answers = models.JSONField(default=list)
    state = models.CharField(max_length=16)
    version = models.IntegerField(default=1)
    # The indexes below begin with it and with the batch; one of their own would only slow large files down.
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="papers", db_index=False)
    # What it concerns, as far as it is known; filled in from the cells.
    concerns = models.CharField(max_length=96, null=True)
    party = models.CharField(max_length=96, null=True)
    node = models.CharField(max_length=96, null=True)
    region = models.CharField(max_length=32, null=True)
    about = models.CharField(max_length=64, null=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="papers", db_index=False)
    row = models.IntegerField(null=True)
    # Its place in the order in which a batch is recorded: what is referred to comes first.
    turn = models.IntegerField(null=True)
    # The name that its author's program gave to it: filed twice under one name, it is there once.
    origin = models.CharField(max_length=200, null=True)
    # What was submitted: random bytes, and the digest of them with the canonical content; public from that day.
    salt = models.CharField(max_length=32, null=True)
    digest = models.CharField(max_length=64, null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="decided", db_index=False)
    # The number of the entry that it became.
    entry = models.BigIntegerField(null=True)

    class Meta:
        """Look-ups: the queue, one's own papers, the rows of a batch."""

        db_table = "bilan_paper"
        indexes = (
            models.Index(fields=["state", "submitted_at"], name="bilan_paper_queue"),
            models.Index(fields=["author", "state"], name="bilan_paper_author"),
            models.Index(fields=["batch", "turn"], name="bilan_paper_batch"),
            models.Index(fields=["concerns"], name="bilan_paper_concerns"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["author", "origin"], name="bilan_paper_origin", condition=models.Q(origin__isnull=False)
            ),
        )

    def __str__(self) -> str:
        """Name it."""
        return f"{self.kind} {self.id}"


class Step(models.Model):
    """What somebody did to a paper, with their words; `entry` is the step in the ledger, where it is public."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    words = models.TextField(null=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_step"

    def __str__(self) -> str:
        """Say what was done."""
        return f"{self.step} by {self.by}"


class Complement(models.Model):
    """A request for complement: who asks, what, by when, and the answer."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="complements")
    # What it is about where that is no paper: a key of the ledger, and the party that is asked.
    concerns = models.CharField(max_length=96, null=True)
    party = models.CharField(max_length=96, null=True)
    node = models.CharField(max_length=96, null=True)
    region = models.CharField(max_length=32, null=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="asked")
    asked_at = models.DateTimeField()
    text = models.TextField()
    due_on = models.DateField()
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="answered")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(null=True)
    # Whoever asked, or somebody else who may ask, took the answer, or does without.
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_complement"

    def __str__(self) -> str:
        """Quote it."""
        return self.text[:60]


class Filed(models.Model):
    """A file that was filed: kept under its digest; the ledger tells that digest under `key` from that day on."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    key = models.CharField(max_length=96, unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    filed_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    filed_at = models.DateTimeField()
    # Until that day only the roles named may open it, each written between strokes; its digest is public all the time.
    embargo_until = models.DateField(null=True)
    audience = models.CharField(max_length=200, default="")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="files")
    party = models.CharField(max_length=96, null=True)
    node = models.CharField(max_length=96, null=True)
    region = models.CharField(max_length=32, null=True)
    # Its entry was redacted: the file is gone, and so is its name.
    removed = models.BooleanField(default=False)

    class Meta:
        """Its table."""

        db_table = "bilan_filed"

    def __str__(self) -> str:
        """Name it as whoever filed it did."""
        return self.name


class Meeting(models.Model):
    """A review meeting: its day, the agenda as the alerts gave it that day, the undertakings decided."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    on = models.DateField()
    title = models.CharField(max_length=200)
    agenda = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # The state of the ledger on which the agenda rests.
    edition = models.CharField(max_length=64)
    decisions = models.ManyToManyField(Paper, related_name="meetings")

    class Meta:
        """Its table."""

        db_table = "bilan_meeting"

    def __str__(self) -> str:
        """Return its title."""
        return self.title
