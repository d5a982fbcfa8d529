"""Lend out the site as it is served, what its links lead to, and a browser that keeps what the site said.

Fixtures: `made` is the home of the demonstration, to be copied; `site` is where a copy of it is served; `found` is what
the links lead to from the panorama; `examples` gives addresses of a kind of page; `reader` opens addresses and keeps
what was said, asked for and received on the way; `reader_without_scripts` does so where no script runs.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser
from tests.browser import crawling, stage
from tests.browser.crawling import Found, Kind
from tests.browser.reader import Reader

from bilan.terms.languages import LANGUAGES

# While one process makes what all use, the others wait so long.
WAIT_SECONDS: Final = 1_200
OK: Final = 200


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def made(shared: Path) -> Path:
    """Return the home of the demonstration, made once; who writes to it or serves it takes a copy."""
    home = shared / "demo-of-the-site"
    with _alone(shared):
        if not home.exists():
            stage.load_demo(home)
    return home


@pytest.fixture(scope="session")
def site(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demonstration: a server lays the style sheet anew into its home when it starts."""
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("site") / "home"))
    with stage.serving(home) as address:
        yield address


@pytest.fixture(scope="session")
def found(shared: Path, site: str) -> dict[str, Found]:
    file = shared / "found.json"
    with _alone(shared):
        if not file.exists():
            crawling.write(crawling.Crawl(site).run(), file)
    return {one.address: one for one in crawling.read(file)}


@pytest.fixture(scope="session")
def examples(found: dict[str, Found]) -> Callable[[Kind], list[str]]:
    """Give the fullest page of a kind; in the first language also the one with the most holes, the shortest.

    English is laid out as French is: there the shortest is enough.
    """

    def of(kind: Kind) -> list[str]:
        pages = sorted((one.size, one.address) for one in found.values() if one.kind == kind and one.status == OK)
        unlike = kind.name in crawling.UNLIKE and kind.language != "en"
        which = range(len(pages)) if unlike else {LANGUAGES[0]: (-1, 0), "en": (0,)}.get(kind.language, (-1,))
        shown = [pages[at][1] for at in which] if pages else []
        if not shown:
            shown = _dated(found, kind)[:1]
        if not shown:
            pytest.fail(f"no link leads to a page of {kind}")
        return list(dict.fromkeys(shown))

    return of


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not stage.find_browser():
        # Where a change is judged, a test that did not run would pass for one that did.
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is here: install chromium")
    with stage.browsing() as opened:
        yield opened


@pytest.fixture(scope="package")
def reader(browser: Browser, site: str) -> Reader:
    return Reader(browser, site, scripts=True)


@pytest.fixture(scope="package")
def reader_without_scripts(browser: Browser, site: str) -> Reader:
    return Reader(browser, site, scripts=False)


def _dated(found: dict[str, Found], kind: Kind) -> list[str]:
    """Return the pages of a kind that are there on named dates alone, as one that compares dates."""
    named = [one for one in found.values() if one.kind.name == f"{kind.name}@" and one.status == OK]
    return [address for one in named for address in one.alternates if address.startswith(f"/{kind.language}/")]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time in; the lock is freed when its holder dies, on every system."""
    with closing(sqlite3.connect(folder / "stage.lock", timeout=WAIT_SECONDS, isolation_level=None)) as guard:
        guard.execute("BEGIN EXCLUSIVE")
        yield
