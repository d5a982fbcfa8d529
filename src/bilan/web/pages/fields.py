"""The fields of an entry, each with its name in the reader's language and its meaning in the data dictionary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bilan.exchange.columns import FieldType, field_types
from bilan.exchange.schema import dictionary
from bilan.ledger.fields import InList, IsDay, IsExact, Refers
from bilan.report import figures
from bilan.report.sheets.entries import Held, Things
from bilan.terms.languages import LANGUAGES
from bilan.web.asked import Asked
from bilan.web.pages import linking
from bilan.web.pages.linking import Link


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry: its name in the reader's language, its meaning, its values."""

    name: str
    label: str
    meaning: str
    values: tuple[Link, ...]


def fields(asked: Asked, one: Held, known: Things) -> Iterator[Field]:
    """Give every field that an entry has, in the order of its kind, with the meaning the dictionary gives it."""
    types = field_types(one.kind) if one.kind else {}
    meanings = {row.field: row.description for row in dictionary() if row.kind == one.kind}
    for name, held in types.items():
        if name in one.content:
            given = one.content[name]
            values = tuple(_value(asked, held, each, known) for each in (given if isinstance(given, list) else [given]))
            yield Field(name, asked.voice.tell("entry", f"field.{name}"), meanings[name], values)


def _value(asked: Asked, held: FieldType, given: Any, known: Things) -> Link:
    """Write the value of a field as its marks ask for, with the code behind it."""
    if any(isinstance(mark, Refers) for mark in held.marks):
        return linking.thing(asked, given, known)
    listed_in = next((mark.name for mark in held.marks if isinstance(mark, InList)), None)
    if listed_in:
        return Link(asked.voice.label(listed_in, given), code=given)
    if isinstance(given, str) and given.startswith(("http://", "https://")) and " " not in given:
        return Link(given, given, external=True)
    return Link(_text(asked, held, given))


def _text(asked: Asked, held: FieldType, given: Any) -> str:
    if isinstance(given, Mapping):
        return " · ".join(given[code] for code in LANGUAGES if code in given)
    if any(isinstance(mark, IsDay) for mark in held.marks):
        return asked.voice.partial(given)
    exact = any(isinstance(mark, IsExact) for mark in held.marks)
    return asked.voice.number(Decimal(given)) if exact else figures.shown(asked.voice, given)
