"""The rows of an uploaded file as they were read, and what each would come to: nothing of them is proposed yet."""

from django.db import models

from bilan.store.desk.papers import Batch, new_id


class Row(models.Model):
    """A row of a file: its cells, what recording it would do, what keeps it out; once confirmed, a paper of that name.

    Those without a row are of the whole file or sheet. `place` holds what a paper is judged by.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="read", db_index=False)
    # The order in which they would be recorded.
    turn = models.IntegerField()
    sheet = models.CharField(max_length=120)
    row = models.IntegerField(null=True)
    kind = models.CharField(max_length=32, null=True)
    key = models.CharField(max_length=96, null=True)
    effect = models.CharField(max_length=16)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    concerns = models.CharField(max_length=96, null=True)
    party = models.CharField(max_length=96, null=True)
    node = models.CharField(max_length=96, null=True)
    region = models.CharField(max_length=32, null=True)
    about = models.CharField(max_length=64, null=True)
    origin = models.CharField(max_length=200, null=True)
    # A paper of its author that it takes up again: one that was sent back, or a draft.
    paper = models.CharField(max_length=32, null=True)

    class Meta:
        """Look-ups: the rows of a file in their order, and those of one effect."""

        db_table = "bilan_row"
        indexes = (
            models.Index(fields=["batch", "effect", "turn"], name="bilan_row_effect"),
            models.Index(fields=["batch", "turn"], name="bilan_row_turn"),
        )

    def __str__(self) -> str:
        """Say where it stands."""
        return f"{self.sheet}:{self.row}"
