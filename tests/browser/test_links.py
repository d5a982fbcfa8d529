"""Follow every link from the panorama: nothing is broken, nothing is a dead end, nothing is left out.

Fixture: `found` is what the links lead to, a sample of each kind of page.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urldefrag, urlsplit

import pytest
from tests.browser.crawling import Found, Kind, kind_of
from tests.browser.kinds import EACH, FILES, FRAMED, label

from bilan.terms.languages import LANGUAGES

Pages = dict[str, Found]
NOT_WRITTEN_DOWN: Final = "an ending that the table has not"
# What an address ends in, and what it must say that it is.
TYPES: Final = {
    "": "text/html; charset=utf-8",
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "ics": "text/calendar",
    "json": "application/",  # a schema says that it is one
    "jsonld": "application/ld+json",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "png": "image/png",
    "sql": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
    "zip": "application/zip",
}


def test_every_link_is_answered(found: Pages) -> None:
    assert {one.address: one.status for one in found.values() if one.status not in {200, 302}} == {}


def test_every_answer_says_what_it_is(found: Pages) -> None:
    def is_wrong(one: Found) -> bool:
        name = urlsplit(one.address).path.rpartition("/")[2]
        # The files of the log have no ending.
        is_named = not name or "." in name
        return is_named and not one.content_type.startswith(TYPES.get(name.rpartition(".")[2], NOT_WRITTEN_DOWN))

    assert {one.address: one.content_type for one in found.values() if one.status == 200 and is_wrong(one)} == {}


def test_every_place_in_a_page_that_a_link_names_is_there(found: Pages) -> None:
    lost = [
        (one.address, link)
        for one in found.values()
        for link in one.links
        for page, place in [urldefrag(link)]
        if place and page in found and place not in found[page].anchors
    ]
    assert lost == []


@pytest.mark.parametrize("kind", EACH, ids=label)
def test_links_lead_to_every_kind_of_page(kind: Kind, examples: Callable[[Kind], list[str]]) -> None:
    assert examples(kind)


@pytest.mark.parametrize("name", FILES)
def test_links_lead_to_every_kind_of_file(name: str, found: Pages) -> None:
    assert [one.address for one in found.values() if one.kind.name == name]


def test_every_page_leads_back_to_the_panorama(found: Pages) -> None:
    def leads_back(one: Found) -> bool:
        return any(kind_of(link).name.rstrip("@") == "panorama" for link in one.links)

    assert [one.address for one in _pages(found) if not leads_back(one)] == []


def test_every_page_names_itself_in_every_language(found: Pages) -> None:
    def languages(one: Found) -> set[str]:
        return {urlsplit(address).path.split("/")[1] for address in one.alternates}

    assert [one.address for one in _pages(found) if not languages(one) >= set(LANGUAGES)] == []


def test_the_same_page_is_there_in_every_language(found: Pages) -> None:
    def statuses(one: Found) -> set[int]:
        return {found[address].status for address in one.alternates if address in found}

    assert [one.address for one in _pages(found) if statuses(one) - {200}] == []


def _pages(found: Pages) -> list[Found]:
    """Return the pages that stand by themselves, not in the frame of another site."""
    answered = (one for one in found.values() if one.is_page and one.status == 200)
    return [one for one in answered if one.kind.name.rstrip("@") not in FRAMED]
