"""Make a small ledger of a few entries, and ask it.

    session = session_of([PLAN, entry("indicator", "ind-a", node="plan", …)], tmp_path, as_of="2012-06-30")
    rows = ask(session, progress.ANALYSIS)

Entries are numbered in the order given. Nothing is checked against the rules of the ledger: a test may tell what no
desk would record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row
from bilan.ledger import notes
from bilan.ledger.entries import Entry, content_of, read_content
from bilan.tables import editions
from bilan.tables.session import Session, open_session

ORIGIN: Final = "bilan.example/tests"
# The day on which an entry was recorded unless a test says another; later than any day a test speaks of.
RECORDED_ON: Final = "2030-01-01"


@dataclass(frozen=True, slots=True)
class Told:
    """An entry before it has a number."""

    kind: str
    key: str | None
    content: Mapping[str, Any]
    replaces: int | None = None
    recorded_on: str = RECORDED_ON


def entry(
    kind: str, key: str | None = None, /, *, replaces: int | None = None, recorded_on: str = RECORDED_ON, **content: Any
) -> Told:
    """Tell an entry; what is None is absent."""
    given = {name: value for name, value in content.items() if value is not None}
    return Told(kind, key, content_of(read_content(kind, given)), replaces, recorded_on)


PLAN: Final = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", currency="MAD")


def indicator(key: str = "ind-a", **content: Any) -> Told:
    """Tell an indicator of the plan, a headline stock of jobs that should grow unless told otherwise."""
    usual = {
        "node": "plan",
        "name": {"en": key},
        "unit": "jobs",
        "measure": "stock",
        "direction": "up",
        "headline": True,
    }
    return entry("indicator", key, **{**usual, **content})


def apart(cases: Iterable[Iterable[Told]]) -> list[Told]:
    """Tell cases in one ledger, the keys of each with its number behind: a ledger costs more to ask than a case."""
    return [one for place, case in enumerate(cases) for one in _numbered(place, list(case))]


def _numbered(place: int, case: Sequence[Told]) -> Iterator[Told]:
    own = {one.key for one in case}

    def named(value: Any) -> Any:
        return f"{value}-{place}" if isinstance(value, str) and value in own else value

    for one in case:
        content = {name: named(value) for name, value in one.content.items()}
        yield replace(one, key=named(one.key), content=content)


def lines_of(told: Iterable[Told]) -> list[bytes]:
    """Return the entry lines of a ledger."""
    return [_line(number, one) for number, one in enumerate(told)]


def _line(number: int, told: Told) -> bytes:
    at = datetime.fromisoformat(told.recorded_on).replace(tzinfo=UTC)
    return Entry(number, at, "tester", told.kind, told.key, told.replaces, told.content, "s" * 22).leaf()


@cache
def signer() -> editions.Signer:
    """Return a signer whose key is no secret."""
    key = notes.SigningKey(ORIGIN, b"1" * 32)
    return editions.Signer(ORIGIN, str(key.verifier), lambda text: str(notes.sign_note(text, key)))


def edition_of(told: Sequence[Told], home: Path) -> editions.Edition:
    """Build the edition of a ledger in a folder."""
    lines = lines_of(told)
    return editions.build(home, len(lines), lambda start, stop: lines[start:stop], signer=signer())


def session_of(told: Sequence[Told], home: Path, *, as_of: str = "2030-01-01", known_on: str | None = None) -> Session:
    """Open a ledger as of a day, as known on a day (the same unless told)."""
    # A home holds one ledger that grows; another ledger needs another.
    edition = edition_of(told, home / sha256(b"".join(lines_of(told))).hexdigest()[:16])
    return open_session(edition, as_of=date.fromisoformat(as_of), known_on=date.fromisoformat(known_on or as_of))


def ask(session: Session, *analyses: Analysis) -> list[Row]:
    """Ask analyses in turn, each after those it reads; return the rows of the last."""
    rows: list[Row] = []
    for one in analyses:
        session.need(one.reads)
        rows = one.ask(session)
    return rows
