"""Take the courses out of what was read: of each indicator and place its figures as they stand now, and whose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from bilan.analysis.formulas.forecasting.distilling import Course, Sort
from bilan.exchange.steps import Put, Reading
from bilan.terms.days import last_day
from bilan.terms.units import currency_of

YEAR: Final = 365.25
# Under which licence publishers let their figures be used; those of others are not distilled.
LICENCES: Final[Mapping[str, str]] = {
    "World Bank": "CC BY 4.0",
    "Gapminder, after ITU through the World Bank": "CC BY 4.0",
    "European Commission": "Commission Decision 2011/833/EU",
    "DITP-pilotage": "Licence Ouverte 2.0",
}
UNTOLD: Final = "as published"
UNNUMBERED: Final = frozenset({"rank", "qualitative", "ladder"})


class Origin(NamedTuple):
    """Where courses come from: the publisher, its licence, its first and last publication, and what is of them."""

    publisher: str
    licence: str
    first_on: str
    last_on: str
    indicators: int
    courses: int
    figures: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The courses of what was read, and whose they are."""

    courses: tuple[Course, ...]
    origins: tuple[Origin, ...]


Place = tuple[str, str]
"""An indicator, and the country or region."""


def courses_of(reading: Reading) -> Taken:
    """Return the courses of all countries and regions, of publishers whose licence is known."""
    parts = {kind: _newest(reading, kind) for kind in ("indicator", "party", "source")}
    groups = {key for key, one in parts["party"].items() if one.party_kind == "group"}
    figures: dict[str, dict[Place, dict[float, float]]] = {}
    for one in _standing(reading).values():
        source, day = parts["source"].get(one.source), last_day(one.about)
        if day and one.subject not in groups and source is not None and source.publisher in LICENCES:
            courses = figures.setdefault(source.publisher, {})
            courses.setdefault(_place(one), {})[day.toordinal() / YEAR] = float(one.value)
    made = {publisher: _courses(told, parts["indicator"]) for publisher, told in sorted(figures.items())}
    origins = (_origin(publisher, courses, parts["source"]) for publisher, courses in made.items())
    return Taken(tuple(one for courses in made.values() for one in courses), tuple(origins))


def _newest(reading: Reading, kind: str) -> dict[str | None, Any]:
    puts = (step.draft for step in reading.steps if isinstance(step, Put))
    return {one.key: one.content for one in puts if one.kind == kind}


def _standing(reading: Reading) -> dict[str | None, Any]:
    """Return the statements that nothing took away, with a number, on an indicator."""
    found: dict[str | None, Any] = {}
    for step in reading.steps:
        if not isinstance(step, Put):
            found.pop(step.key, None)
        elif step.draft.kind == "statement":
            found[step.draft.key] = step.draft.content
    return {key: one for key, one in found.items() if one.value is not None and one.indicator}


def _place(said: Any) -> Place:
    return said.indicator, f"{said.subject or ''} {said.region or ''}".strip()


def _courses(told: Mapping[Place, Mapping[float, float]], indicators: Mapping[str | None, Any]) -> list[Course]:
    by_indicator: dict[str, list[float]] = {}
    for (indicator, _), figures in told.items():
        by_indicator.setdefault(indicator, []).extend(figures.values())
    found = []
    for (indicator, place), figures in sorted(told.items()):
        sort = sort_of(indicators[indicator], by_indicator[indicator])
        if sort is not None and len(figures) > 1:
            times = tuple(sorted(figures))
            upper = 1.0 if indicators[indicator].unit == "index 0-1" else 100.0
            falls = indicators[indicator].direction == "down"
            found.append(Course(indicator, place, sort, times, tuple(figures[at] for at in times), upper, falls))
    return found


def sort_of(indicator: Any, figures: Iterable[float]) -> Sort | None:
    """Return of which sort an indicator is, from what it says of itself and from all its figures.

    Where no unit is told, it is a share if none of its figures is above a hundred and some are no whole numbers.
    """
    every = list(figures)
    within = min(every) >= 0 and max(every) <= 100  # noqa: PLR2004 - per cent
    if indicator.measure in UNNUMBERED or min(every) < 0:
        return None
    if indicator.unit.startswith("percent"):
        return ("envelope" if indicator.measure == "cumulative" else "share") if within else "rate"
    if indicator.unit == UNTOLD:
        return "share" if within and any(one != int(one) for one in every) else "count"
    if indicator.measure in {"index", "rate"}:
        return "share" if indicator.unit == "index 0-1" else "rate"
    return "level" if indicator.measure == "flow" or currency_of(indicator.unit) else "count"


def _origin(publisher: str, courses: Iterable[Course], sources: Mapping[str | None, Any]) -> Origin:
    days = sorted(one.published_on for one in sources.values() if one.publisher == publisher and one.published_on)
    kept = list(courses)
    return Origin(
        publisher,
        LICENCES[publisher],
        days[0] if days else "",
        days[-1] if days else "",
        len({one.indicator for one in kept}),
        len(kept),
        sum(len(one.times) for one in kept),
    )
