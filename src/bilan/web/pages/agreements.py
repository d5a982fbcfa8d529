"""Agreements: the register, and the page of one."""

from bilan.report import figures
from bilan.report.sheets import agreements
from bilan.web.asked import Asked
from bilan.web.pages.near import missing
from bilan.web.shown import Shown

SUBJECT = "agreement"


def index(asked: Asked) -> Shown:
    """Show the register; the title says of how many something is told of what came of them."""
    seen, voice = agreements.gather(asked.view), asked.voice
    counts = {"count": voice.number(len(seen.agreements)), "told": voice.number(seen.with_outcome)}
    title = voice.tell(SUBJECT, "title" if seen.agreements else "title.empty", **counts)
    return Shown("agreements.html", title, SUBJECT, {"seen": seen}, voice.tell(SUBJECT, "description"))


def one(asked: Asked, key: str) -> Shown:
    """Show one agreement."""
    sheet = agreements.sheet(asked.view, key)
    if sheet is None:
        raise missing(asked, "agreement", key)
    title = figures.name(sheet.agreement.titles, asked.language)
    return Shown("agreement.html", title, SUBJECT, {"sheet": sheet})
