"""An officer fills the workbook of what is due, sends a file with errors, mends them and submits."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import batch_tasks
from bilan.store import reading
from bilan.store.desk.models import Account, Batch, Paper, Row

HEADINGS = "key,indicator,value,unit,nature,about,said_on,speaker_name,note"
GOOD = "st-new-{0},ind-egov-operational,{0},projects,declared,2012-10,2012-10-05,MCINT,"


@pytest.fixture
def officer(desk: Path, browse: Browse, settings: Settings) -> Account:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    browse(desk)
    return enrol("officer")


def send(browser: Client, content: bytes, name: str = "statement.csv", **fields: str) -> str:
    """Send a file and return the address of its page."""
    answer = browser.post("/desk/uploads/", {"file": SimpleUploadedFile(name, content), **fields})
    assert answer.status_code == 302
    return answer.headers["Location"]


def text(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode()


def told(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def bytes_of(browser: Client, address: str) -> bytes:
    answer = browser.get(address)
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_file_with_errors_is_mended_and_submitted(officer: Account) -> None:
    browser = sign_in(officer)
    here = send(browser, text(GOOD.format(1), GOOD.format("x"), "=cmd,,,,,,,,"))
    page = told(browser, here)
    assert "Lignes à corriger" in page
    assert "« x » n&#x27;est pas un nombre" in page
    problems = bytes_of(browser, f"{here}problems.csv").decode("utf-8-sig")
    assert problems.startswith("key,")
    assert "\n'=cmd," in problems
    mended = problems.replace(",x,", ",7,")
    again = send(browser, "\n".join(mended.splitlines()[:2]).encode())
    assert Batch.objects.get(pk=again.split("/")[-2]).counts == {"new": 1}
    for address in (here, again):
        browser.post(f"{address}confirm/")
    assert [*Paper.objects.order_by("made_at").values_list("key", "state")] == [
        ("st-new-1", "submitted"), ("st-new-x", "submitted")
    ]  # fmt: skip
    assert browser.post(f"{here}confirm/", follow=True).status_code == 200
    assert Paper.objects.count() == 2


def test_the_workbook_of_what_is_due_comes_back_filled(officer: Account) -> None:
    browser = sign_in(officer)
    book = load_workbook(BytesIO(bytes_of(browser, "/desk/uploads/template.xlsx")))
    sheet = book["statement"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.max_row > 1
    assert [one for one in book.sheetnames if not one.startswith("_")] == ["statement"]
    for heading, value in (("value", 3), ("nature", "declared"), ("said_on", "2014-01-05")):
        sheet.cell(2, headings.index(heading) + 1).value = value
    filled = BytesIO()
    book.save(filled)
    here = send(browser, filled.getvalue(), "x.xlsx")
    counts = Batch.objects.get(pk=here.split("/")[-2]).counts
    assert {effect: count for effect, count in counts.items() if effect != "blank"} == {"new": 1}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_the_ledger_says_comes_back_unchanged(form: str, officer: Account) -> None:
    browser = sign_in(officer)
    for kind in ("statement", "target", "node"):
        here = send(browser, bytes_of(browser, f"/desk/uploads/present/{kind}.{form}"), f"{kind}.{form}")
        assert {*Batch.objects.get(pk=here.split("/")[-2]).counts} == {"unchanged"}


def test_a_long_file_is_a_page_that_asks_again_until_it_is_read(
    officer: Account, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(batch_tasks, "AT_ONCE", 1)
    browser = sign_in(officer)
    here = send(browser, text(GOOD.format(1), GOOD.format(2)))
    page = told(browser, here)
    assert 'hx-trigger="every 3s"' in page
    assert '<meta http-equiv="refresh"' in page
    batch_tasks.look_later.func(here.split("/")[-2])
    assert "Soumettre" in told(browser, here)
    page = browser.post(f"{here}confirm/", follow=True).content.decode()
    assert "en cours de soumission" in page


def test_the_file_of_another_does_not_exist(officer: Account) -> None:
    here = send(sign_in(officer), text(GOOD.format(1), GOOD.format("x")))
    row = Row.objects.get(effect="problem")
    other = sign_in(enrol("officer", name="other"))
    for address in (here, f"{here}problems.csv"):
        assert other.get(address).status_code == 404
    for address in ("confirm/", "again/", "drop/", f"mend/{row.pk}/"):
        assert other.post(f"{here}{address}").status_code == 404
    for address in ("confirm/", "again/", "drop/", f"mend/{row.pk}/"):
        assert other.get(f"{here}{address}").status_code == 405
    assert (Paper.objects.count(), Row.objects.count()) == (0, 2)


def test_a_row_is_mended_in_a_form(officer: Account) -> None:
    browser = sign_in(officer)
    here = send(browser, text(GOOD.format("x")))
    answer = browser.post(f"{here}mend/{Row.objects.get().pk}/")
    paper = Paper.objects.get()
    assert answer.headers["Location"] == f"/desk/figures/{paper.pk}/"
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert paper.pk in told(browser, f"{here}?show=mended")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_speak_each_language(language: str, officer: Account) -> None:
    officer.language = language
    officer.save()
    browser = sign_in(officer)
    changed = (
        "st-apebi-2012-08-egov" if reading.latest("st-apebi-2012-08-egov") else next(reading.live("statement")).key
    )
    rows = [GOOD.format("x"), f"{changed},ind-egov-operational,5,projects,declared,2012,2012-01,MCINT,", "k,,,,,,,,"]
    here = send(browser, text(*rows).replace(HEADINGS.encode(), HEADINGS.encode() + b",remark"), "statement.csv")
    for address in ("/desk/uploads/", f"{here}?show=all", f"{here}?show=problem&page=99999", f"{here}?show=nonsense"):
        page = browser.get(address)
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.content.decode()
    assert browser.post("/desk/uploads/").status_code == 422
    assert browser.post("/desk/uploads/", {"file": SimpleUploadedFile("a.csv", b"")}).status_code == 422
    assert browser.get("/desk/uploads/present/redaction.csv").status_code == 404
    assert browser.get("/desk/uploads/present/statement.pdf").status_code == 404
    browser.post(f"{here}again/")
    assert browser.post(f"{here}confirm/", follow=True).status_code == 200
    assert browser.post(f"{here}drop/").headers["Location"] == "/desk/uploads/"
