"""The columns of the file of each kind: they follow from the class of the kind, nothing of them is written here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from bilan.exchange import cells
from bilan.ledger import fields
from bilan.ledger.entries import WITHOUT_KEY
from bilan.ledger.kinds import KINDS
from bilan.terms.languages import LANGUAGES

Shape = Literal["text", "bare", "yes_no", "label"]

KEY: Final = "key"
NUMBER: Final = "number"
REPLACES: Final = "replaces"
WITHDRAWN: Final = "entry_key"


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field of a kind holds: its shape, the marks on it, whether it holds several, whether it must be given."""

    shape: Shape
    marks: tuple[object, ...]
    several: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its heading, the field it fills, its language when it is a label's."""

    heading: str
    field: str
    language: str | None
    required: bool
    read: Callable[[str], Any]
    write: Callable[[Any], str]


@cache
def field_types(kind: str) -> Mapping[str, FieldType]:
    """Return what each field of a kind holds."""
    return {name: _field_type(field) for name, field in KINDS[kind].model_fields.items()}


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind's file, in the order of its fields; the key stands before them."""
    return tuple(column for name, held in field_types(kind).items() for column in _columns(name, held))


def envelope_of(kind: str) -> tuple[str, ...]:
    """Return the headings that speak of the entry, not of its content: its key, its number, what it replaces."""
    if kind in WITHOUT_KEY:
        return (NUMBER, WITHDRAWN) if kind == "withdrawal" else (NUMBER,)
    return (KEY, NUMBER, REPLACES)


def headings_of(kind: str) -> tuple[str, ...]:
    """Return every heading that the file of a kind may have."""
    return (*envelope_of(kind), *(column.heading for column in columns_of(kind)))


def _field_type(field: FieldInfo) -> FieldType:
    base, marks = _bare(field.annotation)
    several = get_origin(base) is tuple
    if several:
        base, inner = _bare(get_args(base)[0])
        marks += inner
    return FieldType(_shape(base, marks), (*marks, *field.metadata), several, field.is_required())


def _bare(annotation: Any) -> tuple[Any, tuple[object, ...]]:
    """Take away ``| None`` and the marks of an annotation."""
    if get_origin(annotation) in {Union, UnionType}:
        return _bare(next(one for one in get_args(annotation) if one is not NoneType))
    if get_origin(annotation) is Annotated:
        base, *marks = get_args(annotation)
        inner, more = _bare(base)
        return inner, (*marks, *more)
    return annotation, ()


def _shape(base: Any, marks: Iterable[object]) -> Shape:
    if base is bool:
        return "yes_no"
    if get_origin(base) is dict:
        return "label"
    free = any(isinstance(mark, StringConstraints) and mark.pattern == fields.SAFE for mark in marks)
    return "text" if free else "bare"


def _columns(name: str, held: FieldType) -> list[Column]:
    if held.shape == "label":
        return [Column(f"{name}_{code}", name, code, False, cells.read_text, cells.write_text) for code in LANGUAGES]
    if held.several:
        return [Column(name, name, None, held.required, _read_several, _write_several)]
    read, write = _WAYS[held.shape]
    return [Column(name, name, None, held.required, read, write)]


def _read_several(cell: str) -> list[str]:
    return cells.read_several(cells.read_text(cell))


def _write_several(values: Iterable[str]) -> str:
    return cells.write_text(cells.write_several(values))


_WAYS: Final[Mapping[str, tuple[Callable[[str], Any], Callable[[Any], str]]]] = {
    "text": (cells.read_text, cells.write_text),
    "bare": (cells.read_bare, cells.write_bare),
    "yes_no": (cells.read_yes_no, cells.write_yes_no),
}
