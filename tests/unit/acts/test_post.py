"""A letter is kept until it has gone, and goes once; what stands in it cannot become a header or a tag."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from pytest_django.fixtures import Settings
from tests.office import enrol

from bilan.acts import post
from bilan.acts.letters import Line, Part, compose, stop_token, stopped_by
from bilan.config.home import Home
from bilan.store.desk.models import Account, Letter
from bilan.terms.words import catalogue

MONDAY = datetime(2012, 10, 8, 7, tzinfo=UTC)
KIND = {
    "test.subject": {"fr": "Objet : {what}", "ar": "الموضوع: {what}", "en": "About {what}"},
    "test.text": {"fr": "Voici {what}.", "ar": "إليك {what}.", "en": "Here is {what}."},
}


@pytest.fixture
def account(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:  # noqa: ARG001 - opens it
    """Enrol somebody to whom letters of the kind `test` can be written."""
    for code, words in KIND.items():
        monkeypatch.setitem(catalogue("desk_letters"), code, words)
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    mail.outbox.clear()
    yield enrol("officer")
    mail.outbox.clear()


def went() -> mail.EmailMultiAlternatives:
    """Return the first letter that was sent."""
    sent = mail.outbox[0]
    assert isinstance(sent, mail.EmailMultiAlternatives)
    return sent


class Down(EmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError(111, "refused")


class Picky(EmailBackend):
    """A mail server that takes no letter."""

    def send_messages(self, messages: object) -> int:  # noqa: ARG002 - it looks at none
        raise OSError("no such mailbox")


def test_a_letter_goes_once_in_text_and_html(account: Account) -> None:
    assert post.write(account, "test", once="one", at=MONDAY, path="/desk/calendar/", what="22 services")
    assert not post.write(account, "test", once="one", at=MONDAY, what="22 services")
    assert [post.send_due(MONDAY) for _ in range(3)] == [1, 0, 0]
    sent = went()
    assert (sent.subject, sent.to) == ("Objet : 22 services", ["officer@example.org"])
    assert "https://plan.example.org/desk/calendar/" in sent.body
    assert '<html lang="fr"' in str(sent.alternatives[0][0])


def test_arabic_letters_run_from_right_to_left(account: Account) -> None:
    account.language = "ar"
    composed = compose(account, "test", what="22", parts=[Part("عنوان", [Line("سطر", "/desk/")])])
    assert 'dir="rtl"' in composed.html
    assert "- سطر\n  https://plan.example.org/desk/" in composed.text


def test_while_the_server_is_down_letters_wait_and_none_counts_as_tried(account: Account, settings: Settings) -> None:
    post.write(account, "test", once="one", at=MONDAY, what="it")
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    assert post.send_due(MONDAY) == 0
    letter = Letter.objects.get()
    assert (letter.tries, letter.failure) == (0, "ConnectionRefusedError: [Errno 111] refused")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.send_due(MONDAY + timedelta(minutes=4)) == 0
    assert post.send_due(MONDAY + timedelta(minutes=5)) == 1


def test_a_letter_that_is_refused_is_tried_at_growing_distances_then_kept(account: Account, settings: Settings) -> None:
    post.write(account, "test", once="one", at=MONDAY, what="it")
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    at, waits = MONDAY, []
    while post.waiting().exists():
        post.send_due(at)
        after = Letter.objects.get().next_at
        waits.append((after - at).total_seconds() / 60)
        at = after
    assert waits[:4] == [1, 2, 4, 8]
    assert (len(waits), waits[-1]) == (post.TRIES, 360)
    assert post.given_up().get().failure == "OSError: no such mailbox"
    assert post.try_again(at) == 1
    assert post.waiting().count() == 1


def test_of_two_who_send_at_once_one_sends(account: Account) -> None:
    post.write(account, "test", once="one", at=MONDAY, what="it")
    seen = Letter.objects.get()
    assert post.send_due(MONDAY) == 1
    connection = mail.get_connection()
    assert not post._sent(seen, connection, MONDAY)  # as a second worker that saw the same letter
    assert len(mail.outbox) == 1


def test_a_process_that_died_while_sending_leaves_the_letter_to_the_next(account: Account) -> None:
    post.write(account, "test", once="one", at=MONDAY, what="it")
    Letter.objects.update(tries=1, next_at=MONDAY + timedelta(minutes=1))
    assert post.send_due(MONDAY + timedelta(minutes=1)) == 1


def test_what_is_told_becomes_neither_header_nor_tag(account: Account) -> None:
    post.write(account, "test", once="one", at=MONDAY, what="a\r\nBcc: all@example.org <b>b</b>")
    post.send_due(MONDAY)
    sent = went()
    assert sent.recipients() == ["officer@example.org"]
    assert "\nBcc:" not in str(sent.message())
    assert "<b>" not in str(sent.alternatives[0][0])


def test_an_address_that_would_be_a_header_is_not_written_to(account: Account) -> None:
    account.email = "a@example.org\nBcc: all@example.org"
    post.write(account, "test", once="one", at=MONDAY, what="it")
    assert post.send_due(MONDAY) == 0
    assert "newlines" in str(Letter.objects.get().failure)


def test_the_way_out_of_the_digest_is_a_header_signed_for_one_account(account: Account) -> None:
    composed = compose(account, "test", stoppable=True, what="it")
    token = stop_token(account)
    assert composed.headers["List-Unsubscribe"] == f"<https://plan.example.org/desk/letters/stop/{token}/>"
    assert composed.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stopped_by(token) == account
    assert stopped_by(token[:-1]) is None
    assert stopped_by("1:forged") is None


def test_without_an_address_of_the_site_a_letter_has_no_links(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BILAN_ADDRESS")
    composed = compose(account, "test", path="/desk/", stoppable=True, what="it")
    assert "href" not in composed.html
    assert "List-Unsubscribe" not in composed.headers
