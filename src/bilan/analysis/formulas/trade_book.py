"""Hold what states sold, by thing, area, client and year, and give it in one currency.

Question: What did an area sell of a thing in a year, in a given currency?
Formula: none beyond the dated rates of `trade`.
Unit: the currency asked for, or that in which it was told.
Missing: what was told in no currency, and what has no rate of its year, is left out; `left_out` counts it.
Source: the figures given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from bilan.analysis.formulas.trade import Rate, Rates

WORLD: Final = "world"
# The area of a plan that tells no country.
NO_COUNTRY: Final = "own"
# Sums of everything, in the order in which they are asked for: never things among others.
TOTALS: Final = ("all_goods_and_services", "all_goods", "all_services")
# Activities that are part of another: where the whole is told, they are not added to it.
WITHIN: Final[Mapping[str, str]] = {
    "ito": "offshoring",
    "bpo": "offshoring",
    "call_centres": "offshoring",
    "software_services": "ict",
    "telecoms": "ict",
}
Series = dict[int, "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a year: its value, in which currency, of which nature, and the entries that tell it."""

    value: Fraction
    currency: str | None
    nature: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that is sold: the activity, and the indicator that counts it."""

    activity: str | None
    indicator: str


@dataclass(slots=True)
class Book:
    """All figures, by quantity, thing, area and client (empty for all clients)."""

    home: str
    rates: Rates
    figures: dict[tuple[str, Thing, str, str], Series] = field(default_factory=dict)

    def series(self, quantity: str, thing: Thing, area: str, client: str = "") -> Series:
        """Return the figures of a thing and an area by year."""
        return self.figures.get((quantity, thing, area, client), {})

    def things(self, area: str, quantity: str = "exports") -> list[Thing]:
        """Return what an area is told to sell, by indicator."""
        found = {thing for what, thing, where, _ in self.figures if (what, where) == (quantity, area)}
        return sorted(found, key=lambda one: one.indicator)

    def areas(self) -> list[str]:
        """Return the areas whose exports are told, the world not among them."""
        return sorted({area for what, _, area, _ in self.figures if what == "exports"} - {WORLD})

    def clients(self, thing: Thing, area: str) -> list[str]:
        """Return the clients an area is told to have sold a thing to."""
        return sorted(
            client
            for what, sold, where, client in self.figures
            if client and (what, sold, where) == ("exports", thing, area)
        )

    def like(self, thing: Thing, area: str) -> Thing | None:
        """Return what another area is told to sell of the same: by the same indicator, else of the same activity."""
        found = self.things(area)
        alike = [one for one in found if thing.activity and one.activity == thing.activity]
        return thing if thing in found else next(iter(alike), None)

    def any_of(self, quantity: str, area: str) -> Series:
        """Return the one series of a quantity of an area, whatever indicator tells it."""
        return next((self.series(quantity, one, area) for one in self.things(area, quantity)), {})

    def in_currency(self, series: Series, currency: str | None) -> Series:
        """Return the figures that can be given in a currency, at the rate of their own year."""
        made = {}
        for year, told in series.items():
            if told.currency and currency:
                found = self.rates.convert(told.value, of=told.currency, into=currency, year=year)
                if found:
                    made[year] = Told(found[0], currency, told.nature, told.entries + found[1])
        return made


def book_of(rows: Iterable[Mapping[str, Any]]) -> Book:
    """Read the figures; `unit` of a rate is "MAD per EUR"."""
    rates, figures, home = [], dict[tuple[str, Thing, str, str], Series](), ""
    for row in rows:
        home = row["home"]
        value, thing = Fraction(row["value"]), Thing(row["activity"], row["indicator"])
        if row["quantity"] == "exchange_rate":
            paid, _, bought = row["unit"].partition(" per ")
            rates.append(Rate(paid, bought, row["year"], value, row["entry"]))
        else:
            told = Told(value, row["currency"], row["nature"], (row["entry"],))
            key = row["quantity"], thing, row["area"], row["partner"] or ""
            figures.setdefault(key, {})[row["year"]] = told
    return Book(home, Rates(rates), figures)


def currency_of(series: Series) -> str | None:
    """Return the currency of the newest figure that has one."""
    return next((series[year].currency for year in sorted(series, reverse=True) if series[year].currency), None)


def product(one: Series, other: Series) -> Series:
    """Return the product of two series, where both are told: production from production per person and population."""
    return {
        year: Told(told.value * other[year].value, told.currency, told.nature, told.entries + other[year].entries)
        for year, told in one.items()
        if year in other
    }
