"""Files of the World Bank: a download of an indicator, an export of the DataBank in its three forms, the GovTech index.

Missing is an empty cell or two dots. The day of the last update stands in a line before the table or after it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bilan.exchange.foreign import ForeignRow
from bilan.exchange.panels.figures import Figure, Layout, Sheet, of_rows

TITLE: Final = "World development indicators"
PUBLISHER: Final = "World Bank"
YEAR: Final = re.compile(r"(\d{4})(?: \[YR\1\])?")
# A heading of the DataBank where series are columns: a name, and the code of the series in brackets.
CODED: Final = re.compile(r".+\[([A-Za-z0-9_.]+)\]")


def _wide(code: str) -> Layout:
    """Return the layout with a column for each year; `code` is the heading of the code of the series."""

    def figures(sheet: Sheet) -> Iterator[Figure]:
        years = [(found[1], heading) for heading in sheet.headings if (found := YEAR.fullmatch(heading))]
        for row in sheet.rows:
            texts = [_figure(row[heading]) for _, heading in years]
            known = [at for at, text in enumerate(texts) if text] or [len(texts)]
            for at, (year, _) in enumerate(years):
                is_open = not known[0] <= at <= known[-1]
                yield Figure(row[code].lower(), *_area(row), year, texts[at], row.place, open=is_open)

    name = "databank" if code == "Series Code" else "api"
    return Layout(name, TITLE, PUBLISHER, ("Country Name", "Country Code", code), figures)


def _long(row: ForeignRow) -> Iterator[Figure]:
    yield Figure(row["Series Code"].lower(), *_area(row), row["Time"], _figure(row["Value"]), row.place)


def _by_series(sheet: Sheet) -> Iterator[Figure]:
    """Read a sheet with a column for each series."""
    series = [(found[1].lower(), heading) for heading in sheet.headings if (found := CODED.fullmatch(heading))]
    for row in sheet.rows:
        for code, heading in series:
            text = _figure(row[heading])
            yield Figure(code, *_area(row), row["Time"], text, row.place, open=not text)


def _area(row: ForeignRow) -> tuple[str, str]:
    return row["Country Code"].upper(), row["Country Name"]


def _figure(text: str) -> str:
    return "" if text == ".." else text


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


# The narrower first: a long export has the headings of a wide one.
LAYOUTS: Final = (
    Layout("databank", TITLE, PUBLISHER, ("Country Code", "Series Code", "Time", "Value"), of_rows(_long)),
    _wide("Indicator Code"),
    _wide("Series Code"),
    Layout("databank", TITLE, PUBLISHER, ("Time", "Time Code", "Country Name", "Country Code"), _by_series),
    Layout(
        "gtmi",
        "GovTech maturity index",
        PUBLISHER,
        ("Year", "Code", "Economy", "Grp", "GTMI"),
        of_rows(_govtech),
        _asked,
    ),
)
