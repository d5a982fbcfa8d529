"""The courses of other countries are those that were known on the day of the question.

Fixture: `told` asks for them on two days, and gives (series, country, year, value, told as).
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.editions_of import Told, ask, entry, indicator, session_of

from bilan.analysis import forecast_panel
from bilan.analysis.asking import Row

PLAN = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", country="MA")
STATES = [
    entry("party", f"state-{code.lower()}", name=code, party_kind="state", country=code) for code in ("MA", "FR", "TR")
]
WORLD = entry("party", "world", name="World", party_kind="group")
Asked = Callable[..., list[Any]]


def series(key: str, quantity: str = "internet_users", measure: str = "rate") -> Told:
    return indicator(key, unit="percent", measure=measure, headline=None, quantity=quantity)


def figure(who: str, about: str, value: str | None, public: str | None, of: str = "ind-users", **more: Any) -> Told:
    subject = who if who == "world" else f"state-{who}"
    facts = {"indicator": of, "subject": subject, "about": about, "published_on": public, "nature": "measured", **more}
    if value is None:
        facts["missing"] = "not_available"
    return entry("statement", f"st-{of}-{who}-{about}", value=value, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., list[Row]]:
    def asked(*told: Told, as_of: str, known_on: str | None = None) -> list[Row]:
        session = session_of([PLAN, *STATES, WORLD, *told], tmp_path, as_of=as_of, known_on=known_on)
        return ask(session, forecast_panel.ANALYSIS)

    return asked


@pytest.fixture
def told(rows: Callable[..., list[Row]]) -> Asked:
    def asked(*told: Told, as_of: str, known_on: str | None = None) -> list[Any]:
        found = rows(series("ind-users"), *told, as_of=as_of, known_on=known_on)
        return [(row["area"][6:], row["on"].year, row["value"], row["told_as"]) for row in found]

    return asked


def test_a_figure_is_known_as_it_was_published_by_that_day(told: Asked) -> None:
    first = figure("fr", "2010", "70", "2011-01-01")
    # Entries are numbered from the plan on: its frame, the series, then the figures.
    said = {**first.content, "published_on": "2013-01-01", "value": "75"}
    changed = entry("statement", first.key, replaces=6, **said)
    assert told(first, changed, as_of="2012-06-30") == [("fr", 2010, 70.0, "known_then")]
    assert told(first, changed, as_of="2013-06-30") == [("fr", 2010, 75.0, "known_then")]
    # Asked today of a day that is past, what was known then counts, not what is known now.
    assert told(first, changed, as_of="2012-06-30", known_on="2020-01-01") == [("fr", 2010, 70.0, "known_then")]


def test_where_nothing_is_kept_from_then_the_oldest_publication_tells_the_years_before(told: Asked) -> None:
    kept = [figure("fr", year, value, "2018-08-01") for year, value in (("2010", "70"), ("2011", "73"), ("2012", "76"))]
    later = figure("tr", "2010", "40", "2019-08-01")
    assert told(*kept, later, as_of="2012-12-31", known_on="2020-01-01") == [
        ("fr", 2010, 70.0, "oldest_kept"),
        ("fr", 2011, 73.0, "oldest_kept"),
    ]
    assert told(*kept, as_of="2012-12-31") == []


def test_what_has_no_day_of_publication_is_known_from_the_day_it_was_recorded(told: Asked) -> None:
    one = figure("fr", "2010", "70", None)
    assert told(one, as_of="2029-12-31") == []
    assert told(one, as_of="2030-01-01") == [("fr", 2010, 70.0, "known_then")]


def test_groups_parts_announcements_and_what_is_not_available_are_left_out(told: Asked) -> None:
    figures = [
        figure("world", "2010", "30", "2011-01-01"),
        figure("fr", "2010", "70", "2011-01-01", audience="women"),
        figure("tr", "2010", "40", "2011-01-01", nature="announced", said_on="2010-01-01"),
        figure("tr", "2011", None, "2012-01-01"),
    ]
    assert told(*figures, as_of="2020-01-01") == []


def test_a_figure_that_was_taken_back_is_not_known_any_more(told: Asked) -> None:
    gone = entry("withdrawal", entry=6, published_on="2012-01-01")
    one = figure("fr", "2010", "70", "2011-01-01")
    assert told(one, gone, as_of="2011-06-30", known_on="2020-01-01") == [("fr", 2010, 70.0, "known_then")]
    assert told(one, gone, as_of="2012-06-30", known_on="2020-01-01") == []


def test_of_several_series_of_a_quantity_the_one_with_most_countries_is_taken(rows: Callable[..., list[Row]]) -> None:
    other = [
        series("ind-users"),
        series("ind-more"),
        series("ind-own", "other_series"),
        series("ind-all", "other_series"),
    ]
    figures = [
        figure("fr", "2010", "70", "2011-01-01"),
        figure("fr", "2010", "71", "2011-01-01", of="ind-more"),
        figure("ma", "2010", "52", "2011-01-01", of="ind-more"),
        figure("fr", "2010", "5", "2011-01-01", of="ind-own"),
        figure("tr", "2010", "6", "2011-01-01", of="ind-all"),
    ]
    found = rows(*other, *figures, as_of="2020-01-01")
    assert [(row["series"], row["quantity"], row["area"], row["own"]) for row in found] == [
        ("ind-all", None, "state-tr", False),
        ("ind-more", "internet_users", "state-fr", False),
        ("ind-more", "internet_users", "state-ma", True),
        ("ind-own", None, "state-fr", False),
    ]
    assert [row["entries"] for row in found] == [[13], [10], [11], [12]]


@pytest.mark.parametrize("seed", range(4))
def test_the_query_says_what_ten_lines_of_python_say(rows: Callable[..., list[Row]], seed: int) -> None:
    draw = Random(seed)
    figures: list[Told] = []
    newest: dict[str, int] = {}
    for day in sorted(f"{draw.randint(2010, 2016)}-{draw.randint(1, 12):02}-01" for _ in range(40)):
        one = figure(draw.choice(("fr", "tr")), str(draw.randint(2006, 2012)), str(draw.randint(1, 99)), day)
        figures.append(entry("statement", one.key, replaces=newest.get(one.key or ""), **one.content))
        newest[one.key or ""] = 5 + len(figures)
    day = f"{draw.randint(2009, 2015)}-06-30"
    found = rows(series("ind-users"), *figures, as_of=day, known_on="2020-01-01")
    assert {row["entries"][0]: row["value"] for row in found} == _by_hand(figures, day)


def _by_hand(figures: list[Told], day: str) -> dict[int, float]:
    oldest = min(one.content["published_on"] for one in figures)
    then = oldest <= day
    known: dict[str, tuple[int, float]] = {}
    for number, one in enumerate(figures, start=6):
        said = one.content
        public = said["published_on"] <= day if then else said["published_on"] == oldest
        if public and said["about"] < day[:4]:
            known[one.key or ""] = number, float(said["value"])
    return dict(known.values())
