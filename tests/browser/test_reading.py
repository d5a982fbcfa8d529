"""Read every kind of page as anyone may: on any screen, in any language, with any aid, without scripts.

Fixtures: `seen` is what one visit to the examples of each kind shows; `examples` gives the fullest page of a kind and
the one with the most holes; `reader` opens addresses and keeps what was said, asked for and received on the way;
`reader_without_scripts` does so where no script runs.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import pytest
from playwright.sync_api import Page
from tests.browser.crawling import Kind
from tests.browser.kinds import in_language, label, laid_out
from tests.browser.reader import Reader

Examples = Callable[[Kind], list[str]]

AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED: Final = {"runOnly": RULES, "resultTypes": ["violations"]}
WIDTHS: Final = (1280, 390, 320)
MOST_REQUESTS: Final = 5
# Arabic takes two fonts more: its own in two weights.
MOST_BYTES: Final = {"fr": 60_000, "en": 60_000, "ar": 150_000}
# What sticks out sideways, unless it lies in a box that scrolls by itself.
STICKS_OUT: Final = """() => {
    const page = document.scrollingElement, rtl = getComputedStyle(document.documentElement).direction === "rtl";
    if (page.scrollWidth <= innerWidth) return [];
    const scrolls = (one) => one && one !== document.body && one !== document.documentElement
        && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && (rtl ? box.left < -1 : box.right > innerWidth + 1) && !scrolls(one.parentElement);
    });
    return [`${page.scrollWidth} px`, ...out.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
}"""


def broken_rules(page: Page) -> dict[str, list[str]]:
    """Return the rules of accessibility that a page breaks, each with what breaks it."""
    page.evaluate(AXE)
    answer = page.evaluate("(asked) => axe.run(asked)", ASKED)
    return {one["id"]: [node["html"][:300] for node in one["nodes"][:5]] for one in answer["violations"]}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a page in one visit: several tests look at it, and a visit takes longer than a look."""

    address: str
    broken: dict[str, list[str]]
    sticking_out: dict[int, list[str]]
    weights: dict[str, int]
    said: list[str]


@pytest.fixture(scope="module", params=laid_out(), ids=label)
def seen(request: pytest.FixtureRequest, examples: Examples, reader: Reader) -> list[Seen]:
    return [see(reader, address) for address in examples(request.param)]


def see(reader: Reader, address: str) -> Seen:
    """Visit a page for the first time, and look at it on each screen."""
    page = reader.visit(address, first=True)
    weights = {reader.requests[number]: reader.received.get(number, 0) for number in reader.requests}
    broken = broken_rules(page)
    sticking: dict[int, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        sticking[width] = page.evaluate(STICKS_OUT)
    return Seen(address, broken, sticking, weights, [*reader.said, *page.evaluate("window.refused")])


def test_the_rules_of_accessibility_are_kept(seen: list[Seen]) -> None:
    for one in seen:
        assert not one.broken, f"{one.address}\n{json.dumps(one.broken, indent=2, ensure_ascii=False)}"


def test_no_page_is_wider_than_the_screen(seen: list[Seen]) -> None:
    for one in seen:
        assert one.sticking_out == {width: [] for width in WIDTHS}, one.address


def test_a_first_view_is_light_and_asks_nobody_else(seen: list[Seen], site: str) -> None:
    for one in seen:
        language = one.address.split("/")[1]
        assert [asked for asked in one.weights if not asked.startswith(f"{site}/")] == [], one.address
        assert 0 < len(one.weights) <= MOST_REQUESTS, (one.address, one.weights)
        assert min(one.weights.values()) > 0, (one.address, one.weights)
        assert sum(one.weights.values()) <= MOST_BYTES[language], (one.address, one.weights)


def test_the_browser_has_nothing_to_complain_of(seen: list[Seen]) -> None:
    for one in seen:
        assert one.said == [], one.address


@pytest.mark.parametrize("kind", in_language("fr"), ids=label)
def test_a_page_says_the_same_without_scripts(
    kind: Kind, examples: Examples, reader: Reader, reader_without_scripts: Reader
) -> None:
    address = examples(kind)[0]
    text = reader_without_scripts.visit(address).inner_text("main")
    assert text.strip(), address
    assert text == reader.visit(address).inner_text("main"), address
