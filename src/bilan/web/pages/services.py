"""E-government services: the list by where they stand, and the page of one."""

from bilan.report import figures
from bilan.report.sheets import services
from bilan.web.asked import Asked
from bilan.web.pages.near import missing
from bilan.web.shown import Shown

SUBJECT = "service"


def index(asked: Asked) -> Shown:
    """Show the services; the title says how many run, of how many whose status is known."""
    seen, voice = services.gather(asked.view), asked.voice
    counts = {"running": voice.number(seen.running), "known": voice.number(seen.known)}
    title = voice.tell(SUBJECT, "title" if seen.known else "title.empty", **counts)
    return Shown("services.html", title, SUBJECT, {"seen": seen}, voice.tell(SUBJECT, "description"))


def one(asked: Asked, key: str) -> Shown:
    """Show one service."""
    sheet = services.sheet(asked.view, key)
    if sheet is None:
        raise missing(asked, "service", key)
    return Shown("service.html", figures.name(sheet.service.row, asked.language), SUBJECT, {"sheet": sheet})
