"""Read every kind of page as anyone may: on any screen, in any language, with any aid, without scripts.

Fixtures: `seen` is what one visit to the examples of each kind shows; `look` visits a kind of page, once;
`reader_without_scripts` opens addresses where no script runs.
"""

import json
from typing import Final

import pytest
from tests.browser.crawling import Kind
from tests.browser.kinds import in_language, label, laid_out
from tests.browser.reader import Reader
from tests.browser.seeing import WIDTHS, Look, Seen

MOST_REQUESTS: Final = 5
# Arabic takes two fonts more: its own in two weights.
MOST_BYTES: Final = {"fr": 60_000, "en": 60_000, "ar": 150_000}


@pytest.fixture(scope="module", params=laid_out(), ids=label)
def seen(request: pytest.FixtureRequest, look: Look) -> list[Seen]:
    return look(request.param).seen


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
def test_a_page_says_the_same_without_scripts(kind: Kind, look: Look, reader_without_scripts: Reader) -> None:
    one = look(kind).seen[0]
    text = reader_without_scripts.visit(one.address).inner_text("main")
    assert text.strip(), one.address
    assert text == one.text, one.address
