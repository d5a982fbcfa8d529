"""A month of three people: an officer reports by spreadsheet, a verifier decides, an auditor contests; all by keyboard.

What the public sees changes accordingly, and each step is an entry that bears the names of who took it.

Fixtures: `ministry` is where the desk of the demonstration is served, with an account for each of the three.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser
from tests.browser import stage
from tests.browser.hands import Hands

HEAD: Final = "key,indicator,value,unit,about,said_on,published_on,nature,organisation,source\n"
ROW: Final = (
    "st-{key},ind-egov-operational,{value},projects,{about},2013-03-20,2013-03-20,declared,org-mcint,{source}\n"
)
SOURCE: Final = "src-telquel-2014-09-cour"
THEN: Final = "/fr/2013-03-31/2013-03-31/"
DAYS: Final = "2013-03-20,2013-03-20,declared,org-mcint,src-telquel-2014-09-cour"
SEND: Final = "form[enctype] button[type=submit]"
WAITING: Final = "main td a[href^='/desk/review/'], main th a[href^='/desk/review/']"
WORDS: Final = "Eight of them do not answer."
PATIENCE_SECONDS: Final = 90
OPEN: Final = """
from pathlib import Path
from bilan.config.home import open_home
open_home(Path({home!r}), make=False)
from tests.office import enrol
enrol("officer", party="org-mcint")
enrol("verifier", party="org-mcint")
enrol("auditor", party="org-cour")
"""


@pytest.fixture(scope="module")
def ministry(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("ministry") / "home"))
    subprocess.run([sys.executable, "-c", OPEN.format(home=str(home))], check=True, cwd=stage.ROOT)
    with stage.serving(home, worker=True) as address:
        yield address


def sheet(folder: Path, name: str, *values: str) -> Path:
    """Write a table of one row a value, each about another month."""
    rows = [
        f"st-month-{at},ind-egov-operational,{value},projects,2012-{10 + at},{DAYS}\n"
        for at, value in enumerate(values)
    ]
    file = folder / name
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    return file


def waited_for(site: str, kind: str, count: int) -> list[dict[str, Any]]:
    """Wait until the worker has published so many entries that people signed at the desk."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = [one for one in entries(site, kind) if one["recorded_by"].startswith("desk/")]
        if len(found) >= count or time.monotonic() > until:
            assert len(found) == count
            return found


def photographed(hands: Hands, name: str) -> None:
    """Keep a picture for whoever wants to look, where the environment names a folder."""
    if folder := os.environ.get("MONTH_IN_PICTURES"):
        hands.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def entries(site: str, kind: str) -> list[dict[str, Any]]:
    """Ask the public interface for the newest entries of a kind."""
    with urllib.request.urlopen(f"{site}/api/v1/tables/{kind}?format=ndjson") as answer:  # noqa: S310 - the site of this test
        return [json.loads(line) for line in answer.read().splitlines()]


def report(officer: Hands, folder: Path) -> None:
    """Send a table with an error, read what is wrong, mend it and submit it."""
    officer.sign_in("officer")
    photographed(officer, "1-tower-fr")
    officer.press("nav a[href='/desk/uploads/']")
    officer.lay("input[type=file]", sheet(folder, "statement.csv", "24 projets", "25", "26"))
    officer.press(SEND)
    photographed(officer, "2-preview-with-a-problem-fr")
    assert "24 projets" in officer.text()
    officer.go("/desk/uploads/")
    officer.lay("input[type=file]", sheet(folder, "statement.csv", "24", "25", "26"))
    officer.press(SEND)
    photographed(officer, "3-preview-clean-fr")
    officer.press("form[action$='/confirm/'] button")
    photographed(officer, "4-submitted-fr")


def decide(verifier: Hands) -> None:
    """Send the first figure back with words, and accept the others."""
    verifier.sign_in("verifier")
    verifier.speak("ar")
    verifier.press("nav a[href='/desk/review/']")
    photographed(verifier, "5-queue-ar")
    verifier.press(WAITING)
    photographed(verifier, "6-side-by-side-ar")
    verifier.unfold("details:has(form[action$='/return/']) > summary")
    verifier.write("form[action$='/return/'] textarea", "الصفحة 4 تقول 18")
    verifier.press("form[action$='/return/'] button")
    photographed(verifier, "7-sent-back-ar")
    for _ in range(2):
        verifier.go("/desk/review/")
        verifier.press(WAITING)
        verifier.press("form[action$='/accept/'] button[type=submit]")
    photographed(verifier, "8-accepted-ar")


def contest(auditor: Hands, number: int) -> None:
    """Sign another value against a figure."""
    auditor.sign_in("auditor")
    auditor.go(f"/desk/review/entries/{number}/contest/")
    auditor.write("input[name=value]", "18")
    auditor.write("textarea[name=words]", WORDS)
    photographed(auditor, "9-contest-fr")
    auditor.press("main form.form button[type=submit]")
    photographed(auditor, "10-contested-fr")


def panorama(browser: Browser, site: str, address: str, picture: str) -> str:
    """Read the panorama as somebody does who has never been here."""
    citizen = Hands(browser, site)
    citizen.go(address)
    photographed(citizen, picture)
    text = citizen.text()
    citizen.page.context.close()
    return text


def test_three_people_walk_a_month(ministry: str, browser: Browser, tmp_path: Path) -> None:
    officer, verifier, auditor = (Hands(browser, ministry) for _ in range(3))
    before = panorama(browser, ministry, THEN, "0-panorama-before-fr")

    report(officer, tmp_path)
    decide(verifier)
    accepted = waited_for(ministry, "statement", 2)
    assert {(one["recorded_by"], one["accepted_by"]) for one in accepted} == {("desk/officer", "desk/verifier")}
    assert [(one["step"], one["recorded_by"]) for one in entries(ministry, "review")] == [
        ("submitted", "desk/officer"),
        ("returned", "desk/verifier"),
    ]
    assert panorama(browser, ministry, THEN, "11-panorama-after-acceptance-fr") != before

    now = f"/fr/2013-03-31/{accepted[-1]['recorded_at'][:10]}/"
    earlier = panorama(browser, ministry, now, "12-panorama-before-the-contest-fr")
    contest(auditor, accepted[-1]["number"])
    audited = waited_for(ministry, "statement", 3)[-1]
    told = (audited["recorded_by"], audited["accepted_by"], audited["nature"], audited["relation"], audited["related"])
    assert told == ("desk/auditor", None, "audited", "contradicts", accepted[-1]["key"])
    assert panorama(browser, ministry, now, "13-panorama-after-the-contest-fr") != earlier
