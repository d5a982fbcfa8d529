"""The newest figures of a source become others later, or stand: told by what it published.

Fixture: `rows` asks a ledger of a plan with these entries, on the last day of 2019.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from math import log
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.acts.trying import tried
from bilan.analysis import revision_noise
from bilan.analysis.asking import Row
from bilan.exchange import formats
from bilan.tables.session import open_session

DATA = Path(__file__).resolve().parents[3] / "shared/data"
STATES = [
    entry("party", "state-fr", name="FR", party_kind="state", country="FR"),
    entry("party", "state-tr", name="TR", party_kind="state", country="TR"),
    entry("party", "world", name="World", party_kind="group"),
]
SERIES = indicator("ind-users", unit="percent", measure="rate", headline=None, quantity="internet_users")
OTHER = indicator("ind-paid", unit="MAD", measure="flow", headline=None)
SOURCE = entry("source", "src-data", title="Data", publisher="ITU", published_on="2009-01-01", source_kind="data")
FRAME = [PLAN, *STATES, SERIES, OTHER, SOURCE]
Asked = Callable[..., list[Row]]


class Book:
    """Entries that are published one after the other; what is told again replaces."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.numbers: dict[str, int] = {}
        self.next = count(len(FRAME))

    def say(self, public: str, about: str, value: str | None, who: str | None = "state-fr", **more: Any) -> "Book":
        facts = {
            "indicator": "ind-users",
            "nature": "measured",
            "organisation_name": "ITU",
            "source": "src-data",
            **more,
        }
        key = f"st-{facts['indicator']}-{who}-{about}"
        facts |= {"subject": who, "about": about, "published_on": public, "value": value}
        facts |= {"missing": "not_available"} if value is None else {}
        self.told.append(entry("statement", key, replaces=self.numbers.get(key), **facts))
        self.numbers[key] = next(self.next)
        return self


@pytest.fixture
def rows(tmp_path: Path) -> Asked:
    def asked(book: Book, *more: Told) -> list[Row]:
        return ask(session_of([*FRAME, *book.told, *more], tmp_path, as_of="2019-12-31"), revision_noise.ANALYSIS)

    return asked


def counts(rows: list[Row]) -> tuple[int, int]:
    return rows[0]["figures"], rows[0]["corrected"]


def test_without_a_figure_the_prior_is_told(rows: Asked) -> None:
    (row,) = rows(Book())
    assert (row["figures"], row["chance"], row["spread"], row["borrowed"]) == (0, 0.42, 0.35, 1.0)
    assert (row["share_low"], row["size"], row["entries"]) == (None, None, [])


def test_the_newest_figure_counts_and_those_before_it_do_not(rows: Asked) -> None:
    book = Book().say("2012-01-01", "2010", "50").say("2012-01-01", "2011", "52").say("2014-01-01", "2012", "56")
    book.say("2014-01-01", "2010", "60").say("2014-01-01", "2011", "62")
    assert counts(rows(book)) == (1, 1)


CASES = {
    "rounded": ("46.10748", "46.1", 0),
    "unrounded": ("46.1", "46.10748", 0),
    "whole": ("46", "46.4", 0),
    "a little": ("46.1", "46.4", 0),
    "a point": ("46.1", "47.1", 1),
    "ten points": ("74.37631", "84.12036", 1),
    "at the floor": ("0", "0.01", 0),
}


def test_a_figure_is_corrected_when_it_is_another_by_more_than_rounding(rows: Asked) -> None:
    book = Book()
    for at, (name, (first, now, _)) in enumerate(CASES.items()):
        facts = {"organisation_name": name, "who": ("state-fr", "state-tr")[at % 2]}
        book.say("2012-01-01", str(2003 + at), first, **facts).say("2014-01-01", str(2003 + at), now, **facts)
    told = {row["publisher"]: row["corrected"] for row in rows(book)[1:]}
    assert told == {name: corrected for name, (_, _, corrected) in CASES.items()}


def test_an_amount_is_compared_by_its_ratio_and_a_source_by_its_indicator_where_its_quantity_is_not_listed(
    rows: Asked,
) -> None:
    more = {"indicator": "ind-paid", "organisation_name": "Bank"}
    book = Book().say("2012-01-01", "2011", "1000", None, **more).say("2014-01-01", "2011", "1100", None, **more)
    _, row = rows(book)
    assert (row["publisher"], row["quantity"], row["indicator"], row["corrected"]) == ("Bank", None, "ind-paid", 1)
    assert row["size"] == pytest.approx(1.4826 * 0.0953102)
    assert row["entries"] == [7, 8]


def test_what_moves_with_its_whole_course_was_not_corrected(rows: Asked) -> None:
    book = Book()
    for day, factor in (("2012-01-01", 1.0), ("2014-01-01", 1.1)):
        for year in range(2006, 2012):
            facts = {"indicator": "ind-paid"}
            book.say(day, str(year), str(round(100 * (year - 2000) * factor)), None, **facts)
    assert counts(rows(book)) == (1, 0)


def test_a_source_that_has_not_published_for_a_year_has_told_nothing_yet(rows: Asked) -> None:
    assert counts(rows(Book().say("2012-01-01", "2011", "50").say("2012-06-01", "2011", "60"))) == (0, 0)


def test_what_was_said_once_is_neither_confirmed_nor_corrected(rows: Asked) -> None:
    said = {"source": None, "nature": "declared"}
    book = Book().say("2012-01-01", "2011", "50", None, **said).say("2014-01-01", "2013", "60", None, **said)
    assert counts(rows(book)) == (0, 0)
    assert counts(rows(book.say("2014-02-01", "2011", "55", None, **said))) == (1, 1)


def test_a_figure_that_is_told_no_more_is_counted_apart(rows: Asked) -> None:
    book = Book().say("2012-01-01", "2011", "50").say("2014-01-01", "2011", None)
    every, _ = rows(book)
    assert (every["figures"], every["taken_away"]) == (0, 1)
    gone = entry("withdrawal", entry=7, published_on="2015-01-01")
    book = Book().say("2012-01-01", "2011", "50").say("2014-01-01", "2011", "50", "state-tr")
    assert rows(book, gone)[0]["taken_away"] == 1


def test_groups_and_announcements_have_no_part_in_it(rows: Asked) -> None:
    book = Book().say("2012-01-01", "2011", "50", "world").say("2014-01-01", "2011", "60", "world")
    book.say("2012-01-01", "2011", "50", "state-tr", nature="announced", said_on="2012-01-01")
    assert counts(rows(book)) == (0, 0)


def test_a_source_is_drawn_towards_all_sources(rows: Asked) -> None:
    book = Book()
    for who in ("state-fr", "state-tr"):
        book.say("2012-01-01", "2011", "50", who).say("2014-01-01", "2011", "60", who)
    every, own = rows(book)
    assert 0.42 < every["chance"] < own["chance"] < 1
    assert own["borrowed"] == pytest.approx(20 / 22)
    assert (own["share_low"] < 0.5, own["share_high"]) == (True, 1.0)


@pytest.mark.parametrize("seed", range(2))
def test_the_query_counts_what_ten_lines_of_python_count(rows: Asked, seed: int) -> None:
    draw, book = Random(seed), Book()
    for day in sorted(f"{draw.randint(2010, 2018)}-{draw.randint(1, 12):02}-01" for _ in range(60)):
        book.say(day, str(draw.randint(2006, 2012)), str(draw.randint(40, 60)), draw.choice(("state-fr", "state-tr")))
    assert counts(rows(book)) == _by_hand(book.told)


Course = dict[str, list[tuple[str, float]]]


def _by_hand(told: list[Told]) -> tuple[int, int]:
    courses: dict[str, Course] = {}
    for one in (told.content for told in told):
        figures = courses.setdefault(one["subject"], {})
        figures.setdefault(one["about"], []).append((one["published_on"], float(one["value"])))
    last = max(one.content["published_on"] for one in told)
    found = [_corrected(course, year) for course in courses.values() for year in course if _counts(course, year, last)]
    return len(found), sum(found)


def _counts(course: Course, year: str, last: str) -> bool:
    first = course[year][0][0]
    later = [other for other, told in course.items() if other > year and told[0][0] <= first]
    return not later and f"{int(first[:4]) + 1}{first[4:]}" <= last


def _corrected(course: Course, year: str) -> bool:
    moved = {one: _logit(told[-1][1]) - _logit(told[0][1]) for one, told in course.items()}
    base = median(moved.values()) if len(course) > 3 else 0.0
    first, now = course[year][0][1], course[year][-1][1]
    return abs(now - first) > 0.5 and abs(moved[year] - base) >= 0.02


def _logit(value: float) -> float:
    within = 0.0005 + 0.999 * value / 100
    return log(within / (1 - within))


def test_of_internet_users_a_third_of_the_newest_figures_were_corrected() -> None:
    if not (DATA / "internet-users-vintages").is_dir():
        pytest.skip("the panel is not here")
    at = datetime(2026, 11, 26, tzinfo=UTC)
    with tried(formats.read(DATA / "internet-users-vintages"), at=at) as trial:
        assert trial.edition is not None
        session = open_session(trial.edition, as_of=at.date(), known_on=at.date())
        every, row = ask(session, revision_noise.ANALYSIS)
        morocco = session.rows(
            "SELECT min(number) AS n FROM statement_known WHERE key = 'st-internet-users-state-ma-2019'"
        )
    assert (row["figures"], row["corrected"]) == (52, 16)
    assert (round(row["chance"], 2), round(row["spread"], 2), round(every["chance"], 2)) == (0.33, 0.26, 0.37)
    assert morocco[0]["n"] in row["entries"]
