"""Search: everything that has the words that were typed, kind by kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from bilan.report import figures
from bilan.report.sheets import search as sheet
from bilan.report.sheets.search import Found, Piece
from bilan.terms.languages import pick
from bilan.web.asked import Asked, Refused
from bilan.web.shown import Shown

SUBJECT: Final = "search"
# The page of each kind; a statement is shown as its entry.
PAGES: Final = {
    "node": "node", "indicator": "indicator", "undertaking": "undertaking", "party": "party",
    "agreement": "agreement", "service": "service", "source": "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found as the page shows it, what was searched for marked."""

    href: str
    title: list[Piece]
    key: list[Piece]
    said: list[Piece]
    others: list[list[Piece]]
    found: Found


def page(asked: Asked) -> Shown:
    """Show what has every word that was typed; without any, what one might search for."""
    typed = asked.words.get("q", "")
    if len(typed) > sheet.LONGEST:
        raise Refused("too_long", most=sheet.LONGEST, length=len(typed))
    text, voice = sheet.cleaned(typed), asked.voice
    groups = sheet.search(asked.view, text)
    words = sheet.words_of(text)
    told: dict[str, Any] = {
        "typed": text,
        "total": sum(group.count for group in groups),
        "groups": [(group, [_hit(asked, one, words) for one in group.found]) for group in groups],
        "near": list(_links(asked, sheet.near(asked.view, text))) if text and not groups else [],
        "examples": [] if text else list(_links(asked, sheet.examples(asked.view, asked.language))),
        "longest": sheet.LONGEST,
        "most": sheet.MOST,
    }
    title = voice.tell(SUBJECT, "title.of", text=text) if text else voice.tell(SUBJECT, "title")
    return Shown("search.html", title, SUBJECT, told)


def _links(asked: Asked, texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for text in texts:
        yield text, f"{asked.to('search')}?{urlencode({'q': text})}"


def _hit(asked: Asked, one: Found, words: tuple[str, ...]) -> Hit:
    title = _title(asked, one)
    others = [
        name
        for name in dict.fromkeys(one.names.values())
        if name != title and any(word in sheet.folded(name) for word in words)
    ]
    return Hit(
        _address(asked, one),
        sheet.marked(title, words),
        sheet.marked(one.key, words),
        sheet.marked(one.said, words),
        [sheet.marked(name, words) for name in others],
        one,
    )


def _title(asked: Asked, one: Found) -> str:
    """Return the name in the reader's language where there is one, else the first; of a statement its indicator's."""
    if one.kind == "statement":
        return figures.name_of(asked.voice, one.row["indicator"], asked.view.names) or one.key
    told = {column.rpartition("_")[2]: name for column, name in reversed(list(one.names.items())) if "_" in column}
    return pick(told, asked.language) or next(iter(one.names.values()), one.key)


def _address(asked: Asked, one: Found) -> str:
    if one.kind == "plan":
        return asked.to("roadmap")
    if one.kind == "site" and one.row["region"]:
        return asked.to("site", one.row["region"], one.key)
    if one.kind in PAGES:
        return asked.to(PAGES[one.kind], one.key)
    return asked.to("entry", one.row["number"])
