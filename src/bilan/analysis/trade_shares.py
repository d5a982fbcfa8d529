"""Split the growth of a country's exports into the world's growth, what it sells, to whom, and itself.

Question: Exports grew: because the world bought more, because the country sells what the world buys more of, because it
    sells where more is bought, or because it sells more of it than others do?
Formula: constant market share (Leamer and Stern), over things i and markets j that are told of the country and of the
    world in the first and the last year common to all its things: change = r x + sum (r_i - r) x_i
    + sum (r_ij - r_i) x_ij + sum (x'_ij - x_ij - r_ij x_ij), r being the growth of the world's exports of these things.
    The four effects add up to the change exactly. What is sold to no named market is a market of its own, the rest.
Unit: Whole units of the currency named in the row, that of the world's series; shares of 1.
Shape: One row per state and thing, and one for all its things where there are several; a single row with what is
    missing where no state has one. `own` marks the country of the plan.
Missing: A thing without the world's figure, or without both years, is left out and counted, as is a cell in which the
    country would have sold more than the world. Sums of everything are no things; a part is not added to a whole that
    is told. With one thing and one market the effects of what is sold and to whom are nothing by definition.
Source: Statements on indicators of exports, of the plan, of states and of the world (the party with the key `world`).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.trade import Cell, Effects, is_sound, split
from bilan.analysis.formulas.trade_book import (
    NO_COUNTRY,
    TOTALS,
    WITHIN,
    WORLD,
    Book,
    Series,
    Thing,
    book_of,
    currency_of,
)
from bilan.tables.session import Session

REST: Final = "rest"
EFFECTS: Final = ("world_growth", "thing_mix", "market_mix", "competitiveness")
Pair = tuple[Series, Series]


def ask(session: Session) -> list[Row]:
    """Return the rows of every state, the plan's own country first."""
    book = book_of(session.rows(sql("trade")))
    areas = sorted(book.areas(), key=lambda area: (area != book.home, area))
    rows = [row for area in areas for row in _rows(book, area)]
    if not rows or (book.home not in areas and book.home != NO_COUNTRY):
        rows = [_nothing(book), *rows]
    return rows


def _nothing(book: Book) -> Row:
    needed = ["exports_by_year"] + ([] if book.things(WORLD) else ["world_exports"])
    country = book.home if book.home not in {"", NO_COUNTRY} else None
    empty: Row = dict.fromkeys(one.name for one in ANALYSIS.columns)
    counts = {"cells": 0, "left_out": 0, "own": True}
    return {**empty, **counts, "country": country, "conclusion": "cannot_determine", "needed": needed, "entries": []}


def _rows(book: Book, area: str) -> Iterator[Row]:
    told = [one for one in book.things(area) if one.activity not in TOTALS]
    activities = {one.activity for one in told}
    things = [one for one in told if WITHIN.get(one.activity or "") not in activities]
    pairs = {one: _pair(book, one, area) for one in things}
    common = [set(own) & set(world) for own, world in pairs.values() if set(own) & set(world)]
    years = sorted(set.intersection(*common)) if common else []
    if len(years) > 1:
        first, last = years[0], years[-1]
        kept = {
            one: pair for one, pair in pairs.items() if all(year in side for side in pair for year in (first, last))
        }
        cells = {one: list(_cells(book, one, area, (first, last))) for one in kept}
        yield from _split(book, area, cells, (first, last), left_out=len(told) - len(kept))
    else:
        missing = ["exports_by_year"] if common else ["world_exports"]
        empty: Row = dict.fromkeys(one.name for one in ANALYSIS.columns)
        counts = {"country": area, "own": area == book.home, "cells": 0, "left_out": len(told)}
        entries = [entry for one in things for entry in _behind(pairs[one], sorted(pairs[one][0])[-1:])]
        yield {**empty, **counts, "conclusion": "cannot_determine", "needed": missing, "entries": entries}


def _pair(book: Book, thing: Thing, area: str, client: str = "") -> Pair:
    """Return what an area and the world sold of a thing, in the currency of the world's series."""
    like = book.like(thing, WORLD)
    if like is None:
        return book.series("exports", thing, area, client), {}
    currency = currency_of(book.series("exports", like, WORLD))
    return tuple(  # type: ignore[return-value]  # of two sides
        book.in_currency(book.series("exports", one, where, client), currency)
        for one, where in ((thing, area), (like, WORLD))
    )


def _cells(book: Book, thing: Thing, area: str, ends: tuple[int, int]) -> Iterator[Cell[Fraction]]:
    """Give a cell for each market told of both, and one for the rest."""
    whole = _cell(thing, REST, _pair(book, thing, area), ends)
    for client in book.clients(thing, area):
        pair = _pair(book, thing, area, client)
        if all(year in side for side in pair for year in ends):
            one = _cell(thing, client, pair, ends)
            whole = Cell(
                whole.thing,
                REST,
                whole.first - one.first,
                whole.last - one.last,
                whole.world_first - one.world_first,
                whole.world_last - one.world_last,
            )
            yield one
    if any((whole.first, whole.last, whole.world_first, whole.world_last)):
        yield whole


def _cell(thing: Thing, market: str, pair: Pair, ends: tuple[int, int]) -> Cell[Fraction]:
    own, world = pair
    first, last = ends
    sold = own[first].value, own[last].value, world[first].value, world[last].value
    return Cell(thing.indicator, market, *sold)


def _split(
    book: Book, area: str, cells: dict[Thing, list[Cell[Fraction]]], ends: tuple[int, int], *, left_out: int
) -> Iterator[Row]:
    every = [(thing, one) for thing, of in cells.items() for one in of]
    sound = [(thing, one) for thing, one in every if is_sound(one)]
    pairs = {thing: _pair(book, thing, area) for thing in cells}
    common: Row = {"country": area, "own": area == book.home, "first_year": ends[0], "last_year": ends[1]}
    common |= {"left_out": left_out + len(every) - len(sound)}
    common["currency"] = next((currency_of(world) for _, world in pairs.values()), None)
    effects = list(zip(sound, split([one for _, one in sound]), strict=False))
    things = list(dict.fromkeys(thing for (thing, _), _ in effects))
    for thing in [*things, *([None] if len(things) > 1 else [])]:
        of = [(cell, effect) for (sold, cell), effect in effects if thing in {sold, None}]
        entries = [entry for sold in things if thing in {sold, None} for entry in _behind(pairs[sold], ends)]
        told: Row = {"indicator": thing and thing.indicator, "activity": thing and thing.activity}
        row = {**common, **told, **_told([one for one, _ in of], [one for _, one in of]), "entries": entries}
        # Whether the country sold more than its place in the world explains.
        yield {**row, "conclusion": "holds" if row["competitiveness"] > 0 else "does_not_hold", "needed": []}


def _told(cells: Sequence[Cell[Fraction]], effects: Sequence[Effects[Fraction]]) -> dict[str, Any]:
    total = reduce(lambda one, other: one + other, effects)
    first, last = sum(one.first for one in cells), sum(one.last for one in cells)
    world_first, world_last = sum(one.world_first for one in cells), sum(one.world_last for one in cells)
    row: Row = {"first": float(first), "last": float(last), "change": float(total.change), "cells": len(cells)}
    row |= {name: float(getattr(total, name)) for name in EFFECTS}
    row["world_share_first"] = float(first / world_first) if world_first else None
    row["world_share"] = float(last / world_last) if world_last else None
    return row


def _behind(pair: Pair, years: Sequence[int]) -> list[int]:
    return [entry for side in pair for year in years if year in side for entry in side[year].entries]


ANALYSIS: Final = Analysis(
    name="trade_shares",
    method=1,
    reads=("plan", "indicator", "statement", "party"),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        country | code | The state.
        own | yes/no | Whether it is the country of the plan.
        indicator | key | The series of the thing; empty for all things together.
        activity | code | What is sold.
        currency | code | Currency of the amounts (ISO 4217).
        first_year | year | The first year told of the country and of the world.
        last_year | year | The last.
        first | currency | Exports of the first year.
        last | currency | Exports of the last year.
        change | currency | The difference.
        world_growth | currency | What would have come had the country grown as the world did.
        thing_mix | currency | What came of selling what the world buys more of; less than nothing of the reverse.
        market_mix | currency | What came of selling where more is bought.
        competitiveness | currency | What came of selling more of it, there, than others.
        world_share_first | share | Its share of the world's exports of the same in the first year.
        world_share | share | The same in the last year.
        cells | count | Things and markets that were split.
        left_out | count | Things and cells left out.
        conclusion | code | Whether it gained beyond the world's growth and its mix (code list conclusion).
        needed | codes | What is missing (code list needed).
        entries | entries | The entries behind the row.
    """),
)
