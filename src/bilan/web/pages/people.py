"""People: who speaks of the plan, and of one party all that is known of it."""

from typing import Final

from babel import Locale

from bilan.report import figures
from bilan.report.sheets import people as sheet
from bilan.report.sheets.people import Speaker
from bilan.report.sheets.sources import Carried
from bilan.report.voice import Voice
from bilan.terms.printed import LOCALES
from bilan.web.asked import Asked
from bilan.web.pages.near import missing
from bilan.web.pages.sources import COUNTED, sentences, state_of
from bilan.web.shown import Shown

SUBJECT: Final = "people"


def listed(asked: Asked) -> Shown:
    """List the parties."""
    voice = asked.voice
    speakers = sheet.speakers(asked.view)
    groups = [(kind, [one for one in speakers if one.row["party_kind"] == kind]) for kind in sheet.KINDS]
    everyone = next((row for row in asked.view.ask("candour") if row["told_by"] == "all"), None)
    told = {
        "groups": [(kind, those) for kind, those in groups if those],
        "count": len(speakers),
        "everyone": everyone,
        "unlisted": sheet.unlisted(asked.view),
    }
    return Shown("people.html", voice.tell(SUBJECT, "title"), SUBJECT, told, voice.tell(SUBJECT, "lede"))


def party(asked: Asked, key: str) -> Shown:
    """Show a party."""
    found = sheet.party(asked.view, key)
    if found is None:
        raise missing(asked, "party", key)
    voice = asked.voice
    name = figures.name_of(voice, key, asked.view.names)
    described = description(voice, found.speaker)
    told = {
        "of": found,
        "row": found.speaker.row,
        "country": country(voice, found.speaker.row["country"]),
        "said": sentences(asked, found.said),
        "undertaken": sentences(asked, found.undertaken),
        "found": sentences(asked, found.found),
        "counts": _counts(voice, found.said),
        "promises": _counts(voice, found.undertaken),
        "drawn": sheet.drawn(asked.view, found, voice, lambda row: asked.to("entry", row["number"]), name),
        "description": described,
    }
    return Shown("party.html", name, SUBJECT, told, described)


def description(voice: Voice, one: Speaker) -> str:
    """Say in a sentence how much a party said."""
    return voice.tell(SUBJECT, "said", count=voice.number(len(one.said)))


def country(voice: Voice, code: str | None) -> str:
    """Return the name of a country in the reader's language."""
    name = Locale.parse(LOCALES[voice.language]).territories.get(code) if code else None
    return str(name or code or "")


def _counts(voice: Voice, carried: tuple[Carried, ...]) -> list[tuple[str, tuple[int, ...]]]:
    """Count things said by what became of them."""
    found: dict[str, list[int]] = {}
    for each in carried:
        found.setdefault(each.became.code, []).append(each.one.number)
    return [(state_of(voice, code), tuple(found[code])) for code in COUNTED if code in found]
