"""Other programs are told what happened: each call signed and kept until it arrives, none behind our own walls."""

import socket
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import hooks
from bilan.acts.access import Forbidden, Person, person
from bilan.acts.calling import Called, call, is_public
from bilan.acts.checkpoints import checkpoint
from bilan.acts.events import note
from bilan.acts.hooks import WAITS, body_of, deliver_due, state_of
from bilan.client.webhooks import NotSigned, new_secret, signed, verify
from bilan.config.home import Home
from bilan.store.desk.models import Delivery, Hook

AT = datetime(2026, 3, 1, 10, tzinfo=UTC)
ADDRESS = "https://hears.example/bilan"


def administrator() -> Person:
    return person(enrol("administrator"))


def hook(*events: str) -> Hook:
    made = hooks.add(administrator(), ADDRESS, events or ("recorded",), at=AT).hook
    assert made
    return made


class Hears:
    """A program that hears calls, and answers each with the next of some statuses."""

    def __init__(self, *answers: int | None) -> None:
        self.answers = list(answers)
        self.heard: list[tuple[str, bytes, Mapping[str, str]]] = []

    def __call__(self, address: str, body: bytes, headers: Mapping[str, str]) -> Called:
        self.heard.append((address, body, headers))
        status = self.answers.pop(0) if self.answers else 204
        return Called(status) if status else Called(failure="nobody there")


@pytest.mark.usefixtures("home")
def test_a_call_is_signed_so_that_whoever_shares_the_secret_can_tell() -> None:
    made = hook()
    note("recorded", at=AT, by="clerk")
    hears = Hears()
    assert deliver_due(AT, caller=hears) == 1
    ((address, body, headers),) = hears.heard
    assert (address, verify(made.secret, headers, body, at=AT)) == (ADDRESS, Delivery.objects.get().pk)
    others: list[dict[str, Any]] = [
        {"body": body + b" "}, {"secret": new_secret()}, {"at": AT + timedelta(hours=1)}, {"headers": {}},
    ]  # fmt: skip
    for wrong in others:
        with pytest.raises(NotSigned):
            verify(**{"secret": made.secret, "headers": headers, "body": body, "at": AT, **wrong})
    assert verify(made.secret, {**headers, "webhook-signature": "v2,x " + headers["webhook-signature"]}, body, at=AT)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the example of the standard
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at=at)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.usefixtures("home")
def test_a_call_that_fails_comes_again_ever_later_and_is_given_up_after_three_days() -> None:
    hook()
    note("recorded", at=AT, by="clerk")
    hears, at, waits = Hears(*[503, None] * 10), AT, []
    while (one := Delivery.objects.get()).given_up_at is None:
        assert deliver_due(one.next_at - timedelta(seconds=1), caller=hears) == 0
        at = one.next_at
        assert deliver_due(at, caller=hears) == 0
        waits.append(Delivery.objects.get().next_at - at)
    assert tuple(waits[:-1]) == WAITS
    assert timedelta(days=3) < at - AT < timedelta(days=4)
    assert (len(hears.heard), state_of(one), one.failure) == (len(WAITS) + 1, "given_up", "nobody there")
    assert hooks.again(administrator_of(), one.pk, at=at)
    assert deliver_due(at, caller=Hears(200)) == 1
    assert state_of(Delivery.objects.get()) == "arrived"
    assert not hooks.again(administrator_of(), one.pk, at=at)


def administrator_of() -> Person:
    return person(Hook.objects.get().made_by)


@pytest.mark.usefixtures("home")
def test_a_program_that_fails_keeps_nobody_else_waiting() -> None:
    hook()
    other = Hook.objects.create(
        address="https://other.example", secret=new_secret(), events=["recorded"],
        made_by=Hook.objects.get().made_by, made_at=AT,
    )  # fmt: skip
    for _ in range(3):
        note("recorded", at=AT, by="clerk")
    heard = list[str]()

    def one_fails(address: str, *_: object) -> Called:
        heard.append(address)
        return Called(503 if address == ADDRESS else 204)

    assert deliver_due(AT, caller=one_fails) == 3
    assert (heard.count(ADDRESS), heard.count(other.address)) == (1, 3)


@pytest.mark.usefixtures("home")
def test_of_two_workers_one_makes_a_call_and_a_dead_one_leaves_it_to_the_next() -> None:
    hook()
    note("recorded", at=AT, by="clerk")

    def dies(*_: Any) -> Called:
        assert deliver_due(AT, caller=Hears()) == 0
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_due(AT, caller=dies)
    assert deliver_due(AT, caller=Hears()) == 0
    assert deliver_due(AT + hooks.LEASE, caller=Hears()) == 1


def test_what_is_recorded_is_noted_with_it_or_not_at_all(home: Home, drafts: list[Any]) -> None:
    from bilan.acts.recording import record

    hook("recorded", "checkpoint")
    record(home, drafts[:1], by="clerk", at=AT)
    assert record(home, drafts[3:4], by="clerk", at=AT, seen=0).refused
    told = [body_of(one) for one in Delivery.objects.order_by("made_at")]
    assert len(told) == 1
    assert b'"type":"recorded"' in told[0]
    assert b'"key":"src-press"' in told[0]
    signed_at = checkpoint(home, at=AT)
    assert Delivery.objects.get(event="checkpoint").body["size"] == signed_at.size == 1


@pytest.mark.usefixtures("home")
def test_an_ended_hook_is_told_nothing_more() -> None:
    made = hook()
    note("recorded", at=AT, by="clerk")
    hooks.end(administrator_of(), made.pk, at=AT)
    note("recorded", at=AT, by="clerk")
    assert (deliver_due(AT, caller=Hears()), Delivery.objects.count()) == (0, 1)
    with pytest.raises(Forbidden):
        hooks.end(person(enrol("verifier")), made.pk, at=AT)


PRIVATE = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",  # noqa: S104 - are refused
    "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::", "2001:0:a00:1::", "::",
)  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_no_address_behind_our_walls_is_called(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_public(host)
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [public, (*public[:4], (host, 443))])
    assert call(ADDRESS, b"", {}).failure == "private_address"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://hears.example/", "not_https"),
        ("gopher://x/", "not_https"),
        ("https://user@hears.example/", "no_address"),
        ("https:///", "no_address"),
        ("file:///etc/passwd", "no_address"),
        ("https://hears.example/#part", "no_address"),
        ("https://[::1", "no_address"),
        ("https://hears.example:99999/", "no_address"),
    ],
)
def test_what_is_no_address_of_a_program_is_not_called(address: str, why: str) -> None:
    assert call(address, b"", {}).failure == why


def test_a_redirect_is_a_failure_and_what_arrives_is_what_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str | None, bytes]] = []

    class Program(BaseHTTPRequestHandler):
        """A program on this machine."""

        def do_POST(self) -> None:
            heard.append((self.headers["Host"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Program) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://localhost:{server.server_port}"
        assert call(f"{here}/", b"{}", {}).failure == "not_https"
        monkeypatch.setenv("BILAN_HOOKS_LOCAL", "1")
        assert [call(f"{here}{path}", b"{}", {}).arrived for path in ("/", "/moved")] == [True, False]
        server.shutdown()
    assert heard == [(f"localhost:{server.server_port}", b"{}")] * 2
    assert str(call(f"{here}/", b"{}", {}).failure).startswith("ConnectError")


@pytest.mark.parametrize(("language", "title"), [("fr", "Rappels web"), ("ar", "إشعارات الويب")])
def test_an_administrator_makes_a_hook_sees_its_calls_and_ends_it(
    language: str, title: str, desk: Any, browse: Browse
) -> None:
    browse(desk)
    account = enrol("administrator")
    account.language = language
    account.save()
    client = sign_in(account)
    refused = client.post("/desk/hooks/", {"address": "http://hears.example"})
    assert (refused.status_code, refused.content.decode().count('aria-invalid="true"')) == (422, 1)
    made = client.post("/desk/hooks/", {"address": ADDRESS, "events": ["recorded", "accepted"]})
    secret = Hook.objects.get().secret
    assert (made.status_code, secret in made.content.decode()) == (201, True)
    note("recorded", at=AT, by="clerk")
    page = client.get("/desk/hooks/").content.decode()
    assert (f"<h1>{title}</h1>" in page, secret in page) == (True, False)
    one = Delivery.objects.get()
    assert client.post(f"/desk/hooks/calls/{one.pk}/again/").status_code == 302
    assert client.post(f"/desk/hooks/{Hook.objects.get().pk}/end/").status_code == 302
    assert Hook.objects.get().ended_at
    assert sign_in(enrol("verifier")).get("/desk/hooks/").status_code == 403
