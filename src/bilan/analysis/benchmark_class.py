"""List the countries that started where the plan started, and what became of them in the time of the plan.

Question: When a target was set, which countries had stood where this one stood, and where were they as many years
    later?
Formula: the question is the baseline of an indicator, its target in force, the years between them and the day the
    target was set; or `start`, `target`, `years` and `origin` (a year), where `years` are chosen. The figures are those
    public by that day (*known_then*). Where the oldest publication that was kept is younger, a second answer is
    inferred from it (*oldest_kept*): its figures about a year no later than that of the day less `lag_years`, for what
    was published then of years before may have been corrected since. An episode of a country begins in the year in
    which it was nearest to the start, and ended by the last year used. In the class are those whose first level is
    within the band; it grows by `band` until `enough` have an outcome, or to `widest`.
Unit: levels in the unit of the series; years; speed in that unit per year.
Shape: One row per target, answer and country with an episode, nearest first; a row without a country where no
    episode is known.
Missing: A country that had not reached the target by its last figure, and whose last year is not known, has no outcome.
    Amounts and counts are not asked, for they tell the size of a country. A series of the same quantity is taken, else
    the one that stands in for it: Internet users for households with Internet, never said to be the same.
Source: Entries of kinds target, baseline, indicator and party; statements on other states.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from bilan.analysis.asking import Analysis, Option, Row, fields, sql
from bilan.analysis.formulas.reference_class import CHOICES, Class, Episode, Question, reference_class
from bilan.tables.session import Session


def ask(session: Session, **chosen: float) -> list[Row]:
    """Return the rows of every question and answer."""
    asked = {name: chosen[name] for name in ("start", "target", "years", "origin", "lag_years")}
    figures = session.rows(sql("benchmark_class"), asked)
    groups = groupby(figures, key=lambda row: (row["indicator"], row["series"], row["told_as"]))
    return [made for _, rows in groups for made in _rows(list(rows), chosen)]


def _rows(figures: list[Row], chosen: Mapping[str, float]) -> Iterator[Row]:
    told = figures[0]
    until = max((row["year"] for row in figures if row["year"] is not None), default=None)
    common = {name: told[name] for name in ("indicator", "series", "stand_in", "told_as", "origin_on", "unit")}
    common |= {name: told[name] for name in ("start", "target", "years")}
    common |= {"series_unit": told["series_unit"], "oldest_on": told["oldest_on"], "until": until}
    common |= {"vintage_on": max((row["vintage_on"] for row in figures if row["vintage_on"]), default=None)}
    numbers = {(row["country"], row["year"]): row["number"] for row in figures}
    found = _class(figures, until, chosen)
    known = {"countries": len({row["country"] for row in figures} - {None}), "band": found.band}
    known |= {"widened": found.widened}
    episodes = [*((one, True) for one in found.episodes), *((one, False) for one in found.others)]
    for one, inside in episodes:
        behind = [numbers.get((one.country, year)) for year in (one.from_year, one.reached_in, one.to_year)]
        yield {**common, **known, **_episode(one), "in_class": inside, "entries": _entries(told["asked"], behind)}
    if not episodes:
        yield {**common, **known, **dict.fromkeys(EPISODE), "in_class": None, "entries": _entries(told["asked"], [])}


EPISODE: Final = (
    "country", "distance", "from_year", "from_level", "to_year", "to_level", "reached", "reached_in", "speed",
    "carried",
)  # fmt: skip


def _class(figures: Iterable[Row], until: int | None, chosen: Mapping[str, float]) -> Class:
    series: dict[str, dict[int, float]] = {}
    question = None
    for row in figures:
        if row["country"] is not None and until is not None:
            series.setdefault(row["country"], {})[row["year"]] = row["level"]
            question = question or Question(row["start"], row["target"], int(row["years"]), until)
    if question is None:
        return Class((), (), chosen["band"], 0)
    return reference_class(series, question, band=chosen["band"], enough=int(chosen["enough"]), widest=chosen["widest"])


def _episode(one: Episode) -> Row:
    return {name: getattr(one, name) for name in EPISODE}


def _entries(asked: Iterable[int | None], behind: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in (*asked, *behind) if one is not None))


ANALYSIS: Final = Analysis(
    name="benchmark_class",
    method=1,
    reads=("plan", "indicator", "baseline", "target", "statement", "party", "withdrawal"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=ask,
    options=tuple(Option(*one) for one in CHOICES),
    columns=fields("""
        indicator | key | The indicator whose target is asked of; the series itself where numbers were chosen.
        series | key | The series of other countries.
        stand_in | yes/no | Whether the series only stands in for the quantity of the indicator.
        told_as | code | Known then, or inferred from the oldest publication kept (code list hindsight).
        origin_on | day | The day of the question: what was public then counts.
        oldest_on | day | The day of the oldest publication of the series that was kept.
        vintage_on | day | The day of the newest publication that was used.
        until | year | The last year that was used; episodes ended by then.
        unit | text | Unit of the indicator.
        series_unit | text | Unit of the series.
        start | unit | Level to start from.
        target | unit | Level to reach.
        years | years | Years to reach it in.
        countries | count | Other countries with a figure.
        band | unit | How far from the start the class reaches.
        widened | count | How often the band was widened.
        country | code | The country.
        in_class | yes/no | Whether it started within the band.
        distance | unit | How far from the start it was.
        from_year | year | The year in which it was nearest to the start.
        from_level | unit | Its level then.
        to_year | year | The last year of its episode.
        to_level | unit | Its level then.
        reached | yes/no | Whether it reached the target; empty when that is not known.
        reached_in | year | In which year.
        speed | unit per year | Its gain of a year.
        carried | yes/no | Whether its last level is that of the year before: carried over, perhaps.
        entries | entries | The entries behind the row.
    """),
)
