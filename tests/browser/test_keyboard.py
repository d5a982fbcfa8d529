"""Walk through every kind of page with the keyboard alone.

Fixture: `look` visits a kind of page, once, and returns what is seen of it.
"""

import pytest
from tests.browser.crawling import Kind
from tests.browser.kinds import FRAMED, label, mirrored
from tests.browser.seeing import Look


@pytest.mark.parametrize("kind", mirrored(), ids=label)
def test_tab_reaches_everything_in_its_order_and_one_sees_where_one_is(kind: Kind, look: Look) -> None:
    shown = look(kind)
    walked, address = shown.used.walk, shown.address
    places = list(dict.fromkeys(stop.place for stop in walked.stops if stop.place >= 0))
    missed = [html for place, html in enumerate(walked.reachable) if place not in places]
    assert missed == [], f"{address}: not reached"
    assert places == sorted(places), f"{address}: not in the order of the page"
    assert [stop.html for stop in walked.stops if not stop.shows] == [], f"{address}: one does not see where one is"


@pytest.mark.parametrize("kind", [one for one in mirrored() if one.name not in FRAMED], ids=label)
def test_the_first_stop_leads_past_the_head_of_the_page(kind: Kind, look: Look) -> None:
    shown = look(kind)
    assert shown.used.leads_past, shown.address
