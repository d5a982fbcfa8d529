"""Write letters and send them: each is kept until it has gone, and goes once.

A letter is written in the transaction of what it tells, and sent later by whoever works in the background. Before it
goes the outbox notes that it is being tried, and after that it went: a process that dies between the two lets it be
tried again later, under the same Message-ID, so that the reader's server can tell the double.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from smtplib import SMTPException
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet

from bilan.acts.letters import Composed, Part, compose
from bilan.config.declared import read_setting
from bilan.store.desk.models import Account, Letter

# A letter is tried at growing distances, so often; after that, some three days, it stays for somebody to look at.
TRIES: Final = 20
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
# While the mail server does not answer no letter counts as tried.
SERVER_WAIT: Final = timedelta(minutes=5)
AT_ONCE: Final = 100
LONGEST_FAILURE: Final = 300


def write(
    account: Account,
    kind: str,
    *,
    once: str,
    at: datetime,
    path: str = "",
    parts: Sequence[Part] = (),
    stoppable: bool = False,
    **values: Any,
) -> bool:
    """Put a letter into the outbox; tell whether it is new: under one `once` there is never a second.

    `kind` names its sentences in the word list `desk_letters`: ``kind.subject`` and ``kind.text``, with the values in
    their placeholders. `path` is the page of the desk that it leads to.
    """
    return put(account, compose(account, kind, path=path, parts=parts, stoppable=stoppable, **values), once=once, at=at)


def put(account: Account, composed: Composed, *, once: str, at: datetime) -> bool:
    """Put a letter as it was composed into the outbox; tell whether it is new."""
    letter = Letter(
        account=account, to=account.email, subject=composed.subject, text=composed.text, html=composed.html,
        headers=dict(composed.headers), once=once, made_at=at, next_at=at,
    )  # fmt: skip
    # Whoever is second at the same instant is told by the database, inside of no matter which transaction.
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return Letter.objects.filter(pk=letter.pk).exists()


def send_due(at: datetime) -> int:
    """Send the letters whose time has come; return how many went."""
    due = waiting().filter(next_at__lte=at)
    letters = list(due.order_by("next_at", "pk")[:AT_ONCE])
    if not letters:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as down:
        due.update(next_at=at + SERVER_WAIT, failure=_why(down))
        return 0
    try:
        return sum(_sent(one, connection, at) for one in letters)
    finally:
        connection.close()


def waiting() -> QuerySet[Letter]:
    """Return the letters that are still to go."""
    return Letter.objects.filter(sent_at=None, tries__lt=TRIES)


def given_up() -> QuerySet[Letter]:
    """Return the letters that were tried too often."""
    return Letter.objects.filter(sent_at=None, tries__gte=TRIES)


def try_again(at: datetime) -> int:
    """Let the letters that were given up be tried anew; return how many."""
    return given_up().update(tries=0, next_at=at)


def _sent(letter: Letter, connection: BaseEmailBackend, at: datetime) -> bool:
    wait = min(FIRST_WAIT * 2**letter.tries, LONGEST_WAIT)
    mine = Letter.objects.filter(pk=letter.pk, sent_at=None, tries=letter.tries)
    if not mine.update(tries=letter.tries + 1, next_at=at + wait):
        return False
    try:
        _message(letter, connection).send()
    except (SMTPException, OSError, ValueError) as failed:
        Letter.objects.filter(pk=letter.pk).update(failure=_why(failed))
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=at, failure=None)
    return True


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    host = read_setting("BILAN_MAIL_FROM").rpartition("@")[2]
    headers = {**letter.headers, "Message-ID": f"<{letter.pk}@{host}>", "Date": format_datetime(letter.made_at)}
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to], connection=connection)
    message.extra_headers = headers
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _why(failed: Exception) -> str:
    return f"{type(failed).__name__}: {failed}"[:LONGEST_FAILURE]
