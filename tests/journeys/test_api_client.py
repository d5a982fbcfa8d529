"""The small client, and the command line that asks a site instead of a ledger: the same bytes, and proofs that hold."""

import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Bilan, Browse
from tests.journeys.test_api_writing import CELLS
from tests.office import enrol
from tests.programs import token_of

from bilan.cli import site
from bilan.client import Client, NotProved, Refused, Unreachable

URL = "http://site.example"
OTHER_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
DAYS = ("--as-of", "2013-12-31", "--known-on", "2014-12-31")
LINES = (
    ("panorama", "--json", *DAYS),
    ("panorama", "--lang", "fr", *DAYS),
    ("indicator", "ind-egov-operational", *DAYS),
    ("entry", "ind-egov-operational"),
    ("entry", "42", "--json"),
    ("compare", "2012-08-08", "2013-12-31", "--json"),
    ("analyse", "revisions", "--where", "indicator=ind-egov-operational", *DAYS),
    ("analyse", "cohorts", "--set", "years=2", "--format", "csv", *DAYS),
    ("prove", "42"),
)


@pytest.fixture
def there(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> httpx.BaseTransport:
    """Reach the site of the home that is open without a network."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    way = httpx.WSGITransport(app=get_wsgi_application())
    monkeypatch.setattr(site, "TRANSPORT", [way])
    return way


@pytest.mark.usefixtures("there")
def test_a_site_tells_at_the_terminal_what_its_ledger_tells_to_the_byte(demo: Path, bilan: Bilan) -> None:
    for line in LINES:
        here = bilan(*line, "--home", demo)
        assert (here.code, bilan(*line, "--server", URL).out) == (0, here.out), line


@pytest.mark.usefixtures("there")
def test_what_is_done_to_a_ledger_is_not_done_from_afar(demo: Path, bilan: Bilan) -> None:
    assert bilan("panorama", "--home", demo, *DAYS).code == 0
    ran = bilan("checkpoint", "--server", URL)
    assert (ran.code, "--server" in ran.err) == (2, True)
    assert bilan("draft", "statement", "value=1").code == 2
    assert "no edition" in bilan("panorama", "--edition", "ffff", "--server", URL).err


def test_a_program_proposes_submits_and_reads_what_came_of_it(
    desk: Path, browse: Browse, there: httpx.BaseTransport
) -> None:
    browse(desk)
    officer = Client(URL, token_of(enrol("officer"), "officer"), transport=there)
    verifier = Client(URL, token_of(enrol("verifier"), "verifier"), transport=there)
    made = officer.draft("statement", CELLS)
    changed = officer.change(made, {**CELLS, "value": "25"})
    officer.submit(made["id"])
    (entry,) = verifier.accept(*verifier.queue())["entries"]
    assert changed["version"] == 2
    assert [one["entry"] for one in officer.drafts("accepted")] == [entry["number"]]
    with pytest.raises(Refused, match="changed or decided") as refused:
        officer.change(made, CELLS)
    assert (refused.value.status, refused.value.code) == (409, "paper_overtaken")


def test_a_table_is_uploaded_looked_at_and_submitted(
    desk: Path, browse: Browse, there: httpx.BaseTransport, tmp_path: Path
) -> None:
    browse(desk)
    heads, row = ",".join(CELLS), ",".join(CELLS.values())
    (tmp_path / "statement.csv").write_text(f"key,{heads}\nst-by-table,{row}\n", encoding="utf-8")
    with Client(URL, token_of(enrol("officer"), "officer"), transport=there) as officer:
        sent = officer.upload(tmp_path / "statement.csv")
        assert (sent["state"], sent["counts"]) == ("looked", {"new": 1})
        assert officer.upload(tmp_path / "statement.csv")["id"] == sent["id"]
        assert officer.confirm(sent["id"])["state"] == "submitted"
        assert [one["state"] for one in officer.drafts()] == ["submitted"]


def test_a_receipt_is_verified_against_the_key_that_one_holds(
    demo: Path, browse: Browse, there: httpx.BaseTransport
) -> None:
    browse(demo)
    with Client(URL, transport=there) as asked:
        key = asked.file(f"/editions/{asked.editions()['current']}/log.vkey").decode().strip()
        assert asked.receipt(42, key=key)["number"] == 42
        with pytest.raises(NotProved):
            asked.receipt(42, key=OTHER_KEY)
        assert sum(1 for _ in asked.entries(kind="plan")) == 1
        out = io.BytesIO()
        asked.table("plan", "csv", out, as_of="2013-12-31")
        assert out.getvalue().startswith(b"key,number,")


def test_what_only_reads_is_asked_again_and_what_never_answers_is_told() -> None:
    waited: list[float] = []
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Idempotency-Key", ""))
        if len(asked) < 3:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(200, json={"editions": []})

    asking = Client(URL, transport=httpx.MockTransport(answer), wait=waited.append)
    assert asking.editions() == {"editions": []}
    assert waited == [0.5, 1.0]
    asked.clear()
    asking.submit("a")
    assert (len(set(asked)), len(asked)) == (1, 3)

    def never(_: httpx.Request) -> Any:
        raise httpx.ReadTimeout("too slow")

    with pytest.raises(Unreachable, match="too slow"):
        Client(URL, transport=httpx.MockTransport(never), wait=waited.append).panorama()


def test_a_copy_that_is_not_what_the_manifest_says_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bilan.client.copies import NotTheSame, copy_tables

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    manifest = b'{"files": {"tables/plan/0-1.parquet": {"sha256": "00"}}}'
    with pytest.raises(NotTheSame, match="tables/plan"):
        copy_tables(lambda path: manifest if path.endswith("json") else b"else", "abcd", URL)
