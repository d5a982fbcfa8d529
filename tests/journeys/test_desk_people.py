"""People are invited, given roles and lose them, renewed and closed; all that happened stays in view."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.journeys.conftest import Bilan, Browse
from tests.office import PASSWORD, enrol, give, sign_in

from bilan.acts import granting, people, tokens
from bilan.acts.access import Forbidden, bearer, person
from bilan.acts.granting import Given, OwnRole
from bilan.acts.people import Invited
from bilan.config.home import Home
from bilan.store.desk.models import Account, Grant, Letter, Token

NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
NADIA: Final = Invited("nadia@example.org", "Nadia", "mcint/statistics", None, "ar")


@pytest.fixture
def office(desk: Path, browse: Browse) -> Account:
    """Open a desk with one administrator."""
    browse(desk)
    return enrol("administrator")


def test_an_administrator_invites_somebody_who_chooses_a_password_and_a_second_factor(
    office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    admin = sign_in(office)
    form = {
        "email": "Nadia@example.org", "name": "Nadia", "signs_as": "mcint/statistics", "language": "ar",
        "speaks_for": "org-mcint", "role": "officer", "party": ["org-mcint", "org-men"],
    }  # fmt: skip
    there = admin.post("/desk/people/new/", form).headers["Location"]
    nadia = Account.objects.get(email="nadia@example.org")
    assert [*granting.held(nadia).values()] == [Given("officer", (("party", "org-mcint"), ("party", "org-men")))]
    assert "desk/administrator" in admin.get(there).content.decode()
    link = re.search(r"https://plan.example.org(\S+)", Letter.objects.get(to=nadia.email).text)
    assert link
    newcomer = Client()
    chosen = newcomer.get(link[1]).headers["Location"]
    phrase = "a phrase of her own"
    newcomer.post(chosen, {"password1": phrase, "password2": phrase})
    answer = newcomer.post("/desk/account/login/", {"login": nadia.email, "password": phrase})
    assert answer.headers["Location"] == "/desk/"
    assert newcomer.get("/desk/").headers["Location"] == "/desk/account/second-factor/"
    page = newcomer.get("/desk/account/second-factor/").content.decode()
    assert 'dir="rtl"' in page
    assert "/desk/account/second-factor/totp/activate/" in page


def test_an_invitation_that_cannot_be_says_all_that_is_wrong_beside_its_field(office: Account) -> None:
    form = {
        "email": "desk",
        "name": "",
        "signs_as": "\u202ex",
        "language": "ar",
        "role": "boss",
        "party": "org-nowhere",
    }
    answer = sign_in(office).post("/desk/people/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {one for one in ("email", "name", "signs_as", "role", "party") if f'href="#{one}"' in page} == {
        "email", "name", "signs_as", "role", "party",
    }  # fmt: skip
    assert Account.objects.count() == 1
    taken = sign_in(office).post("/desk/people/new/", form | {"email": "ADMINISTRATOR@example.org"})
    assert "administrator@example.org" in taken.content.decode().lower()


def test_a_desk_left_open_gives_no_role_until_the_password_is_told_again(office: Account) -> None:
    colleague = enrol("reader", name="colleague")
    admin = sign_in(office, asked_again=False)
    give_path, form = f"/desk/people/{colleague.pk}/roles/", {"role": "administrator"}
    asked_again = admin.post(give_path, form).headers["Location"]
    assert asked_again.startswith("/desk/account/reauthenticate/")
    assert admin.get(f"/desk/people/{colleague.pk}/").status_code == 200
    assert [*granting.held(colleague).values()] == [Given("reader")]
    assert admin.post(asked_again, {"password": "wrong"}).status_code == 200
    assert [*granting.held(colleague).values()] == [Given("reader")]
    admin.post(asked_again, {"password": PASSWORD})
    assert Given("administrator") in granting.held(colleague).values()


def test_nobody_gives_themselves_a_role(office: Account) -> None:
    with pytest.raises(OwnRole):
        granting.give(person(office), office, Given("verifier"), at=NOW)
    assert sign_in(office).post(f"/desk/people/{office.pk}/roles/", {"role": "verifier"}).status_code == 422
    assert [one.role for one in Grant.objects.filter(account=office)] == ["administrator"]


def test_a_role_that_ended_stays_in_view_with_who_ended_it(office: Account) -> None:
    officer = enrol("officer")
    admin = sign_in(office)
    admin.post(f"/desk/people/{officer.pk}/roles/", {"role": "auditor"})
    admin.post(f"/desk/people/{officer.pk}/roles/", {"role": "auditor"})
    given = Grant.objects.get(account=officer, role="auditor")
    admin.post(f"/desk/people/{officer.pk}/roles/{given.pk}/end/")
    assert {one.name for one in person(officer).roles} == {"officer"}
    told = [(one.what, one.role, one.by) for one in people.history(officer)]
    assert told[:2] == [("ended", "auditor", "desk/administrator"), ("given", "auditor", "desk/administrator")]
    assert admin.post(f"/desk/people/{office.pk}/roles/{given.pk}/end/").status_code == 302


def test_the_last_administrator_stays(office: Account) -> None:
    admin = person(office)
    mine = next(iter(granting.held(office)))
    assert not granting.end(admin, office, mine, at=NOW)
    assert not people.close(admin, office, at=NOW)
    second = enrol("administrator", name="second")
    assert granting.end(admin, office, mine, at=NOW)
    assert not people.close(person(second), second, at=NOW)
    assert person(office).roles == ()


def test_a_closed_account_loses_roles_and_tokens_and_gets_none_back_when_it_opens(office: Account) -> None:
    verifier = enrol("verifier")
    made = tokens.make(person(verifier), name="x", role="verifier", acts=["see"], expires_on=date(2026, 5, 1), at=NOW)
    session, admin = sign_in(verifier), sign_in(office)
    assert session.get("/desk/").status_code == 200
    admin.post(f"/desk/people/{verifier.pk}/close/")
    assert session.get("/desk/").headers["Location"].startswith("/desk/account/login/")
    assert tokens.of(made.text, NOW) is None
    admin.post(f"/desk/people/{verifier.pk}/open/")
    verifier.refresh_from_db()
    assert (verifier.is_active, person(verifier).roles) == (True, ())
    assert tokens.of(made.text, NOW) is None
    assert [one.what for one in people.history(verifier)][:2] == ["opened", "closed"]


def test_whoever_lost_the_second_factor_begins_anew_by_mail(office: Account) -> None:
    auditor = enrol("auditor")
    session = sign_in(auditor)
    sign_in(office).post(f"/desk/people/{auditor.pk}/renew/")
    auditor.refresh_from_db()
    assert not Authenticator.objects.filter(user=auditor).exists()
    assert not auditor.has_usable_password()
    assert session.get("/desk/").headers["Location"].startswith("/desk/account/login/")
    assert Letter.objects.filter(account=auditor).count() == 1
    assert people.history(auditor)[0].what == "renewed"


DONE: Final[dict[str, Callable[[Account, Account], object]]] = {
    "give": lambda who, whom: granting.give(person(who), whom, Given("reader"), at=NOW),
    "end": lambda who, whom: granting.end(person(who), whom, 1, at=NOW),
    "invite": lambda who, _: people.invite(person(who), NADIA, [], at=NOW),
    "renew": lambda who, whom: people.renew(person(who), whom, at=NOW),
    "close": lambda who, whom: people.close(person(who), whom, at=NOW),
    "open": lambda who, whom: people.open_again(person(who), whom, at=NOW),
}


@pytest.mark.parametrize("done", DONE)
def test_nobody_but_an_administrator_touches_accounts(home: Home, done: str) -> None:
    assert home.folder.exists()
    everybody, whom = enrol("reader"), enrol("reader", name="whom")
    for role in ("officer", "verifier", "auditor", "publisher"):
        give(everybody, role)
    before = (Account.objects.count(), Grant.objects.count(), Letter.objects.count())
    with pytest.raises(Forbidden):
        DONE[done](everybody, whom)
    assert (Account.objects.count(), Grant.objects.count(), Letter.objects.count()) == before


def test_a_token_is_shown_once_and_only_its_digest_is_kept(office: Account) -> None:
    assert office.is_active
    verifier = sign_in(enrol("verifier"))
    ends = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    form = {"name": "monthly", "role": "verifier", "acts": ["see", "accept"], "expires_on": ends}
    made = verifier.post("/desk/tokens/", form)
    text = re.search(r"bilan_[\w-]{43}", made.content.decode())
    assert (made.status_code, bool(text)) == (201, True)
    assert text
    token = Token.objects.get()
    assert (token.digest, text[0] in str(vars(token))) == (tokens.digest_of(text[0]), False)
    again = verifier.post("/desk/tokens/", form)
    assert (again.status_code, Token.objects.count()) == (422, 1)
    assert text[0] not in verifier.get("/desk/tokens/").content.decode()
    stranger = sign_in(enrol("auditor"))
    stranger.post(f"/desk/tokens/{token.pk}/revoke/")
    assert tokens.of(text[0], datetime.now(UTC))
    verifier.post(f"/desk/tokens/{token.pk}/revoke/")
    assert tokens.of(text[0], datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "token_unnamed"),
        ({"role": "publisher"}, "token_role"),
        ({"acts": []}, "token_acts"),
        ({"acts": ["publish"]}, "token_acts"),
        ({"acts": ["use_token"]}, "token_acts"),
        ({"expires_on": None}, "token_too_long"),
        ({"expires_on": date(2026, 3, 1)}, "token_too_long"),
        ({"expires_on": date(2027, 3, 3)}, "token_too_long"),
    ],
)
def test_a_token_gives_no_more_than_its_owner_has_and_ends(home: Home, wrong: dict[str, object], code: str) -> None:
    assert home.folder.exists()
    asked = {"name": "x", "role": "verifier", "acts": ["accept"], "expires_on": date(2027, 3, 2)}
    owner = person(enrol("verifier"))
    assert [one.code for one in tokens.make(owner, at=NOW, **(asked | wrong)).problems] == [code]  # type: ignore[arg-type]  # what is wrong is of any type
    made = tokens.make(owner, at=NOW, **asked)  # type: ignore[arg-type]  # as above
    assert made.token
    program = bearer(made.token)
    assert (program.may("accept"), program.may("return"), program.may("use_token")) == (True, False, False)
    assert tokens.of(made.text, datetime(2027, 3, 2, 23, 59, tzinfo=UTC))
    assert tokens.of(made.text, datetime(2027, 3, 3, tzinfo=UTC)) is None


def test_the_first_administrator_is_made_at_the_terminal_and_the_last_one_stays(bilan: Bilan, tmp_path: Path) -> None:
    home = ("--home", tmp_path / "home")
    made = bilan("people", "add", "karim@example.org", "--role", "administrator", "--name", "Karim", "--signs-as",
                 "desk/admin", "--json", *home)  # fmt: skip
    assert (made.code, made.told["link"].startswith("/desk/account/password/reset/key/")) == (0, True)
    assert bilan("people", "add", "KARIM@example.org", "--role", "publisher", *home).code == 0
    listed = bilan("people", "list", "--json", *home).told["accounts"]
    assert [one["role"] for one in listed[0]["roles"]] == ["administrator", "publisher"]
    assert bilan("people", "end", "karim@example.org", "--role", "publisher", *home).code == 0
    assert bilan("people", "end", "karim@example.org", *home).code == 5
    assert bilan("people", "end", "nobody@example.org", *home).code == 4
    assert bilan("people", "end", "karim@example.org", "--role", "reader", *home).code == 4
    refused = bilan("people", "add", "x@example.org", "--role", "boss", "--name", "X", "--signs-as", "x", *home)
    assert (refused.code, "administrator" in refused.err) == (1, True)
    assert bilan("people", "renew", "karim@example.org", *home).code == 0
    assert "/desk/account/password/reset/key/" in bilan("people", "link", "karim@example.org", *home).out
    assert "desk/admin" in bilan("people", "list", *home).out


def test_a_setting_that_cannot_be_read_is_told_without_its_secret(
    bilan: Bilan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilan.config.sign_on import SettingMalformed, read_sign_on

    assert bilan("people", "list", "--home", tmp_path / "none").code == 4
    with pytest.raises(SettingMalformed):
        read_sign_on('{"secret": "hush"')
    monkeypatch.setattr("bilan.cli.commands.people.door_of", lambda _: read_sign_on('{"secret": "hush"'))
    ended = bilan("people", "list")
    assert (ended.code, "BILAN_OIDC" in ended.err, "hush" in ended.err) == (2, True, False)
