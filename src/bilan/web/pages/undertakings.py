"""Undertakings: the list by what has become of each, the page of one, the calendar of due days."""

from bilan.analysis.asking import Row
from bilan.config.declared import read_setting
from bilan.report.sheets import due_days, schedule, undertakings
from bilan.web.asked import Asked
from bilan.web.pages.near import missing
from bilan.web.shown import File, Shown

SUBJECT = "undertaking"
CALENDAR = "text/calendar; charset=utf-8"


def index(asked: Asked) -> Shown:
    """Show every undertaking by what has become of it; the title says how many of those due were kept."""
    seen, voice = undertakings.gather(asked.view), asked.voice
    code = "title" if seen.kept.due else "title.none" if seen.kept.undertaken else "title.empty"
    counts = {"due": voice.number(seen.kept.due), "in_time": voice.number(seen.kept.in_time)}
    title = voice.tell(SUBJECT, code, **counts)
    return Shown("undertakings.html", title, SUBJECT, {"seen": seen}, voice.tell(SUBJECT, "description"))


def one(asked: Asked, key: str) -> Shown:
    """Show one undertaking: from the promise to what proves its state."""
    sheet = undertakings.sheet(asked.view, key)
    if sheet is None:
        raise missing(asked, "undertaking", key)
    ending = schedule.told(asked.view, "undertaking", key, asked.voice)
    told = {"sheet": sheet, "finding": _finding(asked, sheet.promise), "ending": ending}
    return Shown("undertaking.html", sheet.promise.row["what"], SUBJECT, told)


def _finding(asked: Asked, promise: undertakings.Promise) -> dict[str, str]:
    """Return the sentence that says in which way the promise stands on the day, with what fills it."""
    row, voice = promise.row, asked.voice
    days = row["days_left"] if row["days_late"] is None else row["days_late"]
    said = {"due": voice.partial(row["due_on"]), "days": voice.number(days), "day": voice.day(asked.as_of)}
    return {"code": f"finding.{_way(row)}", **said}


def _way(row: Row) -> str:
    """Say which of the sentences fits."""
    if row["due_on"] is None:
        return "settled" if row["proof"] else "undated"
    if row["days_late"] is not None:
        return "kept_late" if row["state"] == "kept_late" else "late"
    return "dated" if row["days_left"] is None else "left"


def calendar(asked: Asked) -> File:
    """Give the due days as a calendar."""
    site = read_setting("BILAN_ADDRESS").rstrip("/")

    def link(key: str) -> str | None:
        return f"{site}{asked.to('undertaking', key)}" if site else None

    return File(due_days.calendar(asked.view, asked.voice, link), CALENDAR, "undertakings.ics")
