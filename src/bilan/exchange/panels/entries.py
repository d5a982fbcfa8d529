"""From figures to the entries that record them: areas as parties, series as indicators, publications as sources."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from bilan.exchange.panels.figures import Figure, Layout, Sheet
from bilan.exchange.steps import NOWHERE, Put, Step, Withdraw
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import problems_of, shown
from bilan.terms.codes import code_list
from bilan.terms.countries import WORLD, alpha_2, names_of
from bilan.terms.numbers import plain
from bilan.terms.problems import Place, Problem

PLAN: Final = "panel"
WORLD_KEY: Final = "world"
WORLD_CODES: Final = frozenset({"WLD", WORLD})
EVENTS: Final = ("add", "change", "remove")
YEAR: Final = re.compile(r"\d{4}")
# What a later publication of the same figure says too, and is no other figure by.
PUBLICATION: Final = frozenset({"published_on", "source", "edition", "locator"})

Found = Step | Problem


@dataclass(slots=True)
class Panel:
    """What was read of all sheets: figures by layout, and the areas and series they speak of.

    `published_on` is the day of what does not say its own, `series` the code of what does not name its series.
    """

    plan: str
    published_on: str | None = None
    series_named: str | None = None
    figures: list[tuple[Layout, str | None, list[Figure]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def take(self, layout: Layout, sheet: Sheet, name: str) -> None:
        """Keep the figures of a sheet, each with the day on which it was published."""
        if layout.name == "undata" and self.series_named:
            sheet = replace(sheet, name=self.series_named)
        self.problems += sheet.problems
        self.rows[name] = len(sheet.rows)
        day = sheet.updated_on or self.published_on
        figures = [one if one.known_at else replace(one, known_at=day) for one in layout.figures(sheet)]
        if figures and not any(one.known_at for one in figures):
            self.problems.append(Problem("panel_undated", Place(file=name), severity="warning"))
        self.figures.append((layout, layout.note(sheet.rows), figures))

    def steps(self, *, alone: bool) -> Iterator[Found]:
        """Give what is to be recorded; a panel that is alone brings the frame that a ledger needs."""
        if alone:
            yield from self._frame()
        yield from self._areas()
        yield from self._series()
        yield from self._publications()

    def _every(self) -> Iterator[Figure]:
        for _, _, figures in self.figures:
            yield from figures

    def _frame(self) -> Iterator[Found]:
        """Give the plan that a ledger needs, for the years of the figures."""
        years = [one.year for one in self._every() if YEAR.fullmatch(one.year)]
        if years:
            note = "No plan: the frame of a panel that is read alone. Its period is that of the figures."
            content = {"name": {"en": "Panel"}, "starts_on": min(years), "ends_on": max(years), "note": note}
            yield from _put("plan", self.plan, content)

    def _areas(self) -> Iterator[Found]:
        """Give a party for each country and each group of countries."""
        named: dict[str, dict[str, None]] = {}
        for one in self._every():
            named.setdefault(one.area, {})[one.area_name] = None
        made: dict[str, None] = {}
        for area, names in sorted(named.items()):
            key = _area_key(area)
            if key not in made:
                made[key] = None
                yield from _put("party", key, _area(area, list(names)))

    def _series(self) -> Iterator[Found]:
        """Give an indicator for each series."""
        listed = code_list("series")
        for code in sorted({one.series for one in self._every()}):
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

    def _publications(self) -> Iterator[Found]:
        """Give the sources, then what they publish, in the order of the files."""
        for layout, note, figures in self.figures:
            for known_at in sorted({one.known_at or "" for one in figures}):
                yield from _source(layout, note, known_at or None)
            standing: dict[str, str] = {}
            told = {_statement_key(one) for one in figures if one.text}
            for one in figures:
                if one.event:
                    yield from _event(layout, one, standing)
                elif one.text or _statement_key(one) not in told:
                    yield from _state(layout, one, standing)


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


def _event(layout: Layout, one: Figure, standing: dict[str, str]) -> Iterator[Found]:
    """Give what a file with a history says: what was added once is changed or taken away later."""
    key = _statement_key(one)
    if one.event not in EVENTS:
        values = {"value": shown(one.event), "choices": ", ".join(EVENTS)}
        yield Problem("word_of_no_format", replace(one.place, column="event"), values)
    elif (key in standing) == (one.event == "add"):
        yield Problem("event_out_of_turn", replace(one.place, column="event"), {"value": one.event})
    elif one.event == "remove":
        del standing[key]
        yield Withdraw(key, _origin(layout, one, key), published_on=one.known_at, place=one.place, once=True)
    else:
        standing[key] = one.text
        origin = _origin(layout, one, key)
        yield from _put("statement", key, _said(layout, one), one.place, origin=origin, once=True)


def _state(layout: Layout, one: Figure, standing: dict[str, str]) -> Iterator[Found]:
    """Give what a publication says as a whole: against what was recorded, only another figure is new."""
    key = _statement_key(one)
    if key not in standing:
        standing[key] = one.text
        for step in _put("statement", key, _said(layout, one), one.place, origin=f"panel:statement:{key}"):
            yield replace(step, beside=PUBLICATION, only_after=one.open) if isinstance(step, Put) else step
    elif standing[key] != one.text:
        values = {"value": shown(one.text), "first": shown(standing[key])}
        yield Problem("figure_twice", one.place, values, severity="warning")


def _statement_key(one: Figure) -> str:
    return "-".join(("st", _key(one.series), _area_key(one.area), one.year))


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
        "nature": one.nature,
        "quotation": one.quotation,
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
    told = names_of(country) if country else names_of(WORLD) if code in WORLD_CODES else {}
    name = told.get("en", names[-1]) if country else names[-1]
    other = [one for one in names if one not in {name, code}]
    kind = "state" if country else "group"
    return {"name": name, "names": dict(told) or None, "also_named": other, "party_kind": kind, "country": country}


@cache
def _area_key(code: str) -> str:
    country = alpha_2(code)
    return f"state-{country.lower()}" if country else WORLD_KEY if code in WORLD_CODES else f"group-{_key(code)}"


def _source_key(layout: Layout, known_at: str | None) -> str:
    return f"src-{layout.name}-{known_at}" if known_at else f"src-{layout.name}"


@cache
def _key(code: str) -> str:
    """Return a code as part of a key: ``it.net.bbnd.p2`` is ``it-net-bbnd-p2``."""
    return "-".join(filter(None, "".join(c if c.isascii() and c.isalnum() else "-" for c in code.lower()).split("-")))


def _put(
    kind: str,
    key: str,
    content: Mapping[str, Any],
    place: Place = NOWHERE,
    *,
    origin: str | None = None,
    once: bool = False,
) -> Iterator[Found]:
    given = {name: value for name, value in content.items() if value is not None}
    try:
        said = KINDS[kind].model_validate(given)
    except ValidationError as refused:
        yield from (problem.at(file=place.file, row=place.row) for problem in problems_of(refused))
    else:
        yield Put(Draft(said, key, origin=origin or f"panel:{kind}:{key}"), place, once=once)
