"""Take the whole site away as files, and read it where no program of ours runs; and serve it.

Fixtures: `copied` is the copy of a small plan in French and Arabic, of the end of the month in which a minister spoke,
made once and only read; `bilan` runs a command line.
"""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
from django.db import connections
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.editions_of import PLAN, edition_of, entry, indicator
from tests.journeys.conftest import Bilan

from bilan.config.home import Home, open_home
from bilan.web.exporting import IN_STYLE, Copy, _led, write_site

TOLD: Final = (
    PLAN,
    entry("source", "src-press", publisher="TelQuel", source_kind="press", published_on="2012-08-09"),
    entry("party", "org-ministry", name="MCINT", party_kind="organisation"),
    entry("node", "axis-1", parent="plan", node_kind="axis", name={"fr": "Services publics"}),
    indicator("ind-a", node="axis-1"),
    entry("target", "tgt-a", indicator="ind-a", value="89", unit="jobs", version="original", due_on="2013"),
    entry(
        "statement",
        "st-a",
        indicator="ind-a",
        value="22",
        unit="jobs",
        nature="declared",
        about="2012-08-08",
        said_on="2012-08-08",
        organisation="org-ministry",
        source="src-press",
    ),
)
LINK: Final = re.compile(r'<[A-Za-z][^<>]*?\s(?:href|src)="([^"]*)"')
DAY: Final = "2012-08-31"


@pytest.fixture(scope="module")
def copied(_made_home: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    place = tmp_path_factory.mktemp("exported")
    home, copy = Path(shutil.copytree(_made_home, place / "home")), place / "copy"
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(STORAGES=plain, STATIC_ROOT=place),
        django_db_blocker.unblock(),
    ):
        patch.setenv("BILAN_HOME", str(home))
        patch.delenv("BILAN_ADDRESS", raising=False)
        edition_of(TOLD, open_home(home).editions)
        day = date.fromisoformat(DAY)
        done = write_site(copy, languages=("fr", "ar"), as_of=day, known_on=day)
        connections.close_all()
    assert done.broken == ()
    assert done.files == sum(path.is_file() for path in copy.rglob("*"))
    return copy


def pages_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.html") if path != folder / "index.html"]


def test_every_link_of_a_copy_leads_to_a_file_of_it(copied: Path) -> None:
    pages = pages_of(copied)
    assert len(pages) > 40
    for page in [*pages, copied / "index.html"]:
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            path = unquote(unescape(link).partition("#")[0])
            assert not path.startswith("/"), (page, link)
            if path and ":" not in path:
                assert (page.parent / path).resolve().is_relative_to(copied.resolve())
                assert (page.parent / path).is_file(), (page, link)


def test_what_needs_a_server_is_not_in_a_copy_and_the_copy_says_so(copied: Path) -> None:
    for page in pages_of(copied):
        text = page.read_text(encoding="utf-8")
        assert "<form" not in text
        assert 'type="search"' not in text
    assert not list(copied.rglob("search"))
    panorama = (copied / "fr" / DAY / DAY / "index.html").read_text(encoding="utf-8")
    assert "31 août 2012" in panorama
    assert "site vivant" in panorama


def test_a_copy_holds_each_language_asked_for_and_no_other(copied: Path) -> None:
    assert {path.name for path in copied.iterdir() if path.is_dir()} == {"fr", "ar", "static", "editions"}
    assert len(list((copied / "fr").rglob("*.html"))) == len(list((copied / "ar").rglob("*.html")))
    assert 'dir="rtl"' in (copied / "ar" / DAY / DAY / "index.html").read_text(encoding="utf-8")


def test_a_copy_holds_style_fonts_paper_and_the_edition_that_verifies(bilan: Bilan, copied: Path) -> None:
    names = {path.name for path in copied.rglob("*")}
    assert {"bilan.css", "bilan.pdf", "changes.atom", "statement.csv", "catalogue.jsonld"} <= names
    assert any(name.endswith(".woff2") for name in names)
    [folder] = [path for path in (copied / "editions").iterdir() if path.is_dir()]
    assert bilan("verify", folder).code == 0


def test_a_copy_of_a_public_site_leads_back_to_it(tmp_path: Path) -> None:
    copy = Copy(tmp_path, ("/fr/",), "d3d0", "https://plan.example.org")
    leads: set[str] = set()
    near, far, asked = "/fr/data/#x", "/fr/2012-08-08/2012-08-08/", "/fr/search/?q=a&amp;b"
    text = "".join(f'<a href="{one}">x</a>' for one in (near, far, asked))
    told = _led(copy, "/fr/indicators/", text, leads, is_page=True)
    assert leads == {"/fr/data/"}
    assert '<a href="../data/index.html#x">' in told
    assert '<a href="https://plan.example.org/fr/2012-08-08/2012-08-08/">' in told
    assert '<a href="https://plan.example.org/fr/search/?q=a&amp;b">' in told


def test_fonts_are_found_in_a_style_sheet_however_it_names_them() -> None:
    assert IN_STYLE.findall("""url("a.woff2") url('b.woff2') url(c.woff2)""") == ["a.woff2", "b.woff2", "c.woff2"]


def test_nothing_is_written_over(bilan: Bilan, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("kept", encoding="utf-8")
    ran = bilan("--home", demo, "export", "site", tmp_path)
    assert ran.code == 5
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_language_that_bilan_does_not_speak_is_refused_with_those_it_does(
    bilan: Bilan, demo: Path, tmp_path: Path
) -> None:
    ran = bilan("--home", demo, "export", "site", tmp_path / "out", "--languages", "fr,zgh")
    assert ran.code == 2
    assert "zgh" in ran.err
    assert "fr, ar, en" in ran.err


def test_a_port_that_is_taken_is_told_with_what_to_do(bilan: Bilan, demo: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = bilan("--home", demo, "serve", "--port", port)
    assert ran.code == 5
    assert str(port) in ran.err
    assert "--port" in ran.err


def test_a_home_without_an_edition_is_not_served(bilan: Bilan, home: Home) -> None:
    assert bilan("--home", home.folder, "serve").code == 4


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
def test_the_site_is_served_until_it_is_interrupted(desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [
        sys.executable,
        "-m",
        "bilan",
        "--home",
        str(desk),
        "--json",
        "serve",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        told = "".join(iter(server.stdout.readline, "}\n")) + "}"
        assert json.loads(told)["address"] == f"http://127.0.0.1:{port}/"
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
