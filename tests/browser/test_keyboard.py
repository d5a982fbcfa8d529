"""Walk through every kind of page with the keyboard alone.

Fixtures: `examples` gives the fullest page of a kind and the one with the most holes; `reader` opens addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Page
from tests.browser.crawling import Kind
from tests.browser.kinds import FRAMED, in_language, label, mirrored
from tests.browser.reader import Reader

Examples = Callable[[Kind], list[str]]

# Write down each stop, whether one sees that it is there, and where it stands among all that can be reached.
WATCH: Final = """() => {
    const reachable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const seen = (one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled;
    const all = [...document.querySelectorAll(reachable)].filter(seen);
    const tag = (one) => one.outerHTML.slice(0, 160);
    const ring = (one) => {
        const style = getComputedStyle(one);
        return [style.outlineStyle === "none" ? "none" : style.outlineWidth, style.boxShadow, style.borderColor].join();
    };
    const before = new Map(all.map((one) => [one, ring(one)]));
    window.walked = [];
    addEventListener("focusin", ({target: one}) =>
        walked.push({place: all.indexOf(one), shows: ring(one) !== before.get(one), html: tag(one)}));
    return {reachable: all.map(tag), dates: all.filter((one) => one.type === "date").length};
}"""
# A date takes a stop for day, month, year and its calendar.
STOPS_OF_A_DATE: Final = 4
# A long page is walked so far: what follows in its tables is more of the same.
MOST_STOPS: Final = 80


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop on the way: its place among all that can be reached, whether one sees it, what it is."""

    place: int
    shows: bool
    html: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk from the top of a page: what can be reached, and where it stopped."""

    reachable: list[str]
    stops: list[Stop]


def walk(page: Page) -> Walk:
    """Press Tab until everything was reached, or would have been, or the page has shown enough of itself."""
    told = page.evaluate(WATCH)
    reachable = told["reachable"][:MOST_STOPS]
    for _ in range(len(reachable) + STOPS_OF_A_DATE * told["dates"]):
        page.keyboard.press("Tab")
    stops = [Stop(**one) for one in page.evaluate("window.walked")]
    return Walk(reachable, stops)


@pytest.mark.parametrize("kind", mirrored(), ids=label)
def test_tab_reaches_everything_in_its_order_and_one_sees_where_one_is(
    kind: Kind, examples: Examples, reader: Reader
) -> None:
    address = examples(kind)[0]
    walked = walk(reader.visit(address))
    places = list(dict.fromkeys(stop.place for stop in walked.stops if stop.place >= 0))
    missed = [html for place, html in enumerate(walked.reachable) if place not in places]
    assert missed == [], f"{address}: not reached"
    assert places == sorted(places), f"{address}: not in the order of the page"
    assert [stop.html for stop in walked.stops if not stop.shows] == [], f"{address}: one does not see where one is"


@pytest.mark.parametrize("kind", [one for one in in_language("fr") if one.name not in FRAMED], ids=label)
def test_the_first_stop_leads_past_the_head_of_the_page(kind: Kind, examples: Examples, reader: Reader) -> None:
    page = reader.visit(examples(kind)[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')[0]") == "#"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")
