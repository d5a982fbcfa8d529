"""Record, replace, withdraw, redact. Each act names whoever does it, and is whole or did not happen."""

import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bilan.acts.keys import signer
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import Kind
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.store import reading
from bilan.store.append import Appended, Finding, append
from bilan.store.erasing import erase
from bilan.tables import editions
from bilan.terms.problems import Place, Problem

SALT_BYTES: Final = 16


def record(home: Home, drafts: Sequence[Draft], *, by: str, at: datetime, seen: int | None = None) -> Appended:
    """Record a batch of drafts, all or none; not when they were made for a ledger of `seen` entries that has others."""
    redacted = [one.content.entry for one in drafts if isinstance(one.content, Redaction)]
    if redacted:
        _note_unfinished(home, redacted)
    done = append(drafts, by=by, at=at, salt=_salt, seen=seen)
    finish_redactions(home)
    return done


def replace(home: Home, number: int, content: Kind, *, by: str, at: datetime, origin: str | None = None) -> Appended:
    """Record new content under the key of an entry, which must be the latest of its key; both stay readable."""
    if number >= reading.size():
        problem = Problem("no_such_entry", Place(column="replaces"), {"number": str(number)})
        return Appended(findings=(Finding(0, problem),), refused=True)
    draft = Draft(content, key=reading.key_of(number), replaces=number, origin=origin)
    return record(home, [draft], by=by, at=at)


def withdraw(home: Home, withdrawal: Withdrawal, *, by: str, at: datetime, origin: str | None = None) -> Appended:
    """Withdraw an entry; it stays readable, and no analysis counts it from then on."""
    return record(home, [Draft(withdrawal, origin=origin)], by=by, at=at)


def redact(home: Home, redaction: Redaction, *, by: str, at: datetime, origin: str | None = None) -> Appended:
    """Remove the content of an entry from the ledger, the files of its database and the editions; its leaf hash stays.

    When something of it could not be removed yet (see `finish_redactions`), `home.unfinished` is there and every later
    act tries again.
    """
    return record(home, [Draft(redaction, origin=origin)], by=by, at=at)


def finish_redactions(home: Home) -> bool:
    """Remove from files what redactions have removed from the ledger; tell whether all of it is gone.

    The file of unfinished redactions is written before a redaction and removed after the last of these steps, so that
    a process that dies in between leaves no content behind unseen.
    """
    if not home.unfinished.exists():
        return True
    for line in home.unfinished.read_text(encoding="ascii").split():
        if reading.redaction_of(int(line)) is not None:
            after_redaction(home, int(line))
    gone = erase()
    if gone:
        home.unfinished.unlink()
    return gone


def after_redaction(home: Home, number: int) -> None:
    """Make the editions of a home anew where they hold the content that was removed."""
    editions.forget(home.editions, number, reading.lines, signer=signer(home))


def _note_unfinished(home: Home, numbers: Sequence[int]) -> None:
    with home.unfinished.open("a", encoding="ascii") as file:
        file.writelines(f"{number}\n" for number in numbers)
        file.flush()
        os.fsync(file.fileno())


def _salt() -> str:
    return secrets.token_urlsafe(SALT_BYTES)
