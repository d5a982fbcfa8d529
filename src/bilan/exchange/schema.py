"""The JSON Schema of all kinds of entry, and the data dictionary, from the classes of the kinds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic import StringConstraints

from bilan.exchange.columns import FieldType, field_types
from bilan.ledger import fields
from bilan.ledger.entries import WITHOUT_KEY
from bilan.ledger.fields import InList, IsDay, IsExact, Refers
from bilan.ledger.kinds import KINDS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

# The name of a type by the mark or the pattern that makes it.
_NAMED: Final = {
    "Prose": "text",
    "Words": "short text",
    "Digest": "digest",
    "Duration": "duration",
    "Country": "country",
    "Identifier": "identifier",
    "Language": "language",
    "Address": "address",
}
_CONSTRAINTS: Final[Mapping[object, str]] = {get_args(getattr(fields, name))[1]: said for name, said in _NAMED.items()}
_SHAPES: Final = {"yes_no": "yes or no", "label": "label", "text": "text", "bare": "whole number"}


@dataclass(frozen=True, slots=True)
class DictionaryRow:
    """What the data dictionary says of one field of one kind."""

    kind: str
    field: str
    type: str
    code_list: str | None
    refers_to: tuple[str, ...]
    several: bool
    required: bool
    description: str
    example: Any


def dictionary() -> Iterator[DictionaryRow]:
    """Give a row for each field of each kind, in their order."""
    for kind, its in KINDS.items():
        for name, held in field_types(kind).items():
            field = its.model_fields[name]
            yield DictionaryRow(
                kind=kind,
                field=name,
                type=_type(held),
                code_list=next((mark.name for mark in held.marks if isinstance(mark, InList)), None),
                refers_to=_refers_to(held),
                several=held.several,
                required=held.required,
                description=field.description or "",
                example=(field.examples or [None])[0],
            )


def _type(held: FieldType) -> str:
    for mark in held.marks:
        if isinstance(mark, StringConstraints) and mark in _CONSTRAINTS:
            return _CONSTRAINTS[mark]
        for sort, said in ((InList, "code"), (Refers, "key"), (IsDay, "day"), (IsExact, "number")):
            if isinstance(mark, sort):
                return said
    return _SHAPES[held.shape]


def _refers_to(held: FieldType) -> tuple[str, ...]:
    mark = next((mark for mark in held.marks if isinstance(mark, Refers)), None)
    if mark is None:
        return ()
    return mark.kinds or ("any",)


def json_schema() -> dict[str, Any]:
    """Return one document (2020-12): an entry as the ledger keeps it, and the content of each kind under ``$defs``."""
    return {
        "$schema": DIALECT,
        "title": "Entry of a Bilan ledger",
        "description": "Somebody said this. The content of each kind stands under $defs.",
        "type": "object",
        "properties": {
            "number": {"type": "integer", "minimum": 0, "description": "Place in the log, from 0."},
            "recorded_at": {"type": "string", "format": "date-time", "description": "When it was written down."},
            "recorded_by": {"type": "string", "minLength": 1, "description": "Who wrote it down."},
            "accepted_by": {"type": "string", "minLength": 1, "description": "Who else verified and accepted it."},
            "kind": {"enum": list(KINDS)},
            "key": {"type": "string", "pattern": fields.KEY, "maxLength": 96, "description": "Its permanent name."},
            "replaces": {"type": "integer", "minimum": 0, "description": "Number of the entry that it supersedes."},
            "content": {"type": "object"},
            "salt": {"type": "string", "description": "Random, so that what is redacted cannot be guessed."},
        },
        "required": ["number", "recorded_at", "recorded_by", "kind", "content", "salt"],
        "additionalProperties": False,
        "allOf": [_for_kind(kind) for kind in KINDS],
        "$defs": {kind: its.model_json_schema() for kind, its in KINDS.items()},
    }


def _for_kind(kind: str) -> dict[str, Any]:
    """Say what follows for an entry of a kind."""
    content = {"properties": {"content": {"$ref": f"#/$defs/{kind}"}}}
    key = {"not": {"required": ["key"]}} if kind in WITHOUT_KEY else {"required": ["key"]}
    return {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {**content, **key}}
