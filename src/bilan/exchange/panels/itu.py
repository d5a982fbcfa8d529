"""Files of the DataHub of the ITU: a row per series, area and year, with what the publisher remarks of the figure.

One code bears a count and a rate there; the unit tells them apart, and a rate per 100 inhabitants is read as the series
``code.p100``.
"""

from collections.abc import Iterator
from typing import Final

from bilan.exchange.foreign import ForeignRow
from bilan.exchange.panels.figures import Figure, Layout, of_rows

PER_HUNDRED: Final = "per 100"


def _figure(row: ForeignRow) -> Iterator[Figure]:
    note, unit = (row.cells.get(name, "").strip() for name in ("dataNote", "seriesUnits"))
    code = row["seriesCode"].lower() + (".p100" if PER_HUNDRED in unit.lower() else "")
    nature = "estimated" if "estimate" in note.lower() else "measured"
    area = row["entityIso"].upper(), row.cells.get("entityName", "").strip() or row["entityIso"]
    yield Figure(code, *area, row["dataYear"], row["dataValue"], row.place, nature=nature, quotation=note or None)


LAYOUTS: Final = (
    Layout(
        "itu",
        "ITU DataHub",
        "ITU",
        ("seriesCode", "entityIso", "dataValue", "dataYear"),
        of_rows(_figure),
    ),
)
