"""Files of the United Nations: the database of the SDG, the E-Government Survey, an export of UNdata.

A series of the SDG is told by age, sex and more: what is the total bears the code of the series, a part of it the code
with its marks, as ``it_net_bbnd.10mbps``. The survey names its countries and gives them no code. An export of UNdata
does not say which series it holds: it is that of the name of its file, or the one that whoever loads it names.
"""

from collections.abc import Iterator
from typing import Final

from bilan.exchange.foreign import ForeignRow
from bilan.exchange.panels.figures import Figure, Layout, Sheet, of_rows
from bilan.terms.countries import alpha_3_named

UN: Final = "United Nations"
# How the database of the SDG marks the whole.
WHOLE: Final = frozenset({"", "_t", "allage", "bothsex", "allarea", "anys", "all", "total"})
# Columns of it that part no figure.
TOLD: Final = frozenset({
    "goal", "target", "indicator", "seriescode", "seriesdescription", "geoareacode", "geoareaname", "timeperiod",
    "value", "time_detail", "timecoverage", "upperbound", "lowerbound", "baseperiod", "source", "geoinfourl",
    "footnote", "nature", "units", "freq", "reporting type", "observation status", "unit multiplier",
})  # fmt: skip
# Codes of the nature of a figure: estimated, and modelled.
ESTIMATED: Final = frozenset({"E", "M"})
SURVEY: Final = {
    "E-Government Index": "egdi",
    "E-Participation Index": "epi",
    "Online Service Index": "osi",
    "Human Capital Index": "hci",
    "Telecommunication Infrastructure Index": "tii",
}


def _sdg(sheet: Sheet) -> Iterator[Figure]:
    bare = {heading: heading.strip("[]").lower() for heading in sheet.headings if heading}
    parts = [heading for heading, name in bare.items() if name not in TOLD]
    nature = next((heading for heading, name in bare.items() if name == "nature"), None)
    for row in sheet.rows:
        marks = [row[heading].lower() for heading in parts if row[heading].lower() not in WHOLE]
        area = row["GeoAreaCode"].removesuffix(".0").zfill(3), row["GeoAreaName"]
        yield Figure(
            ".".join([row["SeriesCode"].lower(), *marks]),
            *area,
            row["TimePeriod"].removesuffix(".0"),
            "" if row["Value"].lower() in {"n", "nan"} else row["Value"],
            row.place,
            nature="estimated" if nature and row[nature] in ESTIMATED else "measured",
            quotation=row.cells.get("FootNote", "").strip() or None,
        )


def _survey(row: ForeignRow) -> Iterator[Figure]:
    area = _area(row["Country Name"])
    for heading, series in SURVEY.items():
        if heading in row.cells:
            text = row[heading].rstrip(",")
            yield Figure(series, *area, row["Survey Year"], text, row.place, edition=row["Survey Year"])


def _undata(sheet: Sheet) -> Iterator[Figure]:
    for row in sheet.rows:
        marks = [mark.strip() for mark in row.cells.get("Value Footnotes", "").split(",")]
        notes = " ".join(sheet.footnotes[mark] for mark in marks if mark in sheet.footnotes)
        area = _area(row["Country or Area"])
        yield Figure(sheet.name.lower(), *area, row["Year"], row["Value"], row.place, quotation=notes or None)


def _area(name: str) -> tuple[str, str]:
    return alpha_3_named(name) or name, name


LAYOUTS: Final = (
    Layout(
        "sdg",
        "Global database of the SDG indicators",
        UN,
        ("SeriesCode", "GeoAreaCode", "GeoAreaName", "TimePeriod", "Value"),
        _sdg,
    ),
    Layout("survey", "E-Government Survey", UN, ("Survey Year", "Country Name"), of_rows(_survey)),
    Layout("undata", "UNdata", UN, ("Country or Area", "Year", "Value"), _undata),
)
