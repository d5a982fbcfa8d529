"""Agreements: the register, and the page of one."""

from bilan.report import figures
from bilan.report.sheets import agreements
from bilan.web.asked import Asked
from bilan.web.pages.near import missing
from bilan.web.shown import Shown

SUBJECT = "agreement"


def index(asked: Asked) -> Shown:
    """Show the register; the title says how many obligations are told to have been kept."""
    seen, voice = agreements.gather(asked.view), asked.voice
    counted = {"count": len(seen.agreements), "kept": seen.kept, "owed": len(seen.obligations)}
    counts = {name: voice.number(count) for name, count in counted.items()}
    title = voice.tell(SUBJECT, "title" if seen.agreements else "title.empty", **counts)
    return Shown("agreements.html", title, SUBJECT, {"seen": seen}, voice.tell(SUBJECT, "description"))


def one(asked: Asked, key: str) -> Shown:
    """Show one agreement."""
    sheet = agreements.sheet(asked.view, key)
    if sheet is None:
        raise missing(asked, "agreement", key)
    title = figures.name(sheet.agreement.titles, asked.language)
    return Shown("agreement.html", title, SUBJECT, {"sheet": sheet})
