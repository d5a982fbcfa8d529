"""Read panels: series of many countries and years, with the dates on which they were published.

Each publication of a figure (*add*), each other figure for it (*change*) and each taking away (*remove*) becomes an
entry of its day, so that a question "as known on" a day is answered from what was published by then. A country is a
party of kind *state*; what stands among countries and is none (a region, an income group, the world) a party of kind
*group*, the world under the key ``world``. See decision 0012: what is said of them is no statement on the plan.

A panel brings no plan when it is read beside one (`plan`); alone it makes the frame that a ledger needs, without a
country, for it follows nothing. Units, directions and the quantity that a series counts are of the code list *series*;
a series that is not listed is kept under its code, and said.

To add the layout of another publisher: one `Layout` with its headings and a function from a row to figures.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from bilan.exchange.containers import USUAL, Limits, Opened, open_all
from bilan.exchange.foreign import ForeignRow, foreign_rows
from bilan.exchange.steps import NOWHERE, Put, Reading, Step, Withdraw
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import problems_of, shown
from bilan.terms.codes import code_list
from bilan.terms.countries import WORLD, alpha_2, names_of
from bilan.terms.numbers import plain
from bilan.terms.problems import Place, Problem

PLAN: Final = "panel"
WORLD_KEY: Final = "world"
EVENTS: Final = ("add", "change", "remove")
YEAR: Final = re.compile(r"\d{4}")

Found = Step | Problem


@dataclass(frozen=True, slots=True)
class Figure:
    """What one publication says of one series, area and year; `scope` is the group an index puts the area in."""

    series: str
    area: str
    area_name: str
    year: str
    text: str
    place: Place
    event: str = "add"
    known_at: str | None = None
    edition: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a publisher lays out its files: the headings that tell it, and what a row says.

    `note` says of the whole file what a reader of its figures should know.
    """

    name: str
    title: str
    publisher: str
    headings: tuple[str, ...]
    figures: Callable[[ForeignRow], Iterable[Figure]]
    note: Callable[[Sequence[ForeignRow]], str | None] = lambda _: None


def _wdi(row: ForeignRow) -> Iterator[Figure]:
    area = row["country_code"].upper(), row["country_name"]
    yield Figure(row["indicator"], *area, row["year"], row["value"], row.place, row["event"], row["known_at"])


def _users(row: ForeignRow) -> Iterator[Figure]:
    area = row["geo"].upper(), row["geo"].upper()
    text = row["internet_users_pct"]
    yield Figure("internet-users", *area, row["year"], text, row.place, row["event"], row["known_at"])


def _govtech(row: ForeignRow) -> Iterator[Figure]:
    """Give the index, and the group as its scope; the answers to the questions have no text here, and are not read."""
    year = row["Year"].removesuffix(".0")
    area = row["Code"].upper(), row["Economy"]
    yield Figure("gtmi", *area, year, row["GTMI"], row.place, edition=year, scope=row["Grp"] or None)


def _asked(rows: Sequence[ForeignRow]) -> str | None:
    """Tell how many questions an edition asked: those that say "New" were first asked in the next."""
    questions = [name for name in rows[0].cells if name.startswith("I-")] if rows else []
    new = sum(all(row[name] == "New" for row in rows) for name in questions)
    asked = f"{len(questions) - new} of {len(questions)} questions were asked; {new} are of the next edition"
    return f"{asked}, so that editions do not compare." if questions else None


LAYOUTS: Final = (
    Layout(
        "wdi",
        "World development indicators",
        "World Bank",
        ("known_at", "indicator", "country_code", "country_name", "year", "value", "event"),
        _wdi,
    ),
    Layout(
        "users",
        "Internet users, per cent of the population (Gapminder, systema globalis)",
        "Gapminder, after ITU through the World Bank",
        ("known_at", "geo", "year", "internet_users_pct", "event"),
        _users,
    ),
    Layout(
        "gtmi", "GovTech maturity index", "World Bank", ("Year", "Code", "Economy", "Grp", "GTMI"), _govtech, _asked
    ),
)  # fmt: skip


def detect(path: Path) -> bool:
    """Tell whether a file, or one of a folder, is a panel."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path] if path.suffix.lower() == ".csv" else []
    return any(_layout(_headings(one)) for one in files)


def _headings(path: Path) -> list[str]:
    with suppress(OSError, UnicodeDecodeError, csv.Error, StopIteration), path.open(encoding="utf-8-sig") as file:
        return next(csv.reader(file))
    return []


def _layout(headings: Sequence[str]) -> Layout | None:
    return next((one for one in LAYOUTS if set(one.headings) <= set(headings)), None)


def read(path: Path, limits: Limits = USUAL, *, plan: str | None = None) -> Reading:
    """Read the panels of a file or folder, beside the plan of that key; alone they bring a frame of their own."""
    panel = _Panel(plan or PLAN)
    for opened in open_all(path, limits):
        if isinstance(opened, Problem):
            panel.problems.append(opened)
        elif layout := _layout(_first_row(opened)):
            panel.take(layout, list(foreign_rows(opened, layout.headings)), opened.name)
    steps = [*([] if plan else panel.frame()), *panel.areas(), *panel.series(), *panel.publications()]
    problems = [*panel.problems, *(one for one in steps if isinstance(one, Problem))]
    return Reading(tuple(one for one in steps if not isinstance(one, Problem)), tuple(problems), panel.rows)


def _first_row(opened: Opened) -> list[str]:
    line = opened.content.partition(b"\n")[0].decode("utf-8-sig", "replace")
    return next(csv.reader([line]), [])


@dataclass(slots=True)
class _Panel:
    """What was read of all files: figures by layout, and the areas and series they speak of."""

    plan: str
    figures: list[tuple[Layout, str | None, list[Figure]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def take(self, layout: Layout, rows: Sequence[ForeignRow | Problem], name: str) -> None:
        """Keep the figures of a file."""
        clean = [row for row in rows if isinstance(row, ForeignRow)]
        self.problems += (row for row in rows if isinstance(row, Problem))
        self.rows[name] = len(clean)
        self.figures.append((layout, layout.note(clean), [one for row in clean for one in layout.figures(row)]))

    def every(self) -> Iterator[Figure]:
        """Give all figures."""
        for _, _, figures in self.figures:
            yield from figures

    def frame(self) -> Iterator[Found]:
        """Give the plan that a ledger needs, for the years of the figures."""
        years = [one.year for one in self.every() if YEAR.fullmatch(one.year)]
        if years:
            note = "No plan: the frame of a panel that is read alone. Its period is that of the figures."
            content = {"name": {"en": "Panel"}, "starts_on": min(years), "ends_on": max(years), "note": note}
            yield from _put("plan", self.plan, content)

    def areas(self) -> Iterator[Found]:
        """Give a party for each country and each group of countries."""
        named: dict[str, dict[str, None]] = {}
        for one in self.every():
            named.setdefault(one.area, {})[one.area_name] = None
        made: dict[str, None] = {}
        for area, names in sorted(named.items()):
            key = _area_key(area)
            if key not in made:
                made[key] = None
                yield from _put("party", key, _area(area, list(names)))

    def series(self) -> Iterator[Found]:
        """Give an indicator for each series."""
        listed = code_list("series")
        for code in sorted({one.series for one in self.every()}):
            if code not in listed:
                yield Problem("series_not_listed", values={"series": shown(code)}, severity="warning")
            told: Mapping[str, str] = listed[code].more if code in listed else {}
            content: dict[str, Any] = {
                **{name: told.get(name) or None for name in ("direction", "activity")},
                "node": self.plan,
                "name": dict(listed[code].label) if code in listed else {"en": code},
                "unit": told.get("unit", "as published"),
                "measure": told.get("measure", "stock"),
                "quantity": told.get("quantity", "other_series"),
                "in_plan": "no",
                "note": f"Series {code}, by country; beside the plan.",
            }
            yield from _put("indicator", _key(code), content)

    def publications(self) -> Iterator[Found]:
        """Give the sources, then what they publish, in the order of the files."""
        for layout, note, figures in self.figures:
            for known_at in sorted({one.known_at or "" for one in figures}):
                yield from _source(layout, note, known_at or None)
            standing: set[str] = set()
            for one in figures:
                yield from _event(layout, one, standing)


def _source(layout: Layout, note: str | None, known_at: str | None) -> Iterator[Found]:
    content = {
        "title": layout.title if known_at is None else f"{layout.title}, as published on {known_at}",
        "publisher": layout.publisher,
        "published_on": known_at,
        "language": "en",
        "source_kind": "data",
        "note": note,
    }
    yield from _put("source", _source_key(layout, known_at), content)


def _event(layout: Layout, one: Figure, standing: set[str]) -> Iterator[Found]:
    key = "-".join(("st", _key(one.series), _area_key(one.area), one.year))
    if one.event not in EVENTS:
        values = {"value": shown(one.event), "choices": ", ".join(EVENTS)}
        yield Problem("word_of_no_format", replace(one.place, column="event"), values)
    elif (key in standing) == (one.event == "add"):
        yield Problem("event_out_of_turn", replace(one.place, column="event"), {"value": one.event})
    elif one.event == "remove":
        standing.discard(key)
        yield Withdraw(key, _origin(layout, one, key), published_on=one.known_at, place=one.place, once=True)
    else:
        standing.add(key)
        yield from _put("statement", key, _said(layout, one), one.place, origin=_origin(layout, one, key))


def _origin(layout: Layout, one: Figure, key: str) -> str:
    return f"panel:{layout.name}:{one.known_at or ''}:{one.event}:{key}"


def _said(layout: Layout, one: Figure) -> dict[str, Any]:
    listed = code_list("series").get(one.series)
    return {
        "indicator": _key(one.series),
        "subject": _area_key(one.area),
        "about": one.year,
        "published_on": one.known_at,
        "source": _source_key(layout, one.known_at),
        "edition": one.edition,
        "scope": one.scope,
        "nature": "measured",
        "organisation_name": listed.more["publisher"] if listed else layout.publisher,
        **_value(one.text),
    }


def _value(text: str) -> dict[str, str]:
    """Return a number as plain digits, for data sets write 1.2e+08 too; nothing is *not available*."""
    if not text:
        return {"missing": "not_available"}
    try:
        number = Decimal(text)
    except InvalidOperation:
        return {"value": text}  # its kind refuses it, and says why
    return {"value": plain(number) if number.is_finite() else text}


def _area(code: str, names: Sequence[str]) -> dict[str, Any]:
    """Return a country by its name of ISO, the same in all data sets; a group by the name it was last given."""
    country = alpha_2(code)
    told = names_of(country) if country else names_of(WORLD) if code == "WLD" else {}
    name = told.get("en", names[-1]) if country else names[-1]
    other = [one for one in names if one not in {name, code}]
    kind = "state" if country else "group"
    return {"name": name, "names": dict(told) or None, "also_named": other, "party_kind": kind, "country": country}


@cache
def _area_key(code: str) -> str:
    country = alpha_2(code)
    return f"state-{country.lower()}" if country else WORLD_KEY if code == "WLD" else f"group-{_key(code)}"


def _source_key(layout: Layout, known_at: str | None) -> str:
    return f"src-{layout.name}-{known_at}" if known_at else f"src-{layout.name}"


@cache
def _key(code: str) -> str:
    """Return a code as part of a key: ``it.net.bbnd.p2`` is ``it-net-bbnd-p2``."""
    return "-".join(filter(None, "".join(c if c.isalnum() else "-" for c in code.lower()).split("-")))


def _put(
    kind: str, key: str, content: Mapping[str, Any], place: Place = NOWHERE, *, origin: str | None = None
) -> Iterator[Found]:
    given = {name: value for name, value in content.items() if value is not None}
    try:
        said = KINDS[kind].model_validate(given)
    except ValidationError as refused:
        yield from (problem.at(file=place.file, row=place.row) for problem in problems_of(refused))
    else:
        yield Put(Draft(said, key, origin=origin or f"panel:{kind}:{key}"), place, once=origin is not None)
