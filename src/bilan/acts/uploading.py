"""Take a file of proposals: keep it, look at each of its rows, and say what it would do. Nothing is proposed yet.

A short file is looked at at once, a long one in the background, piece by piece: each piece is kept with how far it has
come. Whoever takes it up again after a worker died begins at its first row; what was noted before is forgotten.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction

from bilan.acts.access import Person, person
from bilan.acts.row_looking import Line, Looking
from bilan.config.declared import MEGABYTE, largest_file
from bilan.config.home import Home
from bilan.exchange.containers import Limits
from bilan.exchange.sheets import Book, Sheet, open_book
from bilan.ledger.fields import unsafe_character
from bilan.ledger.kinds import KINDS
from bilan.store import custody
from bilan.store.desk.bulk import change_rows, count_effects, insert_rows
from bilan.store.desk.models import Batch, Row
from bilan.terms.problems import Place, Problem

RECEIVED, READING, LOOKED, CONFIRMED, SUBMITTED, DROPPED, FAILED = (
    "received", "reading", "looked", "confirmed", "submitted", "dropped", "failed",
)  # fmt: skip
# Of a file in one of these states its author is told when it comes a second time.
ALIVE: Final = (RECEIVED, READING, LOOKED, CONFIRMED)
AT_ONCE: Final = 1_000
PIECE: Final = 2_000
LONGEST_NAME: Final = 120
NEVER: Final = ("redaction", "review", "evidence")


class NotTaken(Exception):
    """A file is not taken; keeps the problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.code)
        self.problem = problem


class TooManyRows(Exception):
    """A file has more rows than are looked at while somebody waits."""


def receive(
    home: Home, person: Person, name: str, pieces: Iterable[bytes] | None, *, kind: str | None = None, at: datetime
) -> tuple[Batch, bool]:
    """Keep a file of proposals; tell whether it is new: what is on its way already is not taken a second time."""
    person.demand("upload")
    if pieces is None:
        raise NotTaken(Problem("file_missing", Place(column="file")))
    place = Place(file=named(name), column="file")
    try:
        with custody.arriving(home.uploads, pieces, most=largest_file()) as arrived:
            if not arrived.size:
                raise NotTaken(Problem("file_empty", place))
            batch = Batch(
                author=person.account, name=named(name), size=arrived.size, digest=arrived.digest, state=RECEIVED,
                kind=kind if kind in KINDS else None, made_at=at, changed_at=at,
            )  # fmt: skip
            return _kept(home, batch, arrived)
    except custody.TooLong as long:
        raise NotTaken(Problem("file_too_large", place, {"most": f"{long.most / MEGABYTE:g}"})) from long


def _kept(home: Home, batch: Batch, arrived: custody.Arrived) -> tuple[Batch, bool]:
    same = Batch.objects.filter(author=batch.author, digest=batch.digest, kind=batch.kind, state__in=ALIVE)
    with transaction.atomic():
        if before := same.order_by("-made_at").first():
            return before, False
        custody.place(home.uploads, arrived)
        batch.save(force_insert=True)
    return batch, True


def named(name: str) -> str:
    r"""Return the last part of a name, without what could lead elsewhere or be read otherwise than it is written.

    >>> named("C:\\x\\..\\figures.xlsx")
    'figures.xlsx'
    """
    last = PureWindowsPath(PurePath(name).name).name
    safe = "".join(one for one in last if not unsafe_character(one) and one.isprintable() and one not in '"\\/')
    return safe.strip(". ")[-LONGEST_NAME:] or "file"


def look(home: Home, batch: Batch, *, at: datetime, most: int | None = None, again: bool = False) -> None:
    """Look at every row of a file; with `most`, raise `TooManyRows` and leave nothing behind if there are more.

    A confirmed file that is looked at `again` stays so.
    """
    _note(batch, at, state=batch.state if again else READING, done=0, failure=None)
    Row.objects.filter(batch=batch).delete()
    looking = Looking.start(person(batch.author), batch, at)
    seen = looking.proposed.size
    with TemporaryDirectory(dir=home.uploads, prefix=".reading-") as folder:
        path = custody.path_of(home.uploads, batch.digest)
        book = open_book(path, batch.name, Path(folder), kind=batch.kind, limits=Limits(file_bytes=largest_file()))
        insert_rows(looking.of_file((*book.problems, *_not_here(book))))
        _look_through(book, looking, at, most)
    with transaction.atomic():
        change_rows(looking.again())
        counts = count_effects(batch)
        _note(batch, at, state=batch.state if again else LOOKED, seen=seen, rows=batch.done, counts=counts)


def _look_through(book: Book, looking: Looking, at: datetime, most: int | None) -> None:
    batch = looking.batch
    for sheet, lines in _pieces(book, PIECE if most is None else most + 1):
        if most is not None and batch.done + len(lines) > most:
            Row.objects.filter(batch=batch).delete()
            _note(batch, at, state=RECEIVED, done=0)
            raise TooManyRows
        seen = looking.judge(sheet, lines)
        with transaction.atomic():
            insert_rows(seen)
            _note(batch, at, done=batch.done + len(lines))


def _not_here(book: Book) -> Iterator[Problem]:
    """Refuse kinds that are never proposed: steps of the desk itself, and what removes from the ledger."""
    for sheet in book.sheets:
        if sheet.kind in NEVER:
            yield Problem("kind_not_here", Place(file=sheet.name), {"kind": sheet.kind})


def _pieces(book: Book, size: int) -> Iterator[tuple[Sheet, list[Line]]]:
    for sheet in book.sheets:
        rows = sheet.rows()
        while piece := list(islice(rows, size)):
            yield sheet, piece


def _note(batch: Batch, at: datetime, **what: object) -> None:
    for name, value in {**what, "changed_at": at}.items():
        setattr(batch, name, value)
    batch.save(update_fields=[*what, "changed_at"])


def own(person: Person, name: str) -> Batch:
    """Return a file of somebody's own."""
    return Batch.objects.get(pk=name, author=person.account)


def drop(home: Home, person: Person, name: str, *, at: datetime) -> bool:
    """Give a file up that was not confirmed yet: its rows and its bytes are removed."""
    person.demand("upload")
    batch = own(person, name)
    with transaction.atomic():
        states = (RECEIVED, READING, LOOKED, FAILED)
        if not Batch.objects.filter(pk=batch.pk, state__in=states).update(state=DROPPED, changed_at=at):
            return False
        Row.objects.filter(batch=batch).delete()
    forget(home, batch)
    return True


def forget(home: Home, batch: Batch) -> None:
    """Remove the bytes of a file, unless another upload of the same bytes still needs them."""
    others = Batch.objects.filter(digest=batch.digest, state__in=ALIVE).exclude(pk=batch.pk)
    if not others.exists():
        custody.forget(home.uploads, batch.digest)
