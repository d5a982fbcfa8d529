"""How many targets of the plan, or of a part of it, will probably be met, and of how many nothing can be foreseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets.forecast import CLASSES
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"
NOTES: Final = {"verified": "page.key.note", "declared": "page.key.note.declared"}


@dataclass(frozen=True, slots=True)
class Likely:
    """What is foreseen of the targets below a node, by whether they will be verified or declared to be met."""

    rows: Mapping[str, Row]

    @property
    def first(self) -> Row | None:
        """Return the row told first: of what will be verified, else of what will be declared."""
        return next((self.rows[name] for name in CLASSES if self.told(name)), None)

    @property
    def progress(self) -> tuple[float, float, float] | None:
        """Return how far the way will be done at the due days: low, median and high, with 8 chances in 10."""
        first = self.first
        if first is None or first["progress_median"] is None:
            return None
        return first["progress_low"], first["progress_median"], first["progress_high"]

    @property
    def entries(self) -> tuple[int, ...]:
        """Return the entries behind what is told first."""
        return tuple(self.first["entries"]) if self.first else ()

    def told(self, name: str) -> bool:
        """Tell whether a number of targets can be foreseen as verified or as declared."""
        return name in self.rows and bool(self.rows[name]["targets"])


@dataclass(frozen=True, slots=True)
class Count:
    """How many targets will probably be met, as a column tells it; or why that is not known.

    `notes` are smaller lines: what will be declared, how many outcomes are known already, how many cannot be foreseen.
    """

    met: str | None
    interval: str | None
    note: str | None
    notes: tuple[str, ...]
    why: str


def likely(view: View, item: str) -> Likely:
    """Return what is foreseen of the targets below a node."""
    return view.once(_by_item).get(item, Likely({}))


def _by_item(view: View) -> Mapping[str, Likely]:
    found: dict[str, dict[str, Row]] = {}
    for row in view.ask("forecast_together"):
        found.setdefault(row["item"], {})[row["told_as"]] = row
    return {item: Likely(rows) for item, rows in found.items()}


def count(one: Likely, voice: Voice) -> Count:
    """Tell the number of targets that will probably be met as a column does."""
    first, why, notes = one.first, voice.tell(SUBJECT, "page.met.none"), tuple(_notes(one, voice))
    if first is None:
        return Count(None, None, None, notes, why)
    told = _numbers(first, voice)
    note = voice.tell(SUBJECT, NOTES[first["told_as"]], **told)
    return Count(voice.tell(SUBJECT, "page.met", **told), _interval(first, voice), note, notes, why)


def _notes(one: Likely, voice: Voice) -> Iterator[str]:
    row = one.first or next((one.rows[name] for name in CLASSES if name in one.rows), None)
    if row is None:
        return
    if row["told_as"] == "verified" and one.told("declared"):
        yield _declared(one.rows["declared"], voice)
    for name in ("known", "unknown"):
        if row[name]:
            yield voice.tell(SUBJECT, f"page.met.{name}", **{name: voice.number(row[name])})


def _declared(row: Row, voice: Voice) -> str:
    return voice.tell(SUBJECT, "page.key.declared", met=voice.number(row["met_median"]), span=_interval(row, voice))


def _interval(row: Row, voice: Voice) -> str:
    """Write between which numbers the targets met will be, with 8 chances in 10; one number where both are the same."""
    ends = {"low": voice.number(row["met_low"]), "high": voice.number(row["met_high"])}
    return ends["low"] if row["met_low"] == row["met_high"] else voice.tell(SUBJECT, "page.met.interval", **ends)


def _numbers(row: Row, voice: Voice) -> dict[str, str]:
    names = {"met": "met_median", "low": "met_low", "high": "met_high", "known": "known", "outcome": "met"}
    told = {name: voice.number(row[column]) for name, column in names.items()}
    told |= {"of": voice.number(row["targets"] + row["known"]), "unknown": voice.number(row["unknown"])}
    is_one = row["met_low"] == row["met_high"]
    return {**told, "span": told["low"] if is_one else voice.tell(SUBJECT, "page.span", **told)}


def sentences(one: Likely, voice: Voice) -> Iterator[str]:
    """Say how many targets will be declared met, how many verified, and of how many nothing can be foreseen."""
    if one.first is None:
        yield voice.tell(SUBJECT, "page.plan.none")
    for name in reversed(CLASSES):
        if one.told(name):
            yield voice.tell(SUBJECT, f"page.plan.{name}", **_numbers(one.rows[name], voice))
        if name in one.rows and one.rows[name]["known"]:
            yield voice.tell(SUBJECT, f"page.plan.known.{name}", **_numbers(one.rows[name], voice))
    if one.first and one.first["unknown"]:
        yield voice.tell(SUBJECT, "page.plan.unknown", **_numbers(one.first, voice))
