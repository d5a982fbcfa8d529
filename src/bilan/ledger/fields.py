"""The types of which kinds of entry are made.

A type carries a mark (`IsDay`, `IsExact`, `InList`, `Refers`…); from the marks follow the validation of files and
bodies, the JSON Schema, the columns of the published table and the data dictionary. Nothing of it is written a second
time.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from bilan.terms.codes import code_list, editions_of
from bilan.terms.days import NotADay, span
from bilan.terms.languages import LANGUAGES
from bilan.terms.numbers import PART_DIGITS, WHOLE_DIGITS, NotANumber, exact, plain
from bilan.terms.sectors import schemes, sections_of

KEY: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Control characters, and the marks that reorder what a reader sees (embeddings, overrides, isolates) or hide (BOM).
UNSAFE: Final = r"\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
SAFE: Final = rf"^[^{UNSAFE}]*$"
SHORT: Final = 600
LONG: Final = 10_000
MOST: Final = 200


def refusal(code: str, /, **values: object) -> PydanticCustomError:
    """Make the error that becomes the problem ``code``, with the values that fill its sentence."""
    return PydanticCustomError(
        code, "{problem}", {"problem": code, **{name: str(value) for name, value in values.items()}}
    )


@dataclass(frozen=True, slots=True)
class IsDay:
    """Marks a partial date."""


@dataclass(frozen=True, slots=True)
class IsExact:
    """Marks an exact decimal number, written as text so that no reader rounds it."""


@dataclass(frozen=True, slots=True)
class IsLabel:
    """Marks a text in several languages."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks the key of another entry, of one of the kinds named (of any kind when none is)."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        """Take the kinds that may be referred to."""
        object.__setattr__(self, "kinds", kinds)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate as a key."""
        return core_schema.str_schema(pattern=KEY, max_length=96)


@dataclass(frozen=True, slots=True)
class InList:
    """Marks a code of a code list of `bilan.terms.codes`."""

    name: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate as a code of the list."""
        return core_schema.no_info_after_validator_function(self._check, core_schema.str_schema(max_length=SHORT))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Give the codes as an enumeration."""
        return {"type": "string", "enum": list(code_list(self.name))}

    def _check(self, code: str) -> str:
        if code in code_list(self.name):
            return code
        if editions := editions_of(self.name, code):
            raise refusal(
                "code_needs_edition", code=code, list=self.name, choices=", ".join(f"{code}@{one}" for one in editions)
            )
        raise refusal(
            "unknown_code", code=code[:40], list=self.name, choices=", ".join(list(code_list(self.name))[:12])
        )


@dataclass(frozen=True, slots=True)
class IsSector(InList):
    """Marks a section of ISIC 4, or a code of another classification of activities that is mapped to it."""

    name: str = "sector"

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Give the sections as an enumeration, and beside it whatever is written like a code of another."""
        sections = {"type": "string", "enum": list(code_list(self.name))}
        return {
            "anyOf": [sections, {"type": "string", "examples": [f"62.01@{one}" for one in schemes() if "NACE" in one]}]
        }

    def _check(self, code: str) -> str:
        return code if sections_of(code) else InList._check(self, code)  # noqa: SLF001 - of the class it is one of


def _day(text: str) -> str:
    try:
        span(text)
    except NotADay as wrong:
        raise refusal(wrong.code, value=text[:40]) from wrong
    return text


def _exact(given: object) -> Decimal:
    if isinstance(given, Decimal):
        given = plain(given) if given.is_finite() else str(given)
    if isinstance(given, float | bool) or not isinstance(given, str | int):
        raise refusal("not_a_number", value=repr(given)[:40])
    try:
        return exact(str(given))
    except NotANumber as wrong:
        raise refusal(wrong.code, value=wrong.text[:40]) from wrong


def _label(texts: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(texts) - set(LANGUAGES)):
        raise refusal("unknown_language", value=", ".join(unknown), choices=", ".join(LANGUAGES))
    if not texts:
        raise refusal("label_empty")
    return texts


Key = Annotated[str, StringConstraints(pattern=KEY, max_length=96)]
Words = Annotated[str, StringConstraints(pattern=SAFE, min_length=1, max_length=SHORT)]
Prose = Annotated[str, StringConstraints(pattern=SAFE, min_length=1, max_length=LONG)]
Day = Annotated[str, StringConstraints(max_length=40), AfterValidator(_day), IsDay()]
Exact = Annotated[
    Decimal,
    PlainValidator(_exact),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": rf"^-?\d{{1,{WHOLE_DIGITS}}}(\.\d{{1,{PART_DIGITS}}})?$"}),
    IsExact(),
]
Label = Annotated[dict[str, Words], AfterValidator(_label), IsLabel()]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Duration = Annotated[str, StringConstraints(pattern=r"^P([0-9]{1,4}[YMWD])+$", max_length=20)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2,3}|XI|XM)-[A-Z0-9]+-[A-Za-z0-9./_-]{1,60}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^(https?|urn):[^\s\x00-\x1f\x7f-\x9f\"<>\\^`{|}\u2066-\u2069\u202a-\u202e]+$", max_length=2000
    ),
]
Number = Annotated[int, Field(ge=0, le=2**53 - 1)]

_UNSAFE_ONE: Final = re.compile(f"[{UNSAFE}]")
_REORDERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def unsafe_character(text: str) -> tuple[str, int] | None:
    r"""Return the code and the place of the first character that may not stand in a text.

    >>> unsafe_character("a\u202eb")
    ('bidi_control', 1)
    """
    found = _UNSAFE_ONE.search(text)
    if found is None:
        return None
    return ("bidi_control" if _REORDERING.match(found.group()) else "control_character", found.start())


def must(meaning: str, example: object) -> Any:
    """Declare a field that every entry of the kind has."""
    return Field(description=meaning, examples=[example])


def may(meaning: str, example: object) -> Any:
    """Declare a field that an entry of the kind may have; unknown is ``None``."""
    return Field(default=None, description=meaning, examples=[example])


def many(meaning: str, example: object) -> Any:
    """Declare a field of several values, none by default."""
    return Field(default=(), description=meaning, examples=[example], max_length=MOST)
