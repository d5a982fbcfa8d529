"""Record, replace, withdraw, redact. Each act names whoever does it, and is whole or did not happen."""

import dataclasses
import os
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bilan.acts import events
from bilan.acts.keys import signer
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import Kind
from bilan.ledger.kinds.record import Redaction, Withdrawal
from bilan.store import custody, reading
from bilan.store.append import Appended, Beside, Finding, append, append_parts
from bilan.store.desk.models import Filed
from bilan.store.erasing import erase
from bilan.store.known import Knowledge
from bilan.tables import editions
from bilan.terms.problems import Place, Problem

SALT_BYTES: Final = 16
# Whoever looked for so long before recording, while others did, is recorded at the instant of the last of them.
PATIENCE: Final = timedelta(hours=1)


def record(
    home: Home,
    drafts: Sequence[Draft],
    *,
    by: str,
    at: datetime,
    seen: int | None = None,
    accepted_by: str | None = None,
    beside: Beside | None = None,
) -> Appended:
    """Record a batch of drafts, all or none; not when they were made for a ledger of `seen` entries that has others.

    `accepted_by` is whoever verified them; `beside` writes down, in the same transaction, what belongs to it. So it is
    noted there that other programs are to be told.
    """

    def noted(done: Appended) -> None:
        if beside:
            beside(done)
        if done.entries:
            events.note("recorded", at=at, by=by, entries=done.entries)

    completed = [_completed(one) for one in drafts]
    done = append(
        completed, by=by, at=at, salt=_salt, seen=seen, accepted_by=accepted_by, beside=noted, patience=PATIENCE
    )
    finish_redactions(home)
    return done


def record_parts(
    home: Home,
    make: Callable[[Knowledge], Sequence[Draft] | None],
    *,
    by: str,
    at: datetime,
    accepted_by: str,
    beside: Beside,
) -> range:
    """Record a long batch part by part, all or none; return the numbers of its entries. No part holds a redaction."""
    added = append_parts(make, by=by, at=at, salt=_salt, accepted_by=accepted_by, beside=beside, patience=PATIENCE)
    finish_redactions(home)
    return added


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

    What could not be removed from files yet is removed by a later act; see `unfinished_redactions`.
    """
    return record(home, [Draft(redaction, origin=origin)], by=by, at=at)


def finish_redactions(home: Home) -> bool:
    """Remove from files what redactions have removed from the ledger; tell whether all of it is gone.

    How far this has come is noted after each step. A process that dies before leaves the step to the next act, and a
    step done twice does no harm.
    """
    forgotten, erased = _progress(home)
    redactions = reading.redactions(after=min(forgotten, erased))
    if not redactions:
        return True
    last = redactions[-1][0]
    for number, target in redactions:
        if number > forgotten:
            after_redaction(home, target)
    _note_progress(home, forgotten=last, erased=erased)
    if erased < last and erase():
        _note_progress(home, forgotten=last, erased=last)
    return _progress(home) == (last, last)


def unfinished_redactions(home: Home) -> list[int]:
    """Return the redacted entries of which something may still be in a file of the database or in an edition."""
    return [target for _, target in reading.redactions(after=min(_progress(home)))]


def _completed(draft: Draft) -> Draft:
    """Name in a redaction what its entry had superseded: without that, an older version would come back in force."""
    if not isinstance(draft.content, Redaction):
        return draft
    before = reading.replaced_by(draft.content.entry)
    return dataclasses.replace(draft, content=draft.content.model_copy(update={"replaced": before}))


def after_redaction(home: Home, number: int) -> None:
    """Make the editions of a home anew where they hold the content that was removed; of evidence, remove the file."""
    editions.forget(home.editions, number, reading.lines, signer=signer(home))
    for filed in Filed.objects.filter(key=reading.key_of(number) or "", removed=False):
        if reading.latest(filed.key) is None:
            _forget_file(home, filed)


def _forget_file(home: Home, filed: Filed) -> None:
    """Remove a file that was filed, unless it was filed for something else too; its name goes with it."""
    if not Filed.objects.filter(digest=filed.digest, removed=False).exclude(pk=filed.pk).exists():
        custody.forget(home.evidence, filed.digest)
    Filed.objects.filter(pk=filed.pk).update(removed=True, name="")


def _progress(home: Home) -> tuple[int, int]:
    """Return the last redaction whose content the editions have forgotten, and the last one that was erased."""
    if not home.erasures.exists():
        return -1, -1
    forgotten, erased = home.erasures.read_text(encoding="ascii").split()
    return int(forgotten), int(erased)


def _note_progress(home: Home, *, forgotten: int, erased: int) -> None:
    draft = home.erasures.with_name(f".{home.erasures.name}-{os.getpid()}")
    draft.write_text(f"{forgotten} {erased}\n", encoding="ascii")
    draft.replace(home.erasures)


def _salt() -> str:
    return secrets.token_urlsafe(SALT_BYTES)
