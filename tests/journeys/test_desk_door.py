"""The door of the desk: who comes in, and what everybody is told who may not."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.store.desk.models import Account


@pytest.fixture
def at_desk(desk: Path, browse: Browse) -> Client:
    """Open a desk of one's own; the browser is not signed in."""
    return browse(desk)


def test_whoever_is_not_signed_in_is_sent_to_do_so(at_desk: Client) -> None:
    answer = at_desk.get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/account/login/?next=/desk/")


@pytest.mark.usefixtures("at_desk")
def test_a_writer_without_a_second_factor_makes_one_first() -> None:
    officer = enrol("officer")
    Authenticator.objects.filter(user=officer).delete()
    answer = sign_in(officer).get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/account/second-factor/")


@pytest.mark.usefixtures("at_desk")
@pytest.mark.parametrize(("language", "title"), [("fr", "Tour de contrôle"), ("ar", "برج المراقبة")])
def test_the_tower_speaks_the_language_of_the_account(language: str, title: str) -> None:
    officer = enrol("officer")
    Account.objects.update(language=language)
    assert f"<h1>{title}</h1>" in sign_in(officer).get("/desk/").content.decode()


@pytest.mark.usefixtures("at_desk")
def test_no_page_of_the_desk_is_kept_or_framed() -> None:
    headers = sign_in(enrol("reader")).get("/desk/").headers
    assert (headers["Cache-Control"], headers["X-Frame-Options"]) == ("no-store", "DENY")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
