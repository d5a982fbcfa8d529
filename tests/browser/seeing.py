"""See a page as any reader may, in one visit: it takes longer than most looks, and several tests look at a page."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from playwright.sync_api import Page, ViewportSize
from tests.browser.crawling import Kind
from tests.browser.reader import SCREEN, Reader

# The same text of a colour is the same colour; axe reads it anew for each element and each that lies behind it.
KEEP_COLOURS: Final = """
(() => {
    const colour = axe.commons.color.Color.prototype, read = colour.parseString, kept = new Map();
    colour.parseString = function (text) {
        if (!kept.has(text)) {
            const {r, g, b, alpha} = read.call(this, text);
            kept.set(text, {r, g, b, alpha});
        }
        return Object.assign(this, kept.get(text));
    };
})();"""
AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8") + KEEP_COLOURS
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED: Final = {"runOnly": RULES, "resultTypes": ["violations"]}
WIDTHS: Final = (1280, 390, 320)
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
MOST_DRAWINGS: Final = 12
# So high that most drawings of a page are in the picture.
TALL: Final[ViewportSize] = {"width": 1280, "height": 2000}
# Large enough to be a drawing of figures, not an icon beside a word.
DRAWINGS: Final = """(most) => [...document.querySelectorAll("main svg")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.getBoundingClientRect(), one])
    .filter(([box]) => box.width >= 60 && box.height >= 12 && box.bottom < innerHeight)
    .slice(0, most)
    .map(([box, one]) => ({x: box.x, y: box.y, width: box.width, height: box.height,
                          html: one.outerHTML.slice(0, 160)}))"""
# Count the colours that cover at least one pixel in a thousand of each box of a picture.
COLOURS: Final = """async ([picture, boxes]) => {
    const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
    const canvas = new OffscreenCanvas(image.width, image.height), paper = canvas.getContext("2d");
    paper.drawImage(image, 0, 0);
    return boxes.map((box) => {
        const dots = new Uint32Array(paper.getImageData(box.x, box.y, box.width, box.height).data.buffer);
        const counts = new Map();
        for (const dot of dots) counts.set(dot, (counts.get(dot) || 0) + 1);
        return [...counts.values()].filter((one) => one >= dots.length / 1000).length;
    });
}"""
# What is on paper of the text itself, and of what only leads elsewhere.
PAPER: Final = """() => {
    const shows = (one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && one.checkVisibility({visibilityProperty: true});
    };
    const shown = (wanted) => [...document.querySelectorAll(wanted)].filter(shows);
    return [shown("main").length, shown("nav, button, input, .skip").map((one) => one.outerHTML.slice(0, 160))];
}"""
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
    window.first = () => all[walked[0]?.place];
    addEventListener("focusin", ({target: one}) =>
        walked.push({place: all.indexOf(one), shows: ring(one) !== before.get(one), html: tag(one)}));
    return {reachable: all.map(tag), dates: all.filter((one) => one.type === "date").length};
}"""
# A date takes a stop for day, month, year and its calendar.
STOPS_OF_A_DATE: Final = 4
# A long page is walked so far: what follows in its tables is more of the same.
MOST_STOPS: Final = 80
FIRST: Final = "() => { const one = first(); one?.focus(); return one?.getAttribute('href')?.[0]; }"
PAST: Final = "document.activeElement.closest('main, footer') !== null"


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


@dataclass(frozen=True, slots=True)
class Seen:
    """What every example of a kind of page is looked at for."""

    address: str
    text: str
    broken: dict[str, list[str]]
    sticking_out: dict[int, list[str]]
    weights: dict[str, int]
    said: list[str]


@dataclass(frozen=True, slots=True)
class Used:
    """What the fullest page of a kind shows besides, to whoever prints it, has colours of their own, or no mouse."""

    on_paper: bool
    left_on_paper: list[str]
    vanished: list[str]
    walk: Walk
    leads_past: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of page shows: each example as it is seen, the first also as it is used, where the kind is."""

    seen: list[Seen]
    used_too: Used | None

    @property
    def address(self) -> str:
        """Return where the first example is."""
        return self.seen[0].address

    @property
    def used(self) -> Used:
        """Return what the use of the first example showed."""
        assert self.used_too is not None, f"{self.address} is not a kind that is used"
        return self.used_too


Look = Callable[[Kind], Shown]


def see(reader: Reader, address: str) -> Seen:
    """Visit a page for the first time, and look at it on each screen."""
    page = reader.visit(address, first=True)
    weights = {reader.requests[number]: reader.received.get(number, 0) for number in reader.requests}
    text, broken, sticking = page.inner_text("main"), broken_rules(page), sticking_out(page)
    return Seen(address, text, broken, sticking, weights, [*reader.said, *page.evaluate("window.refused")])


def use(page: Page) -> Used:
    """Use an open page: print it, choose colours, walk through it; it is left where the walk ended."""
    page.set_viewport_size(SCREEN)
    page.emulate_media(media="print")
    on_paper, left = page.evaluate(PAPER)
    page.emulate_media(media="screen", forced_colors="active", color_scheme="dark")
    gone = vanished(page)
    page.emulate_media(forced_colors="none", color_scheme="light")
    page.set_viewport_size(SCREEN)
    return Used(bool(on_paper), left, gone, walk(page), leads_past(page))


def broken_rules(page: Page) -> dict[str, list[str]]:
    """Return the rules of accessibility that a page breaks, each with what breaks it."""
    page.evaluate(AXE)
    answer = page.evaluate("(asked) => axe.run(asked)", ASKED)
    return {one["id"]: [node["html"][:300] for node in one["nodes"][:5]] for one in answer["violations"]}


def sticking_out(page: Page) -> dict[int, list[str]]:
    """Return what is wider than each screen."""
    found: dict[int, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(STICKS_OUT)
    return found


def vanished(page: Page) -> list[str]:
    """Return the drawings of a page that are all of one colour."""
    page.set_viewport_size(TALL)
    boxes = page.evaluate(DRAWINGS, MOST_DRAWINGS)
    return [box["html"] for box, count in zip(boxes, count_colours(page, boxes), strict=True) if count < 2]


def count_colours(page: Page, boxes: list[dict[str, float]]) -> list[int]:
    """Count the colours of each box of a page; a browser reads the picture that a browser took."""
    if not boxes:
        return []
    picture = base64.b64encode(page.screenshot()).decode()
    counts: list[int] = page.evaluate(COLOURS, [picture, boxes])
    return counts


def walk(page: Page) -> Walk:
    """Hold Tab until everything was reached, or would have been, or the page has shown enough of itself."""
    told = page.evaluate(WATCH)
    reachable = told["reachable"][:MOST_STOPS]
    for _ in range(len(reachable) + STOPS_OF_A_DATE * told["dates"]):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    stops = [Stop(**one) for one in page.evaluate("window.walked")]
    return Walk(reachable, stops)


def leads_past(page: Page) -> bool:
    """Tell whether the first stop of a walk is a link that leads past the head of the page."""
    if page.evaluate(FIRST) != "#":
        return False
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    past: bool = page.evaluate(PAST)
    return past
