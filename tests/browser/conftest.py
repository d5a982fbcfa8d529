"""Lend out the site as it is served, what its links lead to, and a browser that keeps what the site said.

Fixtures: `made` is the home of the demonstration, to be copied; `site` is where a copy of it is served; `found` is what
the links lead to from the panorama; `examples` gives addresses of a kind of page; `reader` opens addresses and keeps
what was said, asked for and received on the way; `reader_without_scripts` does so where no script runs; `look` visits
the examples of a kind of page, once, for all tests of it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker
from tests import once
from tests.browser import crawling, stage
from tests.browser.crawling import Found, Kind
from tests.browser.kinds import mirrored
from tests.browser.reader import Reader
from tests.browser.seeing import Look, Shown, see, use
from tests.journeys.conftest import demonstration

from bilan.terms.languages import LANGUAGES

OK: Final = 200


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, _made_home: Path, django_db_blocker: DjangoDbBlocker) -> Path:
    """Return the home of the demonstration, made once; who writes to it or serves it takes a copy."""
    return demonstration(tmp_path_factory, _made_home, django_db_blocker)


@pytest.fixture(scope="session")
def site(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demonstration: a server lays the style sheet anew into its home when it starts."""
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("site") / "home"))
    with stage.serving(home) as address:
        yield address


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory, site: str) -> dict[str, Found]:
    def crawl(file: Path) -> None:
        crawling.write(crawling.Crawl(site).run(), file)

    file = once.made_once(tmp_path_factory, "found.json", crawl)
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
def browser(made: Path) -> Iterator[Browser]:  # noqa: ARG001 - made before, for it asks the database
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


@pytest.fixture(scope="package")
def look(examples: Callable[[Kind], list[str]], reader: Reader) -> Look:
    @cache
    def visit(kind: Kind) -> Shown:
        fullest, *others = examples(kind)
        first = see(reader, fullest)
        used = use(reader.page) if kind in mirrored() else None
        return Shown([first, *(see(reader, one) for one in others)], used)

    return visit


def _dated(found: dict[str, Found], kind: Kind) -> list[str]:
    """Return the pages of a kind that are there on named dates alone, as one that compares dates."""
    named = [one for one in found.values() if one.kind.name == f"{kind.name}@" and one.status == OK]
    return [address for one in named for address in one.alternates if address.startswith(f"/{kind.language}/")]
