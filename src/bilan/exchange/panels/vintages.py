"""Panels with their history: each publication of a figure, each change of it and each taking away, with its day."""

from collections.abc import Iterator
from typing import Final

from bilan.exchange.foreign import ForeignRow
from bilan.exchange.panels.figures import Figure, Layout, of_rows


def _wdi(row: ForeignRow) -> Iterator[Figure]:
    area = row["country_code"].upper(), row["country_name"]
    yield Figure(row["indicator"], *area, row["year"], row["value"], row.place, row["event"], row["known_at"])


def _users(row: ForeignRow) -> Iterator[Figure]:
    area = row["geo"].upper(), row["geo"].upper()
    text = row["internet_users_pct"]
    yield Figure("internet-users", *area, row["year"], text, row.place, row["event"], row["known_at"])


LAYOUTS: Final = (
    Layout(
        "wdi",
        "World development indicators",
        "World Bank",
        ("known_at", "indicator", "country_code", "country_name", "year", "value", "event"),
        of_rows(_wdi),
    ),
    Layout(
        "users",
        "Internet users, per cent of the population (Gapminder, systema globalis)",
        "Gapminder, after ITU through the World Bank",
        ("known_at", "geo", "year", "internet_users_pct", "event"),
        of_rows(_users),
    ),
)
