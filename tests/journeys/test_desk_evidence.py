"""Evidence at the desk: filed by form, handed out as a download alone, closed while its embargo lasts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts.rights import ROLES
from bilan.store import reading
from bilan.store.desk.models import Filed

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FOR = "st-egov-audit-36"


@pytest.fixture
def site(desk: Path, browse: Browse) -> Client:
    """Open a desk of one's own; the browser is a citizen's."""
    return browse(desk)


def sent(browser: Client, data: bytes = PDF, name: str = "rapport.pdf", **fields: object) -> tuple[int, str]:
    """Send the form, and return the status of the answer and its text."""
    upload = SimpleUploadedFile(name, data, content_type="application/pdf")
    answer = browser.post("/desk/evidence/new/", {"file": upload, "supports": FOR, **fields})
    return answer.status_code, answer.content.decode()


def test_what_is_filed_is_told_and_can_be_had_by_everybody(site: Client, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    auditor = sign_in(enrol("auditor", party="org-cour"))
    assert sent(auditor)[0] == 302
    filed = Filed.objects.get()
    assert "rapport.pdf" in auditor.get("/desk/evidence/").content.decode()
    for browser, address, name in (
        (auditor, f"/desk/evidence/{filed.pk}/file", "rapport.pdf"),
        (site, f"/evidence/{filed.digest}", f"{filed.key}.pdf"),
    ):
        answer = browser.get(address)
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
        told = {
            name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
        }
        assert list(told.values()) == ["application/pdf", f'attachment; filename="{name}"', "nosniff"]
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    page = site.get(f"/fr/entries/{reading.size() - 1}/").content.decode()
    assert f'href="/evidence/{filed.digest}"' in page


def test_an_embargoed_file_opens_to_nobody_else_by_its_address(site: Client) -> None:
    officer = sign_in(enrol("officer"))
    later = (datetime.now(UTC).date() + timedelta(days=90)).isoformat()
    assert sent(officer, released_on=later, audience=["auditor"])[0] == 302
    filed = Filed.objects.get()
    address, public = f"/desk/evidence/{filed.pk}/file", f"/evidence/{filed.digest}"
    browsers = {role: sign_in(enrol(role, name=f"other-{role}")) for role in ROLES}
    answers = {role: one.get(address) for role, one in browsers.items()}
    assert b"".join(answers["auditor"].streaming_content) == PDF  # type: ignore[attr-defined]
    assert {role for role, one in answers.items() if one.status_code != 404} == {"auditor"}
    assert {one.get(public).status_code for one in (*browsers.values(), site)} == {404}
    assert site.get(address).status_code == 302
    listed = {role: browsers[role].get("/desk/evidence/").content.decode() for role in ("verifier", "auditor")}
    assert ["rapport.pdf" in page for page in listed.values()] == [False, True]
    assert all(filed.digest in page for page in listed.values())


def test_what_lies_outside_ones_reach_is_not_there(site: Client) -> None:  # noqa: ARG001 - opens the home
    assert sent(sign_in(enrol("auditor", party="org-cour")))[0] == 302
    elsewhere = sign_in(enrol("officer", ("party", "org-anrt")))
    assert Filed.objects.get().digest not in elsewhere.get("/desk/evidence/").content.decode()
    assert sent(elsewhere, PDF + b"\n")[0] == 403


def test_what_is_refused_is_told_beside_the_field_and_at_the_head(site: Client) -> None:  # noqa: ARG001 - as above
    officer = sign_in(enrol("officer"))
    size = reading.size()
    for data, name in (
        (b"<html><script>1</script>", "a.pdf"),
        (b"", "a.pdf"),
        (b"<svg/>", "a.svg"),
        (b"MZ\x90\x00", "a.exe"),
    ):
        status, page = sent(officer, data, name)
        assert (status, 'id="problems"' in page, 'id="file-error"' in page) == (422, True, True), name
    assert sent(officer, released_on="demain")[0] == 422
    assert officer.post("/desk/evidence/new/", {"supports": FOR}).status_code == 422
    assert (reading.size(), Filed.objects.count()) == (size, 0)


def test_a_body_that_is_too_long_is_refused_before_it_is_read(site: Client) -> None:  # noqa: ARG001 - as above
    officer = sign_in(enrol("officer"))
    answer = officer.post("/desk/evidence/new/", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="60000000")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "name", ["", "..", "log.key", "../log.key", "%2e%2e%2flog.key", "a" * 64, "A" * 64, "0" * 63 + "%00"]
)
def test_no_other_address_leads_to_a_file(site: Client, name: str) -> None:
    assert site.get(f"/evidence/{name}").status_code == 404
    assert sign_in(enrol("auditor")).get(f"/desk/evidence/{name}/file").status_code == 404
