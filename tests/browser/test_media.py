"""Look at every kind of page on paper and in the colours of the reader's own choice.

Fixtures: `examples` gives the fullest page of a kind and the one with the most holes; `reader` opens addresses.
"""

import base64
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from tests.browser.crawling import Kind
from tests.browser.kinds import in_language, label, mirrored
from tests.browser.reader import Reader

Examples = Callable[[Kind], list[str]]

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


@pytest.mark.parametrize("kind", in_language("fr"), ids=label)
def test_no_drawing_vanishes_in_forced_colours(
    kind: Kind, examples: Examples, reader: Reader, browser: Browser
) -> None:
    address = examples(kind)[0]
    page = reader.visit(address)
    page.set_viewport_size(TALL)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    if boxes := page.evaluate(DRAWINGS, MOST_DRAWINGS):
        colours = count_colours(browser, page, boxes)
        assert [box["html"] for box, count in zip(boxes, colours, strict=True) if count < 2] == [], address


def count_colours(browser: Browser, page: Page, boxes: list[dict[str, float]]) -> list[int]:
    """Count the colours of each box of a page; a browser reads the picture that a browser took."""
    picture = base64.b64encode(page.screenshot()).decode()
    reader = browser.new_page()
    counts: list[int] = reader.evaluate(COLOURS, [picture, boxes])
    reader.close()
    return counts


@pytest.mark.parametrize("kind", mirrored(), ids=label)
def test_paper_shows_the_page_without_what_only_leads_elsewhere(kind: Kind, examples: Examples, reader: Reader) -> None:
    address = examples(kind)[0]
    page = reader.visit(address)
    page.emulate_media(media="print")
    assert page.locator("main").is_visible(), address
    assert [one for one in page.locator("nav, button, input, .skip").all() if one.is_visible()] == [], address
