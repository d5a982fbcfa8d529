"""Look at every kind of page on paper and in the colours of the reader's own choice.

Fixture: `look` visits a kind of page, once, and returns what is seen of it.
"""

import pytest
from tests.browser.crawling import Kind
from tests.browser.kinds import label, mirrored
from tests.browser.seeing import Look


@pytest.mark.parametrize("kind", mirrored(), ids=label)
def test_no_drawing_vanishes_in_forced_colours(kind: Kind, look: Look) -> None:
    shown = look(kind)
    assert shown.used.vanished == [], shown.address


@pytest.mark.parametrize("kind", mirrored(), ids=label)
def test_paper_shows_the_page_without_what_only_leads_elsewhere(kind: Kind, look: Look) -> None:
    shown = look(kind)
    assert shown.used.on_paper, shown.address
    assert shown.used.left_on_paper == [], shown.address
