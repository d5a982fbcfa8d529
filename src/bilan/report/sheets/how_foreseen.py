"""How a forecast was computed, in words: from which figures, on what it rests, what was mixed, with which record."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import CATALOGUE
from bilan.analysis.formulas.forecasting.classes import sources
from bilan.report import figures
from bilan.report.sheets.widths import chance_in_words
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms import printed
from bilan.terms.countries import alpha_2, names_of
from bilan.terms.languages import pick

SUBJECT: Final = "forecast"
PARTS: Final = ("class", "trend", "mild", "still")
# So many of those who stood in the same place are named.
NAMED: Final = 5


def said(view: View, voice: Voice, row: Row) -> Iterator[str]:
    """Say how a forecast was computed: from what, mixed of what, with what record."""
    yield _rests_on(voice, row)
    yield _basis(voice, row)
    if row["class_of"]:
        yield voice.tell(SUBJECT, "page.how.series", series=voice.label("series", row["class_of"]))
    if row["basis"] == "table":
        yield voice.tell(SUBJECT, "page.how.sources", sources=" · ".join(row["publisher"] for row in sources()))
    if row["analogues"]:
        yield voice.tell(SUBJECT, "page.how.analogues", names=_analogues(voice, row["analogues"]))
    yield voice.tell(SUBJECT, "page.how.parts", parts=_parts(voice, row))
    yield _record(voice, row)
    if row["found"]:
        found = voice.say("comma").join(voice.label("forecast_found", code) for code in row["found"])
        yield voice.tell(SUBJECT, "page.how.found", found=found)
    if row["revision_chance"]:
        yield voice.tell(SUBJECT, "page.how.revision", chance=chance_in_words(voice, row["revision_chance"]))
    step = _step(row)
    if step:
        yield voice.tell(SUBJECT, f"page.how.{step}")
    yield _made(view, voice, row)


def _step(row: Row) -> str | None:
    """Name the step between declared and verified that a forecast takes, or that it lacks."""
    if row["told_as"] == row["stands_on"]:
        return "uncorrected" if row["told_as"] == "verified" else None
    if row["told_as"] == "declared":
        return "from_verified"
    return "corrected" if row["corrected"] else "face_value"


def _rests_on(voice: Voice, row: Row) -> str:
    count = row["points"] or 0
    if not count:
        return voice.tell(SUBJECT, "page.how.no_point")
    value = figure(voice, row, "last_value")
    days = {"first": voice.day(row["first_on"]), "last": voice.day(row["last_on"])}
    return voice.tell(
        SUBJECT, "page.how.point" if count == 1 else "page.how.points", count=voice.number(count), value=value, **days
    )


def _basis(voice: Voice, row: Row) -> str:
    size = voice.number(round(row["class_size"])) if row["class_size"] else printed.UNKNOWN
    return voice.tell(SUBJECT, f"page.how.{row['basis']}", size=size)


def _analogues(voice: Voice, texts: list[str]) -> str:
    """Name those who stood in the same place, each with its year, the nearest first."""
    told = [text.split("|") for text in texts[:NAMED]]
    named = [
        voice.tell(SUBJECT, "page.how.analogue", name=_somebody(voice, name), year=day[:4]) for name, day, _ in told
    ]
    return voice.say("comma").join(named)


def _somebody(voice: Voice, name: str) -> str:
    """Return the name of a country told by its code, any other name as it is."""
    code = alpha_2(name)
    return pick(dict(names_of(code)), voice.language) if code else name


def _parts(voice: Voice, row: Row) -> str:
    weights = [(name, row[f"weight_{name}"]) for name in PARTS]
    return voice.say("comma").join(
        voice.tell(SUBJECT, "page.how.part", name=voice.label("forecast_part", name), share=voice.share(weight))
        for name, weight in weights
        if weight
    )


def _record(voice: Voice, row: Row) -> str:
    if not row["tried"]:
        return voice.tell(SUBJECT, "page.how.record.none")
    shares = {name: voice.share(row[name]) for name in ("said", "held")}
    return voice.tell(SUBJECT, "page.how.record", tried=voice.number(row["tried"]), **shares)


def _made(view: View, voice: Voice, row: Row) -> str:
    day: date = row["origin_on"]
    told: dict[str, Any] = {"method": CATALOGUE["forecast"].method, "edition": view.session.edition.name}
    return voice.tell(SUBJECT, "page.how.origin", day=voice.day(day), **told)


def figure(voice: Voice, row: Row, name: str) -> str:
    """Write the target or the last figure of a forecast as it was said."""
    return figures.value(voice, {"value": Decimal(str(row[name])), "unit": row["unit"]})
