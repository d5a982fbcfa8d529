"""Write many rows and papers with few commands: what a file of a hundred thousand rows needs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Count

from bilan.store.desk.models import Batch, Paper, Row

NAMES: Final = (
    'id, batch_id, turn, sheet, "row", kind, "key", effect, cells, problems, concerns, party, node, region, about, '
    "origin, paper"
)
INSERT: Final = f"INSERT INTO bilan_row ({NAMES}) VALUES ({', '.join(['%s'] * (NAMES.count(',') + 1))})"  # noqa: S608 - of our own words alone
CHANGE: Final = """
UPDATE bilan_row SET turn = %s, effect = %s, problems = %s WHERE id = %s
"""
# A row that is already proposed under its origin is not proposed again.
PROPOSE: Final = """
INSERT INTO bilan_paper (id, kind, "key", cells, answers, state, version, author_id, concerns, party, node, region,
about, batch_id, "row", turn, origin, salt, digest, made_at, changed_at, submitted_at)
SELECT r.id, r.kind, r."key", r.cells, '[]', 'submitted', 1, %s, r.concerns, r.party, r.node, r.region,
r.about, r.batch_id, r."row", r.turn, r.origin, %s, %s, %s, %s, %s
FROM bilan_row AS r WHERE r.batch_id = %s AND r.effect IN ('new', 'changed', 'withdrawn') AND r.paper IS NULL
ON CONFLICT DO NOTHING
"""
TAKE_UP: Final = """
UPDATE bilan_paper SET cells = r.cells, concerns = r.concerns, party = r.party, node = r.node, region = r.region,
about = r.about, batch_id = r.batch_id, "row" = r."row", turn = r.turn, origin = r.origin, answers = '[]',
state = 'submitted', salt = %s, digest = %s, changed_at = %s, submitted_at = %s, version = bilan_paper.version + 1
FROM bilan_row AS r WHERE r.batch_id = %s AND r.effect IN ('new', 'changed', 'withdrawn') AND r.paper = bilan_paper.id
AND bilan_paper.author_id = %s AND bilan_paper.state IN ('draft', 'returned')
"""
# The origin of a paper that was decided on is free for the same row to be proposed anew.
FREE: Final = """
UPDATE bilan_paper SET origin = NULL WHERE author_id = %s AND state IN ('accepted', 'dropped')
AND origin IN (SELECT origin FROM bilan_row WHERE batch_id = %s)
"""
STEPS: Final = """
INSERT INTO bilan_step (paper_id, step, by_id, at, words, entry)
SELECT id, %s, %s, %s, NULL, {entry} FROM bilan_paper WHERE batch_id = %s AND state = %s AND changed_at = %s
"""
ACCEPT: Final = """
UPDATE bilan_paper SET state = 'accepted', entry = %s, decided_by_id = %s, decided_at = %s, changed_at = %s,
version = version + 1 WHERE id = %s AND version = %s AND state = 'submitted'
"""


class Seen(NamedTuple):
    """A row as it is written down; cells and problems as JSON."""

    id: str
    batch_id: str
    turn: int
    sheet: str
    row: int | None
    kind: str | None
    key: str | None
    effect: str
    cells: str = "{}"
    problems: str = "[]"
    concerns: str | None = None
    party: str | None = None
    node: str | None = None
    region: str | None = None
    about: str | None = None
    origin: str | None = None
    paper: str | None = None


def insert_rows(rows: Sequence[Seen]) -> None:
    """Write rows down."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def change_rows(rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Note anew the turn, the effect and the problems of rows, each with its name."""
    with connection.cursor() as cursor:
        cursor.executemany(CHANGE, list(rows))


def count_effects(batch: Batch) -> dict[str, int]:
    """Return how many rows of a file came to what."""
    found = Row.objects.filter(batch=batch).values_list("effect").annotate(many=Count("pk")).order_by("effect")
    return dict(found)


def propose(batch: Batch, at: datetime, *, salt: str, digest: str) -> int:
    """Submit the rows of a file that change something, as papers of their own or as the ones they take up again.

    Return how many papers of the file are submitted now: fewer than rows, where one was there or changed already.
    """
    when = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(FREE, [batch.author_id, batch.pk])
        cursor.execute(TAKE_UP, [salt, digest, when, when, batch.pk, batch.author_id])
        cursor.execute(PROPOSE, [batch.author_id, salt, digest, when, when, when, batch.pk])
    return Paper.objects.filter(batch=batch, state="submitted", digest=digest).count()


def note_steps(batch: Batch, step: str, by: int, at: datetime, *, entry: int | None = None) -> None:
    """Note a step of all papers of a file that were just brought to it; without an entry, each has its own."""
    when = connection.ops.adapt_datetimefield_value(at)
    own = "entry" if entry is None else "%s"
    values = [step, by, when, *([] if entry is None else [entry]), batch.pk, step, when]
    with connection.cursor() as cursor:
        cursor.execute(STEPS.format(entry=own), values)


def accept_papers(papers: Iterable[tuple[str, int, int | None]], by: int, at: datetime) -> int:
    """Mark papers as accepted, each with its version and the number of its entry; return how many were."""
    when = connection.ops.adapt_datetimefield_value(at)
    told = [(number, by, when, when, name, version) for name, version, number in papers]
    with connection.cursor() as cursor:
        cursor.executemany(ACCEPT, told)
        return cursor.rowcount if told else 0
