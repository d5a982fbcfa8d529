"""Files of the European Commission: how much of the budget of each fund was paid, by member state and year."""

from collections.abc import Iterator
from typing import Final

from bilan.exchange.foreign import ForeignRow
from bilan.exchange.panels.figures import Figure, Layout, of_rows
from bilan.terms.countries import alpha_3_named

# The sum of the other funds.
TOTAL: Final = "TOTAL"


def _absorption(row: ForeignRow) -> Iterator[Figure]:
    name, fund = row["Member State"], row["Fund"]
    if fund != TOTAL:
        area = alpha_3_named(name) or name.upper()
        yield Figure(f"absorption.{fund.lower()}", area, name, row["Year"], row["Absorption (%)"], row.place)


LAYOUTS: Final = (
    Layout(
        "absorption",
        "Cohesion policy: payments against budget",
        "European Commission",
        ("Member State", "Year", "Fund", "Absorption (%)"),
        of_rows(_absorption),
    ),
)
