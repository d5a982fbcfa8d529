"""Tell how well a country sells its know-how abroad, against its own past, its target and the world.

Question: How fast do the exports of the plan's country grow, how far are they from their target, does it hold an
    advantage in them, and on how many clients do they hang?
Formula: growth a year = (last / first) ** (1 / years) - 1, as told, and in the prices of the first year. Advantage of
    Balassa = (x / X) / (w / W), x being its exports of the thing, X all its exports, w and W those of the world, in
    the newest year that has all four; symmetric (B - 1) / (B + 1); normalised x / W - X w / W^2. Intensity: the same
    with gross domestic products instead of X and W, where all exports are not told: a stand-in, on which no
    conclusion rests. Concentration: the sum of the squared shares of the clients in the newest year with a total.
    Conclusion: whether the advantage is above 1.
Unit: Whole units of the currency named in the row; shares of 1; ratios.
Shape: One row per indicator of exports of the plan's country; without one, a row per series of others', else one row.
Missing: Sums of all exports are no row of their own. Only whole years count, told by anybody, never what was
    announced. Amounts in another currency are converted at a rate of their own year that is told ("MAD per EUR");
    without one they are left out, and `left_out` counts them. Without a deflator there is no growth in constant
    prices. Unknown clients are many small ones for the low bound of concentration and a single one for the high
    bound. `needed` names what is missing, also beside a conclusion.
Source: Statements on indicators tagged with a quantity and an activity, of the plan, of states and of the world (the
    party with the key `world`); the answer of `progress`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas import trade
from bilan.analysis.formulas.trade_book import (
    NO_COUNTRY,
    TOTALS,
    WORLD,
    Book,
    Series,
    Thing,
    Told,
    book_of,
    currency_of,
    product,
)
from bilan.tables.session import Session

AIMS: Final = """
SELECT i.key AS indicator, i.activity, p.target, p.target_entry, p.path_ends_on AS due_on,
       currency_of(p.unit) AS currency
FROM indicator i LEFT JOIN progress p ON p.indicator = i.key AND p.subject IS NULL AND p.region IS NULL
WHERE i.quantity = 'exports' ORDER BY i.key
"""


def ask(session: Session) -> list[Row]:
    """Return a row per indicator of the country's exports, or what is missing."""
    book = book_of(session.rows(sql("trade")))
    aims = {Thing(row["activity"], row["indicator"]): row for row in session.rows(AIMS)}
    own = {one.indicator: one for one in (*aims, *book.things(book.home)) if one.activity not in TOTALS}
    told = [_row(book, thing, aims.get(thing)) for _, thing in sorted(own.items())]
    others = [one for one in book.things(WORLD) if one.activity not in TOTALS]
    return told or [_row(book, thing, None) for thing in others] or [_row(book, Thing(None, ""), None)]


def _row(book: Book, thing: Thing, aim: Row | None) -> Row:
    told = book.series("exports", thing, book.home)
    currency = (aim or {}).get("currency") or currency_of(told)
    own = book.in_currency(told, currency)
    parts = [
        _growth(own, book.any_of("deflator", book.home)),
        _aim(own, aim, currency),
        _against_world(book, thing),
        _clients(book, thing, own),
    ]
    row: Row = {"indicator": thing.indicator or None, "activity": thing.activity, "currency": currency}
    row["left_out"] = len(told) - len(own)
    for part in parts:
        row |= {name: value for name, value in part.items() if name not in {"entries", "needed"}}
    row["conclusion"] = _conclusion(row)
    frame = ["plan_country"] if book.home == NO_COUNTRY and book.areas() else []
    rates = ["dated_rate"] if row["left_out"] else []
    row["needed"] = list(dict.fromkeys([*frame, *_of(parts, "needed"), *rates]))
    row["entries"] = list(dict.fromkeys(_of(parts, "entries")))
    return row


def _of(parts: Iterable[Mapping[str, Any]], name: str) -> Iterator[Any]:
    for part in parts:
        yield from part[name]


def _conclusion(row: Row) -> str:
    if row["advantage"] is None:
        return "cannot_determine"
    return "holds" if row["advantage"] > 1 else "does_not_hold"


def _growth(own: Series, prices: Series) -> Row:
    years = sorted(own)
    ends = [own[year] for year in (years[0], years[-1])] if years else [None, None]
    row: Row = {"first_year": years[0] if years else None, "first": _number(ends[0]), "first_nature": _nature(ends[0])}
    row |= {"last_year": years[-1] if years else None, "last": _number(ends[1]), "last_nature": _nature(ends[1])}
    row |= {"growth": None, "growth_real": None, "entries": _entries(*ends), "needed": ["exports_by_year"]}
    if len(years) > 1:
        first, last = years[0], years[-1]
        then, now = (float(own[year].value) for year in (first, last))
        row |= {"growth": trade.growth(then, now, last - first), "needed": ["price_index"]}
        if first in prices and last in prices:
            constant = trade.deflated(now, float(prices[last].value), float(prices[first].value))
            row["growth_real"] = None if constant is None else trade.growth(then, constant, last - first)
            row["entries"] += _entries(prices[first], prices[last])
            row["needed"] = []
    return row


def _aim(own: Series, aim: Row | None, currency: str | None) -> Row:
    row: Row = {"target": None, "due_on": None, "gap": None, "target_share": None, "entries": [], "needed": []}
    if aim is None or aim["target"] is None or aim["currency"] != currency:
        return {**row, "needed": ["export_target"]}
    row |= {"target": aim["target"], "due_on": aim["due_on"], "entries": [aim["target_entry"]]}
    if not own:
        return row
    last = float(own[max(own)].value)
    row |= {"gap": float(aim["target"]) - last, "target_share": last / float(aim["target"]) if aim["target"] else None}
    # A target is due later than the last figure: what came since is not known.
    return {**row, "needed": ["exports_since"] if aim["due_on"] and max(own) < aim["due_on"].year else []}


WORLDLY: Final = (
    "world_indicator", "world_currency", "compared_year", "compared", "compared_of", "world_share_first_year",
    "world_share_first", "world_share", "advantage", "advantage_symmetric", "advantage_normalised", "intensity",
)  # fmt: skip


def _against_world(book: Book, thing: Thing) -> Row:
    row: Row = {**dict.fromkeys(WORLDLY), "entries": [], "needed": []}
    like = book.like(thing, WORLD)
    if like is None:
        return {**row, "needed": ["world_exports", "all_exports"]}
    world = book.series("exports", like, WORLD)
    currency = currency_of(world)
    world = book.in_currency(world, currency)
    # The country's own figure in the world's series, else in the indicator of its own.
    alike = like if like in book.things(book.home) else thing
    told = book.series("exports", alike, book.home)
    own = book.in_currency(told, currency)
    common = sorted(year for year in own if year in world and world[year].value > 0)
    row |= {"world_indicator": like.indicator, "world_currency": currency}
    if not common:
        return {**row, "needed": ["dated_rate" if told and not own else "exports_by_year", "all_exports"]}
    first, last = common[0], common[-1]
    row |= {
        "compared_year": last,
        "compared": _number(own[last]),
        "world_share": float(own[last].value / world[last].value),
    }
    row |= {"world_share_first_year": first, "world_share_first": float(own[first].value / world[first].value)}
    row["entries"] = _entries(own[first], world[first], own[last], world[last])
    return _advantage(book, row, (own, world), currency)


def _advantage(book: Book, row: Row, sold: tuple[Series, Series], currency: str | None) -> Row:
    own, world = sold
    for activity in TOTALS:
        every = [_total(book, activity, area, currency) for area in (book.home, WORLD)]
        years = [year for year in own if all(year in one for one in (world, *every))]
        if years:
            year = max(years)
            four = (own[year], every[0][year], world[year], every[1][year])
            found = trade.balassa(*(float(one.value) for one in four))
            row |= {"compared_year": year, "compared": _number(own[year]), "compared_of": activity, "advantage": found}
            row["advantage_symmetric"] = None if found is None else trade.symmetric(found)
            row["advantage_normalised"] = trade.normalised(*(float(one.value) for one in four))
            row["entries"] += _entries(*four)
            return row
    product_of = [_product(book, area, currency) for area in (book.home, WORLD)]
    years = [year for year in own if all(year in one for one in (world, *product_of))]
    if years:
        year = max(years)
        four = (own[year], product_of[0][year], world[year], product_of[1][year])
        row |= {"compared_year": year, "compared": _number(own[year]), "compared_of": "gdp"}
        row["intensity"] = trade.balassa(*(float(one.value) for one in four))
        row["entries"] += _entries(*four)
    return {**row, "needed": ["all_exports"]}


def _total(book: Book, activity: str, area: str, currency: str | None) -> Series:
    found = next((one for one in book.things(area) if one.activity == activity), None)
    return book.in_currency(book.series("exports", found, area), currency) if found else {}


def _product(book: Book, area: str, currency: str | None) -> Series:
    """Return the gross domestic product, as told, else from that of a person and the population."""
    told = book.any_of("gdp", area) or product(book.any_of("gdp_per_person", area), book.any_of("population", area))
    return book.in_currency(told, currency)


def _clients(book: Book, thing: Thing, own: Series) -> Row:
    row: Row = {"clients_year": None, "clients": 0, "clients_known": None, "concentration_low": None}
    row |= {"concentration_high": None, "entries": [], "needed": ["exports_by_client"]}
    clients = {one: book.series("exports", thing, book.home, one) for one in book.clients(thing, book.home)}
    if not own:
        return row
    sold = {one: book.in_currency(series, currency_of(own)) for one, series in clients.items()}
    years = [year for series in sold.values() for year in series if year in own]
    if not years:
        return row
    year = max(years)
    known = [series[year] for series in sold.values() if year in series]
    found = trade.concentration([float(one.value) for one in known], float(own[year].value))
    row |= {"clients_year": year, "clients": len(known), "entries": _entries(own[year], *known)}
    if found is None:
        return row
    row |= {"clients_known": float(sum(one.value for one in known) / own[year].value)}
    return {**row, "concentration_low": found.low, "concentration_high": found.high, "needed": []}


def _number(told: Told | None) -> float | None:
    return None if told is None else float(told.value)


def _nature(told: Told | None) -> str | None:
    return None if told is None else told.nature


def _entries(*told: Told | None) -> list[int]:
    return [entry for one in told if one is not None for entry in one.entries]


ANALYSIS: Final = Analysis(
    name="trade",
    method=1,
    reads=("plan", "indicator", "statement", "party", "target"),
    after=("progress",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        indicator | key | The indicator of the country's exports; empty where there is none.
        activity | code | What is sold.
        currency | code | Currency of the amounts told by the plan (ISO 4217).
        left_out | count | Figures left out, for no dated rate gives them in that currency.
        first_year | year | The first whole year told.
        first | currency | Exports of that year.
        first_nature | code | Of which nature that figure is.
        last_year | year | The last whole year told.
        last | currency | Exports of that year.
        last_nature | code | Of which nature that figure is.
        growth | share | Growth a year between them, as told.
        growth_real | share | The same in the prices of the first year.
        target | currency | The target in force.
        due_on | day | When it is due.
        gap | currency | What is missing to it; negative when it is passed.
        target_share | share | Exports of the last year as a share of it.
        world_indicator | key | The series of the world.
        world_currency | code | The currency in which they are compared.
        compared_year | year | The year in which they are compared.
        compared | world currency | The country's exports of that year.
        compared_of | code | What both are taken as a share of: all exports, or gross domestic product as a stand-in.
        world_share_first_year | year | The first year in which both are told.
        world_share_first | share | The country's share of the world's exports then.
        world_share | share | Its share in the last year in which both are told.
        advantage | ratio | Revealed comparative advantage (Balassa); 1 is the world's own share.
        advantage_symmetric | ratio | The same between -1 and 1.
        advantage_normalised | ratio | By what share of the world's exports it sells more than its size explains.
        intensity | ratio | In place of an advantage: exports over product, against those of the world.
        clients_year | year | The year in which clients are told.
        clients | count | Clients told in that year.
        clients_known | share | Their share of the exports of that year.
        concentration_low | ratio | Sum of squared shares of the clients if the others are many.
        concentration_high | ratio | The same if the others are one.
        conclusion | code | Whether the country holds an advantage (code list conclusion).
        needed | codes | What is missing (code list needed).
        entries | entries | The entries behind the row.
    """),
)
