"""The panorama: where the plan stands, what to beware of, what was said lately, what is due."""

from collections.abc import Iterator
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures, sentences
from bilan.report.marks.bullet import Bullet, axis, bullet
from bilan.report.marks.course import course
from bilan.report.marks.tiles import ramp
from bilan.report.sheets import indicator, likely, standing, territories
from bilan.report.sheets import panorama as sheet
from bilan.report.view import View
from bilan.web.asked import Asked
from bilan.web.pages import levers
from bilan.web.pages.territories import STEPS, map_of
from bilan.web.shown import Shown

# So many of each are shown; the page behind each list gives all.
MOST: Final = 8
LEGEND: Final = ("ver", "dec", "thin", "exp", "tgt", "fc", "nd", "stale")
OPEN: Final = {"overdue": "bad", "broken": "bad", "due": "warn", "to_come": "mute"}


def page(asked: Asked) -> Shown:
    """Show where the plan stands."""
    view, voice = asked.view, asked.voice
    seen = view.panorama
    headline = sentences.headline(view, voice)
    told = {
        **standing_of(asked),
        "headline": headline,
        "lede": list(sentences.lede(view, voice)),
        "countdown": sentences.countdown(view, voice),
        "levers": levers.lines(asked),
        "alerts": [(one, sentences.alert(voice, one, view.names)) for one in seen.alerts[:MOST]],
        "alert_count": len(seen.alerts),
        "lately": seen.lately,
        "due": [_due(row) for row in seen.due[:MOST]],
        "due_count": len(seen.due),
        "story": _story(asked),
        **_territories(asked),
    }
    title = voice.tell("panorama", "title")
    return Shown("panorama.html", title, "panorama", told, description=headline)


def standing_of(asked: Asked) -> dict[str, Any]:
    """Return what the strip of key figures and the table of axes show."""
    view, voice = asked.view, asked.voice
    whole = likely.likely(view, view.plan.get("key", ""))
    return {
        "keys": sheet.keys(view),
        "likely": likely.count(whole, voice),
        "likely_entries": whole.entries,
        "likely_said": list(likely.sentences(whole, voice)),
        "axes": list(_axes(asked)),
        "axis": axis(voice),
        "legend": LEGEND,
    }


def _story(asked: Asked) -> dict[str, Any] | None:
    """Draw the headline indicator of which most was said."""
    told = asked.view.once(_most_told)
    if told is None:
        return None
    key = told.indicator["key"]
    name = figures.name(told.indicator, asked.language)
    drawn = course(indicator.course_of(told, asked.voice), asked.voice, what=name, links=False)
    return {"key": key, "name": name, "finding": standing.finding(told, asked.voice), "drawn": drawn}


def _most_told(view: View) -> indicator.Told | None:
    key = sheet.telling(view)
    return indicator.look(view, key) if key else None


def _territories(asked: Asked) -> dict[str, Any]:
    """Draw what the ledger places in the regions of that day."""
    seen = asked.view.once(territories.gather)
    drawn = map_of(asked, seen) if seen.regions else None
    return {"map": drawn, "known": seen.known, "regions": len(seen.regions), "ramp": ramp(STEPS, asked.voice)}


def _axes(asked: Asked) -> Iterator[Row]:
    """Give the lines of the table of axes, each with its bar."""
    voice = asked.voice
    for row in sheet.axes(asked.view):
        name, below = figures.name_of(voice, row["item"], asked.view.names), likely.likely(asked.view, row["item"])
        drawn = bullet(
            Bullet(
                verified=row["verified_progress"],
                declared=row["declared_progress"],
                expected=row["expected_progress"],
                forecast=below.progress,
                stale=row["is_stale"],
                thin=row["thin"],
            ),
            voice,
            what=name,
        )
        made = {"name": name, "bar": drawn.wide, "likely": likely.count(below, voice), "likely_entries": below.entries}
        yield {**row, **made, "tag": sheet.TAGS[row["state"]], "gap": _gap(row)}


def _gap(row: Row) -> int | None:
    """Return by how many points the declared share lies above the verified one."""
    if row["declared_progress"] is None or row["verified_progress"] is None:
        return None
    points = round(100 * (row["declared_progress"] - row["verified_progress"]))
    return points if points > 0 else None


def _due(row: Row) -> dict[str, Any]:
    return {**row, "tag": OPEN.get(row["state"], "mute")}
