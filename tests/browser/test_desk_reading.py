"""Read every page of the desk as each role finds it by its links, in both directions of writing.

Fixtures: `office` is where a furnished desk is served, with the session of each role; `shown` is what was seen of each
page of the desk: one of each, wherever a link of any role leads there.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from playwright.sync_api import Browser
from tests.browser import stage
from tests.browser.reader import Reader
from tests.browser.seeing import broken_rules, sticking_out

START: Final = "/desk/"
# From these somebody of another role may get further than whoever was there before.
HUBS: Final = {"tower", "audit", "thread", "engagement", "complements", "evidence"}
LINKS: Final = "() => [...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'))"
# Pages that stand for the layouts there are; with DESK_IN_FULL in the environment all are looked at in Arabic, too.
LAYOUTS: Final = {"tower", "figure_stage", "review_paper"}
EVERY: Final = "DESK_IN_FULL" in os.environ
# Of the pages of accounts, which ask for the password again, those that a link of the desk opens.
ACCOUNT: Final = "/desk/account/"
ACCOUNT_PAGES: Final = {"account_change_password", "mfa_index", "usersessions_list"}
# Open to whoever has a letter in hand, and to nobody else; its own test looks at it.
BY_LETTER: Final = {"letter_stop"}
# Files, and what a script asks for while somebody types.
FILES: Final = {"evidence_file", "meeting_paper", "audit_paper", "upload_template", "upload_present", "upload_problems"}


@dataclass(frozen=True, slots=True)
class Office:
    """Where a desk is served, and the cookie of each role."""

    address: str
    sessions: dict[str, str]
    pages: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one page of the desk."""

    name: str
    address: str
    role: str
    broken: dict[str, list[str]]
    sticking_out: dict[int, list[str]]
    said: list[str]


@pytest.fixture(scope="module")
def office(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("office") / "home"))
    line = [sys.executable, "-m", "tests.browser.furnish", str(home)]
    told = subprocess.run(line, check=True, capture_output=True, text=True, cwd=stage.ROOT)
    with stage.serving(home) as address:
        yield Office(address, **json.loads(told.stdout))


@pytest.fixture(scope="module")
def shown(browser: Browser, office: Office) -> list[Seen]:
    """Walk in French; in Arabic look again at the pages that are laid out each in a way of its own."""
    seen = dict[str, Seen]()
    for role in office.sessions:
        walk(browser, office, role, seen)
    return [*seen.values(), *mirrored(browser, office, seen)]


def walk(browser: Browser, office: Office, role: str, seen: dict[str, Seen]) -> None:
    """Follow the links from the control tower; look at the first page of each name."""
    reader = signed_in(browser, office, role)
    waiting, known = [START, *office.pages.get(role, ())], set[str]()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        shut = address.startswith(ACCOUNT) and name not in ACCOUNT_PAGES
        if name is None or name in FILES or name in known or shut or (name in seen and name not in HUBS):
            continue
        known.add(name)
        page = reader.visit(address)
        waiting += [one for one in page.evaluate(LINKS) if one.startswith("/desk/") and "#" not in one]
        if name not in seen:
            seen[name] = look(reader, name, address, role)
    reader.page.context.close()


def mirrored(browser: Browser, office: Office, seen: dict[str, Seen]) -> Iterator[Seen]:
    """Look at pages where the language runs the other way."""
    for role in office.sessions:
        those = [one for one in seen.values() if one.role == role and (EVERY or one.name in LAYOUTS)]
        reader = signed_in(browser, office, role)
        for at, one in enumerate(those):
            reader.visit(one.address)
            if at == 0:
                reader.page.locator("button[name=language][value=ar]").click()
            yield look(reader, one.name, one.address, f"{role}, ar")
        reader.page.context.close()


def signed_in(browser: Browser, office: Office, role: str) -> Reader:
    """Open a window in which somebody is signed in."""
    reader = Reader(browser, office.address, scripts=True)
    cookie = {"name": "bilan_session", "value": office.sessions[role], "url": office.address}
    reader.page.context.add_cookies([cookie])  # type: ignore[list-item] # a cookie of the site by its address
    return reader


def look(reader: Reader, name: str, address: str, role: str) -> Seen:
    """Look at an open page on each screen."""
    page = reader.page
    broken, sticking = broken_rules(page), sticking_out(page)
    return Seen(name, address, role, broken, sticking, [*reader.said, *page.evaluate("window.refused")])


def name_of(address: str) -> str | None:
    """Return the name of a page of the desk; none of what is no page."""
    try:
        return resolve(address.partition("?")[0]).url_name
    except Resolver404:
        return None


def pages() -> set[str]:
    """Return the names of all pages of the desk that can be read."""
    (desk,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "desk/"]
    assert isinstance(desk, URLResolver)
    own = [one for part in desk.url_patterns if isinstance(part, URLResolver) for one in part.url_patterns]
    views = [one for one in own if isinstance(one, URLPattern) and "GET" in getattr(one.callback, "methods", ())]
    return {str(one.name) for one in views} - FILES - BY_LETTER


def test_every_page_of_the_desk_is_reached_by_a_link_and_can_be_read_by_anybody(shown: list[Seen]) -> None:
    assert pages() - {one.name for one in shown} == set(), "no link leads there"
    broken = {f"{one.address} ({one.role})": one.broken for one in shown if one.broken}
    assert not broken, json.dumps(broken, indent=2, ensure_ascii=False)
    wide = {one.address: one.sticking_out for one in shown if any(one.sticking_out.values())}
    assert not wide, json.dumps(wide, indent=2, ensure_ascii=False)
    assert {one.address: one.said for one in shown if one.said} == {}
