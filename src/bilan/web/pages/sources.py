"""Sources: which there are, and one of them read sentence by sentence with the ledger beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel import Locale

from bilan.report.sheets import sources as sheet
from bilan.report.sheets.sources import Carried
from bilan.report.voice import Voice
from bilan.terms.printed import LOCALES
from bilan.web.asked import Asked
from bilan.web.pages.entry import Side, beside_of, sides
from bilan.web.pages.lines import Line, lines
from bilan.web.pages.near import missing
from bilan.web.shown import Shown

SUBJECT: Final = "source"
# The states of what was said, in the order in which a reader is told how many there are of each.
COUNTED: Final = (
    "verified", "agrees", "differs", "beside", "unverified", "words", "announced", "estimated", "told", "kept",
    "followed", "kept_late", "partly_kept", "due", "to_come", "overdue", "broken", "abandoned", "cannot_determine",
)  # fmt: skip
PROMISES: Final = frozenset(COUNTED[COUNTED.index("kept") :])


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was said, as a line, and what the ledger has beside it."""

    line: Line
    carried: Carried
    sides: tuple[Side, ...]
    state: str
    why: str
    proof: Line | None


def listed(asked: Asked) -> Shown:
    """List the sources."""
    found = sheet.listed(asked.view)
    voice = asked.voice
    told = {"listed": [(one, language(voice, one.row["language"])) for one in found], "count": len(found)}
    title = voice.tell(SUBJECT, "title")
    return Shown("sources.html", title, SUBJECT, told, voice.tell(SUBJECT, "lede"))


def language(voice: Voice, code: str | None) -> str:
    """Return the name of a language in the reader's."""
    name = Locale.parse(LOCALES[voice.language]).languages.get(code) if code else None
    return str(name or code or "")


def source(asked: Asked, key: str) -> Shown:
    """Show a source with all it carries."""
    read = sheet.reading(asked.view, key)
    if read is None:
        raise missing(asked, "source", key)
    voice, row = asked.voice, read.row
    dated = voice.partial(row["published_on"]) if row["published_on"] else ""
    title = row["title"] or voice.say("comma").join(part for part in (row["publisher"], dated) if part)
    told = {
        "row": row,
        "read": read,
        "language": language(voice, row["language"]),
        "sentences": sentences(asked, read.said),
        "counts": [(state_of(voice, code), read.counts[code]) for code in COUNTED if read.counts[code]],
        "frame": list(lines(asked, [one.number for one in read.frame])),
    }
    return Shown("source.html", title, SUBJECT, told, row["publisher"])


def sentences(asked: Asked, said: Sequence[Carried]) -> list[Sentence]:
    """Set what the ledger knows beside each thing that was said, in the order given."""
    own = {line.one.number: line for line in lines(asked, [each.one.number for each in said])}
    there = beside_of(asked, [each.became for each in said])
    return [_sentence(asked, own[each.one.number], each, there) for each in said]


def _sentence(asked: Asked, line: Line, each: Carried, there: Mapping[int, Line]) -> Sentence:
    became = each.became
    why = "" if became.beside or became.code in PROMISES else asked.voice.tell(SUBJECT, f"why.{became.code}")
    proof = there.get(became.promise["proof"]) if became.promise else None
    return Sentence(line, each, sides(asked, became, there), state_of(asked.voice, became.code), why, proof)


def state_of(voice: Voice, code: str) -> str:
    """Say in a word what became of something said."""
    return voice.label("undertaking_state", code) if code in PROMISES else voice.tell("entry", f"became.{code}")
