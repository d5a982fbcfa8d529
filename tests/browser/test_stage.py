"""See that whoever looks would see: a page with every fault is opened, and each fault must be noticed.

Fixture: `reader` opens addresses and keeps what was said, asked for and received on the way.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page
from tests.browser.reader import Reader
from tests.browser.seeing import DRAWINGS, STICKS_OUT, broken_rules, count_colours, leads_past, walk

ADDRESS: Final = "**/faults/"
POLICY: Final = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}
FAULTS: Final = """<!doctype html><title>Faults</title>
<img src="https://elsewhere.invalid/spy.png"><script>document.title = "changed"</script>
<main><a href="/second/" tabindex="2">second</a> <a href="/first/" tabindex="1">first</a>
<svg width="300" height="40" viewBox="0 0 300 40"><rect width="100" height="40" fill="#fff"/></svg>
<table width="3000"><tr><td>wide</table></main>"""


@pytest.fixture
def page(reader: Reader) -> Iterator[Page]:
    reader.page.route(ADDRESS, lambda route: route.fulfill(body=FAULTS, headers=POLICY))
    yield reader.visit("/faults/")
    reader.page.unroute(ADDRESS)  # while it is there, the browser keeps no file


def test_a_broken_rule_is_named_with_what_breaks_it(page: Page) -> None:
    broken = broken_rules(page)
    assert {"html-has-lang", "image-alt", "tabindex"} <= set(broken)
    assert "spy.png" in broken["image-alt"][0]


def test_what_the_policy_refuses_is_heard(page: Page, reader: Reader) -> None:
    assert any("Content Security Policy" in one for one in reader.said)
    assert any("script-src-elem refused inline" in one for one in page.evaluate("window.refused"))


def test_a_page_that_is_too_wide_is_seen_with_what_sticks_out(page: Page) -> None:
    assert any(one.startswith("<table") for one in page.evaluate(STICKS_OUT))


def test_a_walk_sees_what_is_out_of_its_order(page: Page) -> None:
    places = [stop.place for stop in walk(page).stops]
    assert places == [1, 0]


def test_a_first_stop_that_leads_elsewhere_leads_past_nothing(page: Page) -> None:
    walk(page)
    assert not leads_past(page)


def test_a_drawing_in_one_colour_is_counted_as_one(page: Page) -> None:
    boxes = page.evaluate(DRAWINGS, 1)
    assert count_colours(page, boxes) == [1]
