"""Where an indicator will end: what its forecast says, in words, and how it was computed.

A forecast is told of the figure that will be declared and of the one that will be verified, apart. A number never
stands without its interval, nor a target without its chance; where nothing can be foreseen, the reason does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.marks.courses import Fan, Reach
from bilan.report.sheets import how_foreseen as how
from bilan.report.sheets.widths import chance_in_column, chance_in_words, written
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"
# What is verified weighs more, and is told first.
CLASSES: Final = ("verified", "declared")
# The bands of a fan, broadest first: where 9, 8 and 5 chances in 10 lie.
BANDS: Final = (("q05", "q95"), ("q10", "q90"), ("q25", "q75"))
PARTS: Final = ("class", "trend", "mild", "still")
# So many of those who stood in the same place are named.
NAMED: Final = 5

Foreseen = Mapping[str, Row]
Part = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is foreseen of an indicator, declared or verified: its chance and its interval, or why there is none."""

    told_as: str
    row: Row
    chance: str | None
    interval: str | None
    why: str | None
    how: tuple[str, ...]

    @property
    def entries(self) -> tuple[int, ...]:
        """Return the entries behind it."""
        return tuple(self.row["entries"] or ())


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of a target as a column tells it: verified, and below it the declared one and the interval.

    Where the outcome is known already that is told instead; `why` says why nothing is.
    """

    share: str | None
    notes: tuple[str, ...]
    why: str


def foreseen(view: View, key: str, subject: str | None = None, region: str | None = None) -> Foreseen:
    """Return the forecasts of an indicator, or of a part of it: of what will be declared, and of what verified."""
    return view.once(_foreseen).get((key, subject, region), {})


def _foreseen(view: View) -> Mapping[Part, Foreseen]:
    found: dict[Part, dict[str, Row]] = {}
    for row in view.ask("forecast"):
        found.setdefault((row["indicator"], row["subject"], row["region"]), {})[row["told_as"]] = row
    return found


def outlook(view: View, key: str, voice: Voice) -> list[Outlook]:
    """Say what is foreseen of an indicator: of what will be verified, then of what will be declared."""
    rows = foreseen(view, key)
    return [_outlook(view, rows[name], voice) for name in CLASSES if name in rows]


def _outlook(view: View, row: Row, voice: Voice) -> Outlook:
    is_told, name = row["median"] is not None, row["told_as"]
    return Outlook(
        told_as=name,
        row=row,
        chance=_reach(voice, row),
        interval=_end(voice, row) if is_told else None,
        why=None if row["chance"] is not None else _why(voice, row),
        how=tuple(how.said(view, voice, row)) if is_told else (),
    )


def _reach(voice: Voice, row: Row) -> str | None:
    if row["chance"] is None:
        return None
    target = how.figure(voice, row, "target")
    told = {"chance": chance_in_words(voice, row["chance"]), "target": target, "day": voice.day(row["due_on"])}
    return voice.tell(SUBJECT, f"page.reach.{row['told_as']}", **told)


def _end(voice: Voice, row: Row) -> str:
    one = written(voice, row)
    told = {"interval": one.interval, "median": one.median, "day": voice.day(row["due_on"])}
    return voice.tell(SUBJECT, f"page.end.{row['told_as']}", **told)


def _why(voice: Voice, row: Row) -> str:
    if row["met"] is not None:
        return voice.tell(SUBJECT, f"page.known.{row['told_as']}", outcome=_outcome(voice, row))
    return voice.tell(SUBJECT, "page.cannot", why=voice.label("forecast_cannot", row["cannot"]))


def _outcome(voice: Voice, row: Row) -> str:
    """Say whether a target was met, where that is known already."""
    return voice.tell(SUBJECT, f"page.met.{row['told_as']}.{'yes' if row['met'] else 'no'}")


def heading(one: Outlook, voice: Voice) -> str:
    """Name whether an outlook is of what will be verified or of what will be declared."""
    return voice.tell(SUBJECT, f"page.{one.told_as}")


def title(found: list[Outlook], indicator: Row, voice: Voice) -> str:
    """Say in a heading where an indicator will end, or ended, or why that cannot be foreseen."""
    for row in (one.row for one in found):
        if row["met"] is not None:
            return voice.tell(SUBJECT, "page.title.known", outcome=_outcome(voice, row))
        if row["chance"] is not None:
            chance = chance_in_words(voice, row["chance"])
            return voice.tell(SUBJECT, f"page.title.{row['told_as']}", chance=chance)
    return voice.tell(SUBJECT, "page.title.cannot", why=_reason([one.row for one in found], indicator, voice))


def _reason(rows: Iterable[Row], indicator: Row, voice: Voice) -> str:
    """Say why nothing is foreseen; of what has no row at all nothing is aimed at, or not in numbers."""
    without = "qualitative" if indicator["measure"] == "qualitative" else "no_target"
    codes = [row["cannot"] for row in rows if row["cannot"]] or [without]
    return voice.label("forecast_cannot", codes[0])


def chance_of(rows: Foreseen, indicator: Row, voice: Voice) -> Chance:
    """Tell the chance of a target as a column of a table does."""
    told = {name: share for name, row in rows.items() if (share := _in_column(voice, row))}
    notes = [voice.tell(SUBJECT, "page.column.declared", share=told["declared"])] if "declared" in told else []
    ahead = drawn_from(rows)
    notes += [written(voice, ahead).interval] if ahead else []
    return Chance(told.get("verified"), tuple(notes), _reason(rows.values(), indicator, voice))


def _in_column(voice: Voice, row: Row) -> str | None:
    if row["met"] is not None:
        return voice.tell(SUBJECT, "page.met.yes" if row["met"] else "page.met.no")
    return chance_in_column(voice, row["chance"])


def drawn_from(rows: Foreseen) -> Row | None:
    """Return the forecast that is drawn: of what will be verified, else of what will be declared."""
    return next((rows[name] for name in CLASSES if name in rows and rows[name]["median"] is not None), None)


def progress(rows: Foreseen) -> tuple[float, float, float] | None:
    """Return how far the way will be done at the due day: low, median and high, with 8 chances in 10."""
    row = drawn_from(rows)
    if row is None or row["progress_median"] is None:
        return None
    return row["progress_low"], row["progress_median"], row["progress_high"]


def fan(view: View, key: str, voice: Voice) -> Fan | None:
    """Return the fan of an indicator: of what will be verified where something was, else of what will be declared."""
    name = _fanned(view, key)
    if name is None:
        return None
    path = view.once(_paths)[key][name]
    return Fan(
        days=[row["on"] for row in path],
        bands=[([row[low] for row in path], [row[high] for row in path]) for low, high in BANDS],
        median=[row["q50"] for row in path],
        words=_lines(voice, foreseen(view, key)[name]),
    )


def beside(view: View, key: str, voice: Voice) -> Reach | None:
    """Return the forecast to be drawn on its day alone: of the verified or declared, whichever has no fan."""
    drawn = _fanned(view, key)
    rows = {name: row for name, row in foreseen(view, key).items() if name != drawn}
    row = drawn_from(rows)
    if row is None or (drawn and row["stands_on"] == drawn and not row["corrected"]):
        return None
    return Reach(row["due_on"], row["low"], row["median"], row["high"], _lines(voice, row))


def _fanned(view: View, key: str) -> str | None:
    """Name what has a fan: no fan opens but from a figure of its own kind."""
    rows, paths = foreseen(view, key), view.once(_paths).get(key, {})
    return next((one for one in CLASSES if one in paths and one in rows and _is_told(rows[one])), None)


def _lines(voice: Voice, row: Row) -> tuple[str, ...]:
    one = written(voice, row)
    said = voice.tell(SUBJECT, f"page.fan.{row['told_as']}", median=one.bare_median)
    return said, voice.tell(SUBJECT, "page.fan.chance"), one.bare


def _is_told(row: Row) -> bool:
    """Tell whether a forecast opens from a figure of its own kind that somebody told."""
    return bool(row["points"]) and row["stands_on"] == row["told_as"]


def _paths(view: View) -> Mapping[str, Mapping[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for row in sorted(view.ask("forecast_path"), key=lambda row: row["on"]):
        if row["subject"] is None and row["region"] is None:
            found.setdefault(row["indicator"], {}).setdefault(row["told_as"], []).append(row)
    return found
