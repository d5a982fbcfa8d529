"""Entries as the lines of a list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilan.report.sheets import entries as sheet
from bilan.report.sheets.entries import Held, Standing
from bilan.web.asked import Asked
from bilan.web.pages import linking
from bilan.web.pages.linking import Link


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list."""

    one: Held
    text: str
    who: Link | None
    standing: Standing
    later: bool


def lines(asked: Asked, numbers: Iterable[int]) -> Iterator[Line]:
    """Give entries as lines of a list, in the order of their numbers."""
    those = sheet.held(asked.view, numbers)
    known = sheet.things(asked.view, linking.keys_of(those))
    standings = sheet.standings(asked.view, those)
    for one in those:
        text = sheet.headline(asked.voice, one, known)
        said_by = linking.who(asked, one.row, known) or linking.house(asked, one.row, known)
        yield Line(one, text, said_by, standings[one.number], not one.is_public_on(asked.known_on))
